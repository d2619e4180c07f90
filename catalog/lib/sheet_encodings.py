"""In which encoding a table is written, and what is no table at all, judged by its first bytes."""

import codecs

from django.utils.translation import gettext as _, gettext_noop

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE_BOMS = tuple(mark for mark, name in _BOMS if name != "utf-8-sig")
# They read text out of text, and so bring in what no file of letters holds.
_NO_LETTERS = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf-7"})
_KINDS = (
    (b"\x89PNG", gettext_noop("This is a PNG picture, not a table.")),
    (b"\xff\xd8\xff", gettext_noop("This is a JPEG picture, not a table.")),
    (b"GIF8", gettext_noop("This is a GIF picture, not a table.")),
    (b"%PDF-", gettext_noop("This is a PDF document, not a table.")),
    (b"\x1f\x8b", gettext_noop("This is a compressed file; unpack it first.")),
    (
        b"\xd0\xcf\x11\xe0",
        gettext_noop("This is an old Excel or Word file; save it as CSV (UTF-8)."),
    ),
)


def not_a_table(head: bytes, named: str = "") -> str:
    """The sentence that refuses a file which is no table of text; "" for one that may be.

    `named` is the encoding somebody gave: in some of them a letter of ours has a NUL beside it.
    """
    for magic, sentence in _KINDS:
        if head.startswith(magic):
            return _(sentence)
    if head.startswith(b"PK\x03\x04"):
        return _zip(head)
    is_wide = head.startswith(_WIDE_BOMS) or named.lower().startswith(("utf-16", "utf-32"))
    if b"\0" in head and not is_wide and not _unmarked(head):
        line = head[: head.index(b"\0")].count(b"\n") + 1
        return _("Line {line} holds NUL characters; the file is damaged or no text.").format(
            line=line
        )
    return ""


def _zip(head: bytes) -> str:
    if b"xl/" in head:
        return _("This is an XLSX workbook, not a CSV file; save the sheet as CSV (UTF-8).")
    if b"opendocument.spreadsheet" in head:
        return _("This is an ODS workbook, not a CSV file; save the sheet as CSV (UTF-8).")
    return _("This is a ZIP archive, not a table.")


def check_encoding(name: str) -> str:
    """The encoding somebody named, a byte order mark allowed for; ValueError when unknown."""
    try:
        found = codecs.lookup(name.strip())
        "".encode(found.name)
        if found.name.replace("-", "_") in _NO_LETTERS or found.name in _NO_LETTERS:
            raise LookupError(name)
    except (LookupError, ValueError) as error:
        raise ValueError(
            _("“{name}” is no encoding. Try utf-8, utf-16, cp1251 or cp932.").format(name=name)
        ) from error
    if found.name == "utf-8":
        return "utf-8-sig"
    # Files called Shift_JIS hold signs (№, ①) only Microsoft's variant knows.
    return "cp932" if found.name == "shift_jis" else found.name


def detect_encoding(head: bytes, *, complete: bool) -> tuple[str, str]:
    """(encoding, note) of a file that begins with `head`; the note says that it is a guess.

    `complete` tells that there is no more than the head, so its last letter is whole.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, ""
    is_utf8 = b"\0" not in head and _decodes(head, "utf-8", complete=complete)
    if is_utf8 or _is_damaged(head):
        return "utf-8", ""
    name = _unmarked(head) or "cp1251"
    if name == "cp1251" and _is_japanese(head, complete=complete):
        name = "cp932"
    note = _("The file is not UTF-8; read as {encoding}, which is a guess.").format(encoding=name)
    return name, note


def _decodes(head: bytes, name: str, *, complete: bool) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(head, complete)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged(head: bytes) -> bool:
    """Whether this is UTF-8 in which some bytes were lost: most of its letters are whole.

    Of the letters of other encodings hardly any are so by chance.
    """
    letters = [sign for sign in head.decode("utf-8", "replace") if sign > "\x7f"]
    return len(letters) > 3 * letters.count("\ufffd")


def _unmarked(head: bytes) -> str:
    """The kind of UTF-16 that has lost its mark: NUL in every other place alone, and often."""
    for name, rest, zeros in (
        ("utf-16-le", head[0::2], head[1::2]),
        ("utf-16-be", head[1::2], head[0::2]),
    ):
        if b"\0" not in rest and zeros.count(0) > max(1, len(zeros) // 10):
            return name
    return ""


def _is_japanese(head: bytes, *, complete: bool) -> bool:
    """Whether the bytes are cp932 and not Russian that happens to decode.

    Kana and the common characters lie in rows 0x81 to 0x9F, where cp1251 has letters of other
    languages; Russian letters read as cp932 become half-width katakana and rare characters.
    """
    if not _decodes(head, "cp932", complete=complete):
        return False
    text = head.decode("cp932", "ignore")
    wide = [sign.encode("cp932")[0] for sign in text if sign > "\x7f"]
    common = sum(0x81 <= lead <= 0x9F for lead in wide)
    return common * 2 > len(wide)
