"""Related articles: the same event by other sources, from the names and the wording that two articles share and their dates.

Pure; what both have in common was weighed by the index: the rarer a term, the more it says.
"""

from __future__ import annotations

from datetime import date
from math import exp

from msgspec import Struct

from reader.library.db.models import ArticleSummary

DAYS = 4.0
"""Days between two articles after which their nearness falls to a third."""
UNDATED = 0.25
"""The nearness of two dates if one is unknown or not precise to the day."""
ENOUGH = 0.08
"""The least part of the shorter article's weight that both share, lessened as their dates are apart."""


class RelatedArticle(Struct, frozen=True):
    """A related article with a score from 0 to 1, from the shared names and wording and the distance of the dates."""

    entry: ArticleSummary
    score: float


def nearness(issued: str, other: str) -> float:
    """Return how likely two ISO dates belong to one event: 1 on the same day, falling to 0 within weeks."""
    try:
        days = abs((date.fromisoformat(issued) - date.fromisoformat(other)).days)
    except ValueError:
        agree = issued and other and (issued.startswith(other) or other.startswith(issued))
        return 2 * UNDATED if agree else 0.0 if issued and other and issued[:4] != other[:4] else UNDATED
    return exp(-days / DAYS)


def by_others(entry: ArticleSummary, other: ArticleSummary) -> bool:
    """Return whether two articles are from different sources."""
    return not entry.container or entry.container.casefold() != other.container.casefold()
