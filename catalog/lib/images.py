"""Photographs from strangers: what is taken in, and the copy that may be shown."""

from catalog.lib.image_checks import (
    EXTENSIONS,
    MIME_TYPES,
    ImageFacts,
    ImageRefused,
    refuse_other_name,
)
from catalog.lib.image_credit import Credit
from catalog.lib.image_room import copies, inspect, render

__all__ = [
    "EXTENSIONS",
    "MIME_TYPES",
    "Credit",
    "ImageFacts",
    "ImageRefused",
    "copies",
    "inspect",
    "refuse_other_name",
    "render",
]
