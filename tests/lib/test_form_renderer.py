"""The quick way to write a form gives the page that Django gives."""

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect
from django.forms.renderers import DjangoTemplates

from catalog.lib.form_renderer import QuickForms

HOSTILE = '<b>"it\'s"</b> & {{ 7 }}'
CHOICES = [("", "-"), ("a", HOSTILE)]


class Everything(forms.Form):
    """A field of each kind the admin has."""

    words = forms.CharField(max_length=5, help_text="As it is written", label=HOSTILE)
    more = forms.CharField(widget=forms.Textarea)
    number = forms.IntegerField(min_value=1)
    day = forms.DateField()
    holds = forms.BooleanField()
    file = forms.FileField()
    one = forms.ChoiceField(choices=CHOICES)
    few = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    ticked = forms.ChoiceField(choices=CHOICES, widget=AdminRadioSelect)
    quiet = forms.CharField(widget=forms.HiddenInput)


def written(renderer: forms.renderers.BaseRenderer) -> str:
    given = {"words": HOSTILE, "more": HOSTILE, "one": "a", "few": ["a"], "ticked": "a"}
    return "".join(str(Everything(given, renderer=renderer)).split())


def test_it_writes_what_django_writes() -> None:
    quick = written(QuickForms())

    assert quick.replace("&#34;", "&quot;").replace("&#39;", "&#x27;") == written(DjangoTemplates())
    assert "<b>" not in quick
