"""The only rule of what the public may see.

Everything that leaves the house goes through here: which `rows` (`public…`), which of their
`positions` (`public_point`) and the `sentences` beside them, which `facts` (`shows_…`). Allow-lists
only; when a fact is missing, less is shown.
"""

from catalog.visibility.facts import (
    danger,
    least_sensitivity,
    shows_markings,
    shows_serials,
)
from catalog.visibility.positions import (
    TOLD_AS_AREA,
    Circumstances,
    Location,
    baring,
    precision,
    public_middle,
    public_point,
    shows_place,
)
from catalog.visibility.rows import (
    PUBLIC,
    Viewer,
    advisory_photo,
    public,
    public_event,
    public_name,
    public_person,
    public_photo,
    public_place,
    public_relation,
    withdrawn,
    withheld_photo,
)
from catalog.visibility.sentences import (
    location_sentence,
)

__all__ = [
    "PUBLIC",
    "TOLD_AS_AREA",
    "Circumstances",
    "Location",
    "Viewer",
    "advisory_photo",
    "baring",
    "danger",
    "least_sensitivity",
    "location_sentence",
    "precision",
    "public",
    "public_event",
    "public_middle",
    "public_name",
    "public_person",
    "public_photo",
    "public_place",
    "public_point",
    "public_relation",
    "shows_markings",
    "shows_place",
    "shows_serials",
    "withdrawn",
    "withheld_photo",
]
