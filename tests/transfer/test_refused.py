"""The file of refused rows: as they came, whatever their shape, and ready to be mended."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from catalog.models import Find
from catalog.transfer import refused
from catalog.transfer.refused import RefusedRows
from tests.transfer.lists_in import GOOD, counts, problems, row, table, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("furnished")]
# A comma in the title that nobody put in quotation marks.
BROKEN = table([row("A-1"), row("A-2")]).replace(
    "A-1,SHU-2015,helmet,helmet,", "A-1,SHU-2015,helmet,helmet,Rusty, "
)


def errors_of(file: str | bytes, path: Path) -> str:
    with RefusedRows(path) as rows:
        take(file=file, skip_refused=True, header=rows.header, refused=rows.row)
    return path.read_text(encoding="utf-8-sig")


def test_cell_too_many_is_kept_and_the_row_stays_refused_until_it_is_mended(tmp_path: Path) -> None:
    text = errors_of(BROKEN, tmp_path / "errors.csv")

    header, broken = csv.reader(io.StringIO(text))
    assert header[:5] == list(GOOD)
    assert broken[4] == "Rusty"
    assert broken[-1].strip() == GOOD["title_en"]
    assert counts(take(file=text, skip_refused=True)) == {"refused": 1}

    broken[4] += f",{broken.pop()}"
    stream = io.StringIO()
    csv.writer(stream).writerows([header, broken])

    assert counts(take(file=stream.getvalue())) == {"new": 1}
    assert Find.objects.get(catalogue_number="A-1").title_en == "Rusty, Helmet with a hole"


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16"])
def test_how_the_list_was_written_does_not_hold_for_its_refused_rows(
    tmp_path: Path, encoding: str
) -> None:
    toml = f'[options]\nencoding = "{encoding}"\ndelimiter = ";"\n'
    rows = [row("A-1", title_ru="каска"), row("A-2", title_ru="шлем", category="hat")]
    with RefusedRows(tmp_path / "errors.csv") as errors:
        told = {"skip_refused": True, "header": errors.header, "refused": errors.row}
        assert take(file=table(rows, ";").encode(encoding), toml=toml, **told).refused == 1

    mended = (tmp_path / "errors.csv").read_bytes().replace(b",hat,", b",helmet,")

    for file in (mended, mended.decode("utf-8-sig").replace(",", ";").encode()):
        assert counts(take(file=file, toml=toml, dry_run=True)) == {"new": 1}
    take(file=mended, toml=toml)
    assert Find.objects.get(catalogue_number="A-2").title_ru == "шлем"


def test_workbook_of_refused_rows_keeps_the_cell_too(tmp_path: Path) -> None:
    errors_of(BROKEN, tmp_path / "errors.csv")

    content = b"".join(refused.as_workbook(str(tmp_path / "errors.csv"))[0])

    cells = [*openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)][1]
    assert cells[4] == "Rusty"
    assert cells[-1].strip() == GOOD["title_en"]
    assert problems(take(file=content)) == [(2, "")]


def test_header_is_no_formula_and_is_known_again(tmp_path: Path) -> None:
    toml = '[columns]\ncatalogue_number = "=cmd|x"\ntitle_en = "t"\n[constants]\n'
    toml += 'expedition = "SHU-2015"\ncategory = "helmet"\nobject_type = "helmet"\n'
    with RefusedRows(tmp_path / "errors.csv") as rows:
        told = {"header": rows.header, "refused": rows.row, "toml": toml}
        take(file="=cmd|x,t\nA-1,\n", skip_refused=True, **told)
    text = (tmp_path / "errors.csv").read_text(encoding="utf-8-sig")

    assert text.startswith("'=cmd|x,")
    assert counts(take(file=text.replace("A-1,,", "A-1,Helmet,"), toml=toml)) == {"new": 1}
