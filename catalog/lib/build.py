"""Build: a token of the program's own files, another one whenever a page may look otherwise."""

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_FOLDERS = ("templates", "jinja2", "locale", "static")


@cache
def token() -> str:
    """The same in every worker of one installation, read once a process."""
    files = [*_ROOT.rglob("*.py")]
    for folder in _FOLDERS:
        files += [file for file in (_ROOT / folder).rglob("*") if file.is_file()]
    told = "\n".join(f"{file}:{file.stat().st_mtime_ns}" for file in sorted(files))
    return hashlib.sha256(told.encode()).hexdigest()[:12]
