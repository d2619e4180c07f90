"""The import step by step: upload, columns, preview, and the last button. No find before that."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language, gettext

from catalog.admin.import_columns import ColumnsPage, text_of
from catalog.admin.import_forms import KeepForm, MendForm, SendForm, UploadForm
from catalog.admin.import_preview import PreviewPage
from catalog.admin.look import keep_of_list
from catalog.models import ImportRun
from catalog.transfer import jobs, mapping as mappings, mapping_text, mending
from catalog.transfer.request import ImportRefused

_STEPS = ("columns", "preview", "mend", "keep", "send", "cancel")


class ImportSteps:
    """Mixed into the admin of import runs; only who sent a list goes on with it."""

    def get_urls(self) -> list[URLPattern]:
        """Add `<run>/<step>/`."""
        steps = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(getattr(self, f"{name}_view")),
                name=f"catalog_importrun_{name}",
            )
            for name in _STEPS
        ]
        return [*steps, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Who may add finds may bring a list of them."""
        return request.user.has_perm("catalog.add_find")

    def _own(self, request: HttpRequest, pk: int, *, post: bool = False) -> ImportRun:
        """The run somebody sent and has the right to go on with."""
        if not self.has_add_permission(request) or (post and request.method != "POST"):
            raise PermissionDenied
        run = ImportRun.objects.filter(pk=pk, user=request.user).first()
        if run is None:
            raise Http404
        return run

    def _page(
        self, request: HttpRequest, name: str, title: str, context: dict[str, Any]
    ) -> TemplateResponse:
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            **context,
        }
        return TemplateResponse(request, f"admin/catalog/importrun/{name}.html", whole)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Take the file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            file, named = form.cleaned_data["file"], form.cleaned_data["named"]
            language = (get_language() or "en")[:2]
            now, user = timezone.now(), request.user
            run = jobs.prepare(file, file.name, user=user, now=now, language=language)
            run.mapping = text_of(named, user) if named else ""
            run.save(update_fields=["mapping"])
            return redirect("admin:catalog_importrun_columns", run.pk)
        return self._page(request, "upload", gettext("Import a list of finds"), {"form": form})

    def columns_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show how the file is read (GET), take what is said of it (POST)."""
        run = self._own(request, pk)
        under_way = run.status in (ImportRun.Status.WAITING, ImportRun.Status.RUNNING)
        if run.wrote or under_way or not run.file:
            return redirect("admin:catalog_importrun_change", run.pk)
        page = ColumnsPage(run, request)
        if request.method == "POST" and page.take():
            if page.is_settled:
                return self._try(request, run, page.mapping)
            return redirect("admin:catalog_importrun_columns", run.pk)
        return self._page(request, "columns", gettext("Columns"), page.context())

    def _try(self, request: HttpRequest, run: ImportRun, mapping: mappings.Mapping) -> HttpResponse:
        """Look what would happen; nothing is written."""
        return self._start(request, run, ImportRun.Mode.TRIAL, mapping_text.write(mapping))

    def _start(self, request: HttpRequest, run: ImportRun, mode: str, toml: str) -> HttpResponse:
        begin = jobs.start if run.file and jobs.is_quick(run) else jobs.send
        try:
            begin(run, mode=mode, toml=toml, now=timezone.now())
        except ImportRefused as error:
            self.message_user(request, str(error), messages.ERROR)
        step = "preview" if mode == ImportRun.Mode.TRIAL else "change"
        return redirect(f"admin:catalog_importrun_{step}", run.pk)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would happen: counts, reasons, rows."""
        run = self._own(request, pk)
        if run.mode != ImportRun.Mode.TRIAL:
            return redirect("admin:catalog_importrun_change", run.pk)
        if not run.is_over:
            return self._wait(request, run, gettext("Preview"))
        page = PreviewPage(run, request.GET)
        if page.kept is None:
            if run.error:
                self.message_user(request, run.error, messages.ERROR)
            return redirect("admin:catalog_importrun_columns", run.pk)
        context = {
            **page.context(),
            "send": SendForm(initial={"seen": jobs.seen(run)}),
            "keep": KeepForm(user=request.user),
        }
        keep_of_list(request.user, page.with_positions(context))
        return self._page(request, "preview", gettext("Preview"), context)

    def _wait(self, request: HttpRequest, run: ImportRun, title: str) -> HttpResponse:
        """The page that renews itself; of a list somebody can wait for, its next address works it.

        So there is something to see at once, without a script.
        """
        waits = run.status == ImportRun.Status.WAITING and jobs.is_small(run)
        if waits and "work" in request.GET and run.user == request.user:
            jobs.work(run, now=timezone.now())
            return redirect(request.path)
        signal = jobs.progress(run)
        context = {"run": run, "signal": signal, "works_here": waits and not signal}
        return self._page(request, "progress", title, context)

    def mend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write one word in the place of another in all rows, or take that back, and look again."""
        run = self._own(request, pk, post=True)
        mapping = mappings.read(run.mapping)
        if "unmend" in request.POST:
            told = {name: request.POST.get(name, "") for name in ("column", "theirs")}
            return self._try(request, run, mending.unmend(mapping, **told))
        form = MendForm(request.POST)
        if form.is_valid():
            told = {name: form.cleaned_data[name] for name in ("column", "theirs", "ours")}
            return self._try(request, run, mending.mend(mapping, **told))
        self.message_user(request, gettext("Say what is written instead."), messages.ERROR)
        return redirect("admin:catalog_importrun_preview", run.pk)

    def keep_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the mapping under a name, for the next list of the kind."""
        run = self._own(request, pk, post=True)
        form = KeepForm(request.POST, user=request.user)
        if form.is_valid():
            kept = form.save(commit=False)
            kept.toml, kept.user = run.mapping, request.user
            kept.save()
            message = gettext("The mapping is kept as “{name}”.").format(name=kept.name)
            self.message_user(request, message, messages.SUCCESS)
        else:
            reasons = " ".join(word for words in form.errors.values() for word in words)
            self.message_user(request, reasons, messages.ERROR)
        return redirect("admin:catalog_importrun_preview", run.pk)

    def send_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The last button: import."""
        run, form = self._own(request, pk, post=True), SendForm(request.POST)
        if not form.is_valid():
            return redirect("admin:catalog_importrun_preview", run.pk)
        if form.cleaned_data["seen"] not in ("", jobs.seen(run)):
            message = gettext("The columns or words were changed since: look at the rows again.")
            self.message_user(request, message, messages.ERROR)
            return redirect("admin:catalog_importrun_preview", run.pk)
        return self._start(request, run, form.cleaned_data["mode"], run.mapping)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Import nothing, or stop what runs."""
        run = self._own(request, pk, post=True)
        jobs.cancel(run, now=timezone.now())
        if run.wrote and run.is_over and run.status != ImportRun.Status.CANCELLED:
            message = gettext("It was too late to stop the import: it is over.")
            self.message_user(request, message, messages.WARNING)
        elif not run.is_over and run.status != ImportRun.Status.PREPARED:
            message = gettext("The import stops at its next step.")
            self.message_user(request, message, messages.SUCCESS)
        else:
            self.message_user(request, gettext("The import was stopped."), messages.SUCCESS)
        return redirect("admin:catalog_importrun_change", run.pk)
