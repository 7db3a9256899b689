"""Regular expressions that are compiled when they are first used.

Compiling the forty of them that the modules of the first page hold takes as long as painting it does, and that page needs
a handful. What is compiled is a plain `re.Pattern`, whose methods stand in its place from then on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any


class _Pattern:
    """Stands for `re.compile(pattern, flags)`."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._made_of = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._made_of), name)
        setattr(self, name, found)  # the next time nobody asks here
        return found


if TYPE_CHECKING:
    from re import compile as expression

    __all__ = ["expression"]
else:
    expression = _Pattern
