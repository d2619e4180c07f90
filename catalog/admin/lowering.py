"""Opening a photograph: a page for the wish, the reason and the second person, and the log."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, gettext_lazy as _

from catalog.admin.base import ReadOnly
from catalog.models import Lowering, Photo, lowering
from catalog.vocab import Sensitivity


class WishForm(forms.Form):
    """How open it shall be, and why."""

    to = forms.ChoiceField(label=_("Who may see it then"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why it may be more open"), widget=forms.Textarea(attrs={"rows": 4, "cols": 60})
    )

    def __init__(self, *args: Any, photo: Photo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = Sensitivity(photo.sensitivity)
        lower = [one for one in Sensitivity if one.level < now.level]
        self.fields["to"].choices = [(one.value, one.label) for one in reversed(lower)]


class LoweringPage:
    """Mixed into the admin of photographs."""

    def get_urls(self) -> list[URLPattern]:
        """Add `<photo>/lower/`."""
        page = self.admin_site.admin_view(self.lower_view)
        return [
            path("<path:object_id>/lower/", page, name="catalog_photo_lower"),
            *super().get_urls(),
        ]

    def lower_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Wish, agree or refuse (POST); show what is wished and was decided (GET)."""
        photo = self.get_object(request, unquote(object_id))
        if photo is None or not self.has_view_permission(request, photo):
            raise Http404
        if not request.user.has_perm("catalog.publish_find"):
            raise PermissionDenied
        waits = photo.lowerings.filter(state=Lowering.State.ASKED).first()
        form = WishForm(request.POST if "reason" in request.POST else None, photo=photo)
        if request.method == "POST" and self._decided(request, photo, waits, form):
            return redirect("admin:catalog_photo_lower", photo.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Lower the level"),
            "subtitle": str(photo),
            "opts": self.opts,
            "photo": photo,
            "form": form,
            "waits": waits,
            "is_own": waits is not None and waits.asked_by_id == request.user.pk,
            "lowerings": photo.lowerings.select_related("asked_by", "decided_by"),
        }
        return TemplateResponse(request, "admin/catalog/photo/lower.html", context)

    def _decided(
        self, request: HttpRequest, photo: Photo, waits: Lowering | None, form: WishForm
    ) -> bool:
        try:
            if waits is None:
                return form.is_valid() and self._ask(request, photo, form.cleaned_data)
            verb = lowering.agree if "agree" in request.POST else lowering.refuse
            verb(waits, by=request.user)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return True
        words = (
            gettext("{photo} is more open now.") if verb is lowering.agree else gettext("Refused.")
        )
        self.message_user(request, words.format(photo=photo), messages.SUCCESS)
        return True

    def _ask(self, request: HttpRequest, photo: Photo, said: dict[str, str]) -> bool:
        wish = lowering.ask(photo, by=request.user, **said)
        words = (
            gettext("{photo} is more open now.")
            if wish.state == Lowering.State.DONE
            else gettext("The wish waits for a second person.")
        )
        self.message_user(request, words.format(photo=photo), messages.SUCCESS)
        return True


@admin.register(Lowering)
class LoweringAdmin(ReadOnly, admin.ModelAdmin):
    """Who opened which photograph, and why; for those who answer for what goes public."""

    list_display = (
        "asked_at",
        "photo",
        "from_level",
        "to_level",
        "state",
        "asked_by",
        "decided_by",
    )
    list_filter = ("state", "to_level")
    list_select_related = ("photo", "asked_by", "decided_by")
    list_per_page = 50
    search_fields = ("reason", "asked_by__username", "photo__original_name")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("catalog.publish_find")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
