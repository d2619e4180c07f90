"""Where the catalogue stands on the web: a record's slug or path → its whole address."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Site:
    """`base` is scheme and host without a slash; `finds` the path of the listing."""

    base: str
    finds: str = "/finds/"

    def find(self, slug: str) -> str:
        """The page of a find."""
        return f"{self.base}{self.finds}{quote(slug)}/"

    def absolute(self, path: str) -> str:
        """A path of this site with its host; an address of another place as it is."""
        return f"{self.base}{path}" if path.startswith("/") else path
