"""The admin's site: who may come in, and the pages about coming in."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache

from catalog.entry import factor_pages, kept_form, new_password, second_factor, sign_in
from catalog.entry.marks import SECOND_FACTOR


class House(AdminSite):
    """Django's, with a second factor between the password and the first page."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Admit staff; those of whom a second factor is demanded only if they have shown it."""
        if not super().has_permission(request):
            return False
        return bool(request.session.get(SECOND_FACTOR)) or not second_factor.is_demanded(
            request.user
        )

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Ask for name and password."""
        return never_cache(sign_in.SignIn.as_view(site=self))(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Django lets a cache keep this page and the next, which name who is signed in."""
        return never_cache(super().password_change)(request, extra_context)

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Tell that it is changed."""
        return never_cache(super().password_change_done)(request, extra_context)

    def get_urls(self) -> list[Any]:
        ours = [
            path("second-factor/", self.admin_view(factor_pages.state), name="second_factor"),
            path("second-factor/set-up/", factor_pages.set_up, name="second_factor_set_up"),
            path("second-factor/code/", factor_pages.code, name="second_factor_code"),
            path("kept-form/", self.admin_view(kept_form.page), name="kept_form"),
            path(
                "new-password/<uidb64>/<token>/",
                new_password.NewPassword.as_view(),
                name="new_password",
            ),
        ]
        return [*ours, *super().get_urls()]
