"""A new password by a link that is good once: no mail is needed, an administrator hands it on."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _


def link(user: AbstractBaseUser) -> str:
    """The address, without the site; good until used, or the password changed, or time is up."""
    where = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    return reverse("admin:new_password", kwargs=where)


class NewPassword(PasswordResetConfirmView):
    """Asks for the new password; a link that is good no longer is nothing at all: 404."""

    # Asked for at once; the second factor is asked for there, too.
    success_url = reverse_lazy("admin:login")
    template_name = "registration/password_reset_confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **admin.site.each_context(self.request),
            "title": _("New password"),
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if context.get("validlink", self.validlink) else 404
        return super().render_to_response(context, status=status, **kwargs)
