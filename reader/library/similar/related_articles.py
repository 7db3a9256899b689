"""Related articles: the same event by other sources, from the names and the wording that two articles share and their dates.

Pure; what both have in common was weighed by the index: the rarer a term, the more it says.
"""

from __future__ import annotations

from datetime import date
from math import exp

from msgspec import Struct

from reader.library.db.models import ArticleSummary

DAYS = 4.0
"""Days between two articles after which they are a third as likely to be about one event."""
UNDATED = 0.25
"""What stands for the nearness of two dates where one is not known, or not to the day."""
ENOUGH = 0.08
"""The least part of the shorter article's weight that both share, lessened as their dates are apart."""


class RelatedArticle(Struct, frozen=True):
    """An article, and how near it is: 0 to 1, for the part of the names and wording that both share, and for their dates."""

    entry: ArticleSummary
    score: float


def nearness(issued: str, other: str) -> float:
    """How well two ISO dates, at their own precision, go with one event: 1 on the same day, falling to 0 in weeks."""
    try:
        days = abs((date.fromisoformat(issued) - date.fromisoformat(other)).days)
    except ValueError:
        agree = issued and other and (issued.startswith(other) or other.startswith(issued))
        return 2 * UNDATED if agree else 0.0 if issued and other and issued[:4] != other[:4] else UNDATED
    return exp(-days / DAYS)


def by_others(entry: ArticleSummary, other: ArticleSummary) -> bool:
    """Whether the other article is another source's."""
    return not entry.container or entry.container.casefold() != other.container.casefold()
