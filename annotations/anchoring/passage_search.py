"""Search for a passage of an old text in a new one: by the alignment of the two, else among the unaligned words."""

from __future__ import annotations

from annotations.alignment import align
from annotations.anchoring.candidate_scoring import place
from annotations.anchoring.fallback_search import seek
from annotations.model.span import Span


def find_passage(old: str, new: str, span: Span) -> Span | None:
    """Return where `span` of the text `old` stands in `new`, or None if that is not certain."""
    alignment = align(old, new)
    return place(alignment, span) or seek(alignment, span)
