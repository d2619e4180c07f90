"""Photographs from strangers: what is taken in, and the copy that may be shown."""

from catalog.lib.image_checks import (
    EXTENSIONS,
    MIME_TYPES,
    ImageFacts,
    ImageRefused,
    inspect,
    refuse_other_name,
)
from catalog.lib.image_copies import copies, render
from catalog.lib.image_credit import Credit

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
