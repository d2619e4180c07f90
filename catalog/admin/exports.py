"""The page that hands out finds as a file: what the list shows, in a format, for somebody."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.formats.site import Site
from catalog.transfer.files import FORMATS, Profile
from catalog.transfer.taking import Taking, profiles_of

_KINDS = {
    "csv": _("CSV: every program reads it, and the import"),
    "xlsx": _("XLSX: a workbook"),
    "jsonl": _("JSON lines: for programs"),
    "geojson": _("GeoJSON: for maps"),
}


class ExportForm(forms.Form):
    """For whom, and in which format."""

    profile = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("Format"), widget=forms.RadioSelect, choices=_KINDS.items(), initial="csv"
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = profiles_of(user)
        self.fields["profile"].choices = [(one.value, one.label) for one in allowed]
        self.fields["profile"].initial = Profile.PUBLIC


class ExportsMixin:
    """Mixed into the admin of finds: takes the place of the library's page."""

    def get_urls(self) -> list[URLPattern]:
        """Put our page under the address of the button."""
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="catalog_find_export"), *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """Ask (GET), hand out (POST) what the list shows under the same query."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        form = ExportForm(request.POST or None, user=request.user)
        finds = self.get_changelist_instance(request).queryset
        if form.is_valid():
            return self._handed_out(request, finds, form.cleaned_data)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Export"),
            "form": form,
            "number": finds.count(),
            "is_filtered": bool(request.GET),
            "back": f"{reverse('admin:catalog_find_changelist')}?{request.GET.urlencode()}",
        }
        return TemplateResponse(request, "admin/catalog/find/export.html", context)

    def _handed_out(
        self, request: HttpRequest, finds: Any, said: dict[str, str]
    ) -> StreamingHttpResponse:
        kind = said["kind"]
        taking = Taking(
            finds, profile=said["profile"], kind=kind, user=request.user, now=timezone.now()
        )
        site = Site(request.build_absolute_uri("/")[:-1], reverse("finds"))
        pieces = taking.pieces(site, wishes=request.GET.urlencode())
        name = f"finds-{said['profile']}.{kind}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        }
        content_type = FORMATS[kind].content_type
        return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)
