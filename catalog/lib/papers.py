"""Papers from staff: what is taken in as a private document, which its content decides."""

import os
import re
from typing import IO

from django.utils.translation import gettext as _

CONTENT_TYPE = "application/pdf"
_BEGINS = re.compile(rb"%PDF-[12]\.\d")
_ENDS, _TAIL = b"%%EOF", 2048


def check(stream: IO[bytes], *, max_bytes: int) -> None:
    """Raise ValueError, with a sentence, unless it is a whole PDF of at most so many bytes.

    The stream is left at its beginning.
    """
    size = stream.seek(0, os.SEEK_END)
    if not size:
        raise ValueError(_("The file is empty."))
    if size > max_bytes:
        message = _("The file is too large; at most {limit} MB are allowed.")
        raise ValueError(message.format(limit=max(1, max_bytes // 10**6)))
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    stream.seek(0)
    head = stream.read(_TAIL)
    stream.seek(0)
    if not _BEGINS.match(head):
        raise ValueError(_("The file is no PDF, whatever its name says; send the paper as a PDF."))
    if _ENDS not in tail:
        raise ValueError(_("The PDF is cut off before its end; send the file again."))
