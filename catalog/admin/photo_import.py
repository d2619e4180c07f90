"""The page that takes in a ZIP of photographs: checked first or at once, and told row by row."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from catalog import renditions
from catalog.admin import kept_upload
from catalog.transfer import lists, photographs
from catalog.transfer.report import KEPT, Outcome, Report
from catalog.transfer.request import ImportRefused
from catalog.vocab import Licence

FEW = 12  # photographs whose sizes somebody can wait for
WORDS = {
    "new": pgettext_lazy("a photograph", "new"),
    "changed": pgettext_lazy("a photograph", "changed"),
    "same": pgettext_lazy("a photograph", "unchanged"),
    "refused": pgettext_lazy("a photograph", "refused"),
}


class ZipForm(forms.Form):
    """The archive, and what is said of every photograph whose row does not say it."""

    file = forms.FileField(
        label=_("ZIP of photographs"),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        help_text=_(
            "Named after their finds (SHU15-0042_1.jpg, SHU15-0042_2.jpg), or with a list, "
            "photos.csv, beside them."
        ),
    )
    credit_line = forms.CharField(
        label=capfirst(_("photo credit")),
        max_length=300,
        required=False,
        help_text=_("For those the list gives none. Without one a photograph is not published."),
    )
    license_uri = forms.ChoiceField(
        label=capfirst(_("licence")), choices=[("", "—"), *Licence.choices], required=False
    )
    skip_refused = forms.BooleanField(
        label=_("Take the good ones even if some are refused"), required=False
    )

    def __init__(self, *args: Any, kept: str = "", **options: Any) -> None:
        """`kept` is the name of a file that was checked and need not be sent again."""
        super().__init__(*args, **options)
        if kept:
            message = gettext("{name} is still here: send the form as it is, or choose another.")
            field = self.fields["file"]
            field.required, field.help_text = False, message.format(name=kept)

    def given(self) -> dict[str, str]:
        """What is said of all."""
        names = ("credit_line", "license_uri")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


def _ignored(report: Report | None) -> str:
    if report is None or not report.ignored:
        return ""
    return gettext("Columns ignored: {names}").format(names=", ".join(report.ignored))


class PhotosFromZip:
    """Mixed into the admin of photographs."""

    def get_urls(self) -> list[URLPattern]:
        """Add `from-zip/`."""
        view = self.admin_site.admin_view(self.from_zip_view)
        return [path("from-zip/", view, name="catalog_photo_from_zip"), *super().get_urls()]

    def from_zip_view(self, request: HttpRequest) -> HttpResponse:
        """Ask (GET); check or take in (POST), and tell what became of each."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        kept = kept_upload.name_of(request.session)
        form = ZipForm(request.POST or None, request.FILES or None, kept=kept)
        outcomes: list[Outcome] = []
        report = self._take(request, form, outcomes) if form.is_valid() else None
        if report is not None:
            # What was said stands there for the button after this one.
            kept = kept_upload.name_of(request.session)
            form = ZipForm(initial=form.cleaned_data, kept=kept)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import photographs"),
            "form": form,
            "report": report,
            "ignored": _ignored(report),
            "rows": [(one, WORDS[one.word], one.problems + one.warnings) for one in outcomes],
            "most": KEPT,
            "back": reverse("admin:catalog_photo_changelist"),
        }
        return TemplateResponse(request, "admin/catalog/photo/from_zip.html", context)

    def _take(self, request: HttpRequest, form: ZipForm, outcomes: list[Outcome]) -> Report | None:
        def keep(outcome: Outcome) -> None:
            if len(outcomes) < KEPT:
                outcomes.append(outcome)

        way = lists.Way(
            dry_run="check" in request.POST,
            skip_refused=form.cleaned_data["skip_refused"],
            outcome=keep,
        )
        sent = form.cleaned_data["file"]
        with sent or kept_upload.opened(request.session) as upload:
            try:
                report = _run(upload, user=request.user, given=form.given(), way=way)
            except ImportRefused as error:
                form.add_error("file", str(error))
                return None
            if sent and not report.written:
                kept_upload.keep(request.session, upload)
        if report.written:
            kept_upload.drop(request.session)
        _make_sizes(report)
        return report


def _run(upload: Any, *, user: Any, given: dict[str, str], way: lists.Way) -> Report:
    return photographs.run(
        upload.file, name=upload.name, user=user, now=timezone.now(), given=given, way=way
    )


def _make_sizes(report: Report) -> None:
    """Of a few; of many the browser would wait too long, and each is made when it is asked for."""
    photos = list(photographs.taken_in(report)[: FEW + 1])
    if len(photos) <= FEW:
        renditions.make_many(photos, done=lambda _photo, _made: None)
