"""A page as the browser prints it, read back: its words, its pictures, its codes."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp
from PIL.Image import Image
from playwright.sync_api import Page
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

MM = 72 / 25.4  # points of a PDF
DOTS = 200  # of an inch, as a plain printer has them


def printed(page: Page, folder: Path) -> list[pypdfium2.PdfPage]:
    """The sheets that come out of the printer."""
    path = folder / "printed.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    return list(pypdfium2.PdfDocument(path))


def words(sheet: pypdfium2.PdfPage) -> str:
    """All that can be read on a sheet."""
    return str(sheet.get_textpage().get_text_range())


def pictures(sheet: pypdfium2.PdfPage) -> int:
    """How many photographs are on it: codes and marks are drawn in lines."""
    return len(list(sheet.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=15)))


def drawn(sheet: pypdfium2.PdfPage) -> Image:
    """The sheet as dots."""
    return sheet.render(scale=DOTS / 72).to_pil()


def codes(sheet: pypdfium2.PdfPage) -> list[Any]:
    """The QR codes on it, read as a telephone reads them."""
    return list(zxingcpp.read_barcodes(drawn(sheet)))


def path_of(code: Any) -> str:
    """Where a code leads on this host."""
    return urlsplit(code.text).path


def width_of(code: Any) -> float:
    """The black of it, from edge to edge, in millimetres."""
    at = code.position
    return float(at.top_right.x - at.top_left.x + 1) / DOTS * 25.4
