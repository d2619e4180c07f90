"""Time-ordered ids, so that an index grows at its end."""

import secrets
import time
import uuid

_RANDOM = 10  # bytes of them, of which 74 bits stay


def uuid7() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then random ones."""
    return uuid7s(1)[0]


def uuid7s(number: int) -> list[uuid.UUID]:
    """So many of them, for which the system is asked for random bits once."""
    milliseconds = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
    noise = secrets.token_bytes(_RANDOM * number)
    starts = range(0, len(noise), _RANDOM)
    return [_version_7(milliseconds, noise[start : start + _RANDOM]) for start in starts]


def _version_7(milliseconds: int, noise: bytes) -> uuid.UUID:
    value = milliseconds | int.from_bytes(noise)
    value = value & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
