"""The projection of web maps: longitudes as they are, latitudes stretched to match."""

import math

METRES_PER_DEGREE = 6_371_008.8 * math.pi / 180
# Where the map of the world is a square.
LIMIT = 85.0511


def northing(latitude: float) -> float:
    """How far north a latitude is drawn, in degrees of the equator."""
    held = math.radians(max(-LIMIT, min(LIMIT, latitude)))
    return math.degrees(math.asinh(math.tan(held)))


def latitude(northing: float) -> float:
    """The latitude drawn that far north."""
    return math.degrees(math.atan(math.sinh(math.radians(northing))))


def metres(degrees: float, latitude: float) -> float:
    """How long a degree of the drawing is on the ground there."""
    return degrees * METRES_PER_DEGREE * math.cos(math.radians(latitude))


def degrees(metres: float, latitude: float) -> float:
    """How long so many metres of ground are in the drawing."""
    return metres / METRES_PER_DEGREE / math.cos(math.radians(latitude))
