"""What the indexes are told: the words of finds, and the log of what changed in public.

Raw SQL by table name, for this lies below the models. `words` are written by whoever writes a
find, in the same transaction; the `log` is written by triggers; a `bulk` change tells both once.
"""

from catalog.index.bulk import FEW_ROWS, Bulk, bulk
from catalog.index.log import (
    Changes,
    Position,
    change_number,
    changed_at,
    changes_since,
    position,
    prune,
    renew,
    touch,
)
from catalog.index.words import forget, index_text, rebuild_text

__all__ = [
    "FEW_ROWS",
    "Bulk",
    "Changes",
    "Position",
    "bulk",
    "change_number",
    "changed_at",
    "changes_since",
    "forget",
    "index_text",
    "position",
    "prune",
    "rebuild_text",
    "renew",
    "touch",
]
