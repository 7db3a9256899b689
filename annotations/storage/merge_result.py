"""The result of merging annotations into a store."""

from __future__ import annotations

from msgspec import Struct, field


class Union(Struct):
    """How many annotations merging added, changed and left; `apart` are the ids of notes of which both texts stay."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    apart: list[str] = field(default_factory=list)

    def __iadd__(self, other: Union) -> Union:
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.apart += other.apart
        return self
