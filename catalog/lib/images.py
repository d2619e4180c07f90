"""Photographs from strangers: what is taken in, and the copy that may be shown."""

from catalog.lib.image_checks import MIME_TYPES, ImageFacts, ImageRefused, inspect
from catalog.lib.image_copies import render

__all__ = ["MIME_TYPES", "ImageFacts", "ImageRefused", "inspect", "render"]
