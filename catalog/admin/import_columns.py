"""The page of columns: five rows as they were decoded, and what each column of the file is."""

from itertools import islice
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from catalog.admin.import_forms import ColumnsForm, NamedForm, ReadingForm, TomlForm
from catalog.admin.sensitive import may_see
from catalog.lib import sheets
from catalog.models import ImportMapping, ImportRun
from catalog.transfer import jobs, mapping as mappings, mapping_text, proposing
from catalog.transfer.proposing import HeaderShown, Proposal

_DECODED = 5  # rows shown as they were read


def text_of(kept: ImportMapping, user: Any) -> str:
    """A kept mapping for whoever takes it; the words of withheld cells are its keeper's alone."""
    is_whole = kept.user == user or may_see(user)
    return kept.toml if is_whole else mapping_text.for_others(kept.toml)


class ColumnsPage:
    """What the page shows of one run, and what is said on it.

    `take` says whether a form was good; `is_settled` afterwards whether the columns were sent.
    """

    def __init__(self, run: ImportRun, request: HttpRequest) -> None:
        self.run, self.is_settled = run, False
        self.mapping = mappings.read(run.mapping)
        self._user, self._said = request.user, request.POST if request.method == "POST" else None
        self.error = ""
        self._shown: list[HeaderShown] = []
        self._rows: list[list[str]] = []
        self._sheet: sheets.Sheet | None = None
        self._lost: tuple[str, ...] = ()
        self._look()
        self._forms = self._make_forms()

    def _open(self) -> sheets.Sheet:
        return jobs.open_run(self.run, self.mapping)

    def _look(self) -> None:
        try:
            with self._open() as sheet:
                self._rows = [cells for _line, cells in islice(sheet.rows, _DECODED)]
            with self._open() as sheet:
                self._sheet, self._shown = sheet, proposing.look(sheet)
        except (sheets.SheetError, OSError) as error:
            self.error = str(error)
            return
        proposal = self._proposal(sheet.header)
        self.mapping, self._lost = proposal.mapping, proposal.lost

    def _proposal(self, header: list[str]) -> Proposal:
        return proposing.adapt(self.mapping, header)

    def _make_forms(self) -> dict[str, Any]:
        makers = {
            "reading": lambda said: ReadingForm(
                said, run=self.run, sheets=self._sheet.names if self._sheet else None
            ),
            "named": lambda said: NamedForm(said),
            "columns": lambda said: ColumnsForm(
                said, shown=self._shown, mapping=self.mapping, user=self._user
            ),
            "toml": lambda said: TomlForm(said, initial={"toml": mapping_text.write(self.mapping)}),
        }
        sent = self._said.get("form") if self._said else None
        return {name: make(self._said if name == sent else None) for name, make in makers.items()}

    def take(self) -> bool:
        """Take the form that was sent."""
        name = self._said.get("form", "") if self._said else ""
        form = self._forms.get(name)
        if form is None or not form.is_valid():
            return False
        getattr(self, f"_take_{name}")(form)
        return True

    def _take_reading(self, form: ReadingForm) -> None:
        """Another encoding gives other headers, so the columns are recognised anew."""
        self._keep(mapping="" if form.has_changed() else self.run.mapping, **form.cleaned_data)

    def _take_named(self, form: NamedForm) -> None:
        self._keep(mapping=text_of(form.cleaned_data["named"], self._user))

    def _take_toml(self, form: TomlForm) -> None:
        self._keep(mapping=form.cleaned_data["toml"])

    def _take_columns(self, form: ColumnsForm) -> None:
        self.mapping, self.is_settled = form.mapping(), True

    def _keep(self, **facts: str) -> None:
        ImportRun.objects.filter(pk=self.run.pk).update(**facts)

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        return {
            "run": self.run,
            "name": Path(self.run.file_name).name,
            "error": self.error,
            "sheet": self._sheet,
            "rows": self._rows,
            "lost": self._lost,
            "forms": self._forms,
            "earlier": jobs.same_file_sentence(
                jobs.same_file(self.run.file_sha256, besides=self.run)
            ),
        }
