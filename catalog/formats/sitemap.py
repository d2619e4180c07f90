"""Sitemaps (sitemaps.org): the index of the parts, and a part."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

CONTENT_TYPE = "application/xml"
# What the protocol allows in one file.
MOST = 50_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def index(parts: Iterable[str]) -> str:
    """The addresses of the parts."""
    told = "\n".join(f"<sitemap><loc>{escape(part)}</loc></sitemap>" for part in parts)
    return f"{_HEAD}<sitemapindex {_SCHEMA}>\n{told}\n</sitemapindex>\n"


def part(pages: Iterable[tuple[str, str]]) -> str:
    """Addresses with the day of their last change, "" where it is not known."""
    told = "\n".join(_page(address, day) for address, day in pages)
    return f"{_HEAD}<urlset {_SCHEMA}>\n{told}\n</urlset>\n"


def _page(address: str, day: str) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>"
