"""Workbooks written while they are sent: XLSX, row by row, in memory that does not grow.

Text is typed as text, so that no program takes it for a formula or a date; a number is one only
where every program reads the same digits back.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CHARACTERS = 32_767  # what a cell may hold; beyond it a spreadsheet calls the file damaged
MOST_ROWS = 1_048_576
_SHEET_LENGTH = 600_000_000  # letters of XML; in bytes no more than an archive takes unasked
_AT_ONCE = 256 * 1024

_SHEETML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML cannot hold or would change is written as the format wants it: _x000D_.
_UNSAID = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_BOLD, _TEXT = 1, 2
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_SHEETML}"><fonts count="2"><font><sz val="11"/></font>'
    '<font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="49" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle '
    'name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_SHEET = (
    f'{_HEAD}<worksheet xmlns="{_SHEETML}"><sheetViews><sheetView workbookViewId="0"><pane '
    'ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    "</sheetViews><sheetData>"
)


class _Sink(io.RawIOBase):
    """Where the archive is written: what has come is taken away, and nothing is wound back."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """What has been written since the last time."""
        piece = b"".join(self._waiting)
        self._waiting.clear()
        return piece


def pieces(
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Collection[str] = (),
) -> Iterator[bytes]:
    """The workbook piece by piece; columns named in `numbers` hold numbers where they can.

    What one sheet cannot hold goes on the next. A text too long for a cell is left out of it, and
    the last sheet says which.
    """
    return filter(None, _pieces(title, header, rows, numbers))


def _pieces(
    title: str, header: Sequence[str], rows: Iterable[Sequence[str]], numbers: Collection[str]
) -> Iterator[bytes]:
    sink, notes, titles = _Sink(), [], []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        stream = _Rows(rows, header, numbers, notes)
        while True:
            titles.append(title if not titles else f"{title} {len(titles) + 1}")
            yield from _sheet(archive, sink, len(titles), stream.lines())
            if stream.is_over:
                break
        if notes:
            titles.append("left out")
            lines = _Rows(notes, (header[0], "column", "characters"), ("characters",), [])
            yield from _sheet(archive, sink, len(titles), lines.lines())
        _finish(archive, titles)
    yield sink.take()


def _sheet(
    archive: zipfile.ZipFile, sink: _Sink, number: int, lines: Iterable[str]
) -> Iterator[bytes]:
    with archive.open(_part(f"xl/worksheets/sheet{number}.xml"), "w") as part:
        waiting, size = [_SHEET], 0
        for line in lines:
            waiting.append(line)
            size += len(line)
            if size > _AT_ONCE:
                part.write("".join(waiting).encode())
                waiting, size = [], 0
                yield sink.take()
        part.write("".join([*waiting, "</sheetData></worksheet>"]).encode())
    yield sink.take()


def _part(name: str) -> zipfile.ZipInfo:
    """A part of the archive; of no date, so that the same finds give the same bytes."""
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


class _Rows:
    """The rows as XML, a sheet at a time."""

    def __init__(
        self,
        rows: Iterable[Sequence[str]],
        header: Sequence[str],
        numbers: Collection[str],
        notes: list[tuple[str, ...]],
    ) -> None:
        self._rows, self._header, self._notes = iter(rows), header, notes
        self._are_numbers = [name in numbers for name in header]
        self.is_over = False

    def lines(self) -> Iterator[str]:
        """The rows of one sheet, below the header."""
        yield f"<row>{''.join(_text(name, _BOLD) for name in self._header)}</row>"
        size, here = 0, 1
        for row in self._rows:
            line = self._line(row)
            yield line
            size, here = size + len(line), here + 1
            if here == MOST_ROWS or size > _SHEET_LENGTH:
                return
        self.is_over = True

    def _line(self, row: Sequence[str]) -> str:
        cells = zip(row, self._are_numbers, strict=True)
        written = "".join([_cell(*cell) for cell in cells])
        if max(map(len, row)) > MOST_CHARACTERS:
            self._notes += [
                (row[0], name, str(len(cell)))
                for name, cell in zip(self._header, row, strict=True)
                if len(cell) > MOST_CHARACTERS
            ]
        return f"<row>{written}</row>"


def _cell(cell: str, is_number: bool) -> str:
    if not cell or len(cell) > MOST_CHARACTERS:
        return "<c/>"
    if is_number and _is_safe_number(cell):
        return f"<c><v>{cell}</v></c>"
    return _text(cell, _TEXT)


def _text(words: str, style: int) -> str:
    plain = escape(words).translate(_MARKUP)
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'


def _is_safe_number(cell: str) -> bool:
    """Whether the digits stay the same in every program that counts in floating point."""
    if not _NUMBER.fullmatch(cell):
        return False
    plain = repr(float(cell))
    return cell in (plain, plain.removesuffix(".0"))


def escape(words: str) -> str:
    """A text as a cell of a workbook holds it."""
    return _UNSAID.sub(lambda sign: f"_x{ord(sign.group()):04X}_", words)


def unescape(cell: str) -> str:
    """The text behind a cell of a workbook."""
    return _WRITTEN.sub(lambda code: chr(int(code[1], 16)), cell)


def _finish(archive: zipfile.ZipFile, titles: Sequence[str]) -> None:
    numbered = list(enumerate(titles, 1))
    sheets = "".join(f'<sheet name="{title}" sheetId="{n}" r:id="s{n}"/>' for n, title in numbered)
    links = "".join(
        f'<Relationship Id="s{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _title in numbered
    )
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{main}.worksheet+xml"/>'
        for n, _title in numbered
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_SHEETML}" xmlns:r="{_OFFICE}"><sheets>{sheets}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="styles" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="book" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        f'Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{main}.sheet.main+xml"/><Override PartName="/xl/styles.xml" '
        f'ContentType="{main}.styles+xml"/>{kinds}</Types>',
    }
    for name, content in parts.items():
        archive.writestr(_part(name), f"{_HEAD}{content}")
    archive.writestr(_part("xl/styles.xml"), _STYLES)
