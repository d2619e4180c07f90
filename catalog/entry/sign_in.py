"""Signing in: name and password, then the second factor where there is one."""

from math import ceil
from typing import Any

from axes.helpers import get_cool_off
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.entry import half_way, second_factor


class SignIn(LoginView):
    """The admin's form; a right password alone signs in only who has no second factor."""

    site: AdminSite = None  # named by `as_view`
    authentication_form = AdminAuthenticationForm
    template_name = "admin/login.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.site.has_permission(request):
            return redirect("admin:index")
        return super().get(request, *args, **kwargs)

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **self.site.each_context(self.request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": self.request.get_full_path(),
            "username": self.request.user.get_username(),
            "next": self.get_redirect_url() or self.get_default_redirect_url(),
        }

    def form_valid(self, form: AdminAuthenticationForm) -> HttpResponse:
        user = form.get_user()
        if second_factor.device_of(user):
            step = "admin:second_factor_code"
        elif second_factor.is_demanded(user):
            step = "admin:second_factor_set_up"
        else:
            return super().form_valid(form)
        half_way.begin(self.request, user, then=self.get_success_url())
        return HttpResponseRedirect(reverse(step))


def locked_out(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """Too many wrong passwords for one name from one address, be there such a name or not."""
    wait = get_cool_off(request)
    minutes = ceil(wait.total_seconds() / 60)
    context = {"title": _("Too many attempts"), "minutes": minutes}
    answer = render(request, "admin/locked_out.html", context, status=429)
    answer.headers["Retry-After"] = str(minutes * 60)
    return answer
