"""Our own ids: ULIDs (https://github.com/ulid/spec), 26 characters of Crockford's base 32, sortable by creation."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
LINK_PREFIX = "gloss://"
"""Start of the link to an annotation; its id follows."""


def new_id(now: datetime, entropy: Callable[[int], bytes] = os.urandom) -> str:
    """Return a ULID of `now` (48 bits of milliseconds) and 80 bits of `entropy`."""
    milliseconds = int(now.timestamp() * 1000) & (2**48 - 1)
    number = milliseconds << 80 | int.from_bytes(entropy(10), "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
