"""The pages of the second factor: its state, setting it up, and the code asked for at sign-in."""

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import admin, auth, messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.entry import half_way, second_factor, sign_in
from catalog.entry.marks import SECOND_FACTOR

_NEW_KEY = "second_factor_key"
_WRONG = gettext_lazy(
    "This code is not right, or was used before. Wait for the next one and type that."
)


class CodeForm(forms.Form):
    """One field: the code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask whoever has shown the password for a code, and sign them in."""
    user = half_way.who(request)
    if user is None:
        return redirect("admin:login")
    credentials = {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        return sign_in.locked_out(request, None, credentials)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if second_factor.verify(user, form.cleaned_data["code"]):
            return redirect(half_way.finish(request, user))
        form.add_error("code", str(_WRONG))
        # Counted together with wrong passwords: five of both, and the door stays shut a while.
        auth.user_login_failed.send(__name__, credentials=credentials, request=request)
    return _page(request, "code", _("The second step"), form=form)


@never_cache
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the key to a telephone until a code proves that it holds it; then the recovery codes."""
    is_inside = admin.site.has_permission(request)
    user = request.user if is_inside else half_way.who(request)
    if user is None or second_factor.device_of(user):
        return redirect("admin:second_factor")
    key = request.session.setdefault(_NEW_KEY, second_factor.new_key())
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if codes := second_factor.set_up(user, key, form.cleaned_data["code"]):
            return _begun(request, user, codes, is_inside=is_inside)
        form.add_error("code", str(_WRONG))
    device = second_factor.draft(user, key)
    # Drawn by us from a key of ours and the name of the account, which is in it as modules only.
    drawn = mark_safe(second_factor.picture(device))  # nosec B308 B703
    return _page(
        request, "set_up", _("Set up the second factor"), form=form, picture=drawn, key=_typed(key)
    )


def _begun(
    request: HttpRequest, user: AbstractBaseUser, codes: list[str], *, is_inside: bool
) -> HttpResponse:
    del request.session[_NEW_KEY]
    then = "" if is_inside else half_way.finish(request, user)
    request.session[SECOND_FACTOR] = True
    return _page(request, "codes", _("Recovery codes"), codes=codes, then=then)


@never_cache
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest) -> HttpResponse:
    """Whether there is one; with a code, a new sheet of recovery codes, or the end of it."""
    device = second_factor.device_of(request.user)
    form = CodeForm(request.POST or None)
    if device and form.is_valid():
        if not second_factor.verify(request.user, form.cleaned_data["code"]):
            form.add_error("code", str(_WRONG))
        elif request.POST.get("do") == "codes":
            codes = second_factor.new_recovery_codes(request.user)
            return _page(request, "codes", _("Recovery codes"), codes=codes)
        else:
            second_factor.switch_off(request.user)
            messages.success(request, _("The second factor is switched off."))
            return redirect("admin:second_factor")
    return _page(
        request,
        "state",
        _("Second factor"),
        form=form,
        device=device,
        left=second_factor.recovery_codes_left(request.user) if device else 0,
        is_demanded=second_factor.is_demanded(request.user),
    )


def _typed(key: str) -> str:
    """A key as it is typed where no picture can be taken: groups of four."""
    letters = second_factor.letters(key)
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _page(request: HttpRequest, name: str, title: str, **context: object) -> HttpResponse:
    everywhere = admin.site.each_context(request)
    return render(
        request, f"admin/second_factor/{name}.html", {**everywhere, "title": title, **context}
    )
