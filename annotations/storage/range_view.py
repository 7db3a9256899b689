"""An article's annotations as its index knows them, asked for piece by piece (see annotations.storage.api.Glimpse)."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from annotations.model.annotation import Annotation
from annotations.storage.index import AnnotationIndex
from annotations.storage.replace import Signature


class IndexGlimpse(Struct, frozen=True):
    """Asks `index` for one article's live annotations, whose file looked as `signature` says."""

    index: Callable[[], AnnotationIndex]
    article_id: str
    signature: Signature

    def begun_in(self, first: int, end: int, beyond: int = 0) -> list[Annotation]:
        """See Glimpse."""
        return self.index().begun_in(self.article_id, first, end, beyond)

    def long(self) -> list[Annotation]:
        """See Glimpse."""
        return self.index().long(self.article_id)

    def begun(self, first: int, end: int) -> int:
        """See Glimpse."""
        return self.index().begun(self.article_id, first, end)

    def says_anything(self) -> bool:
        """See Glimpse."""
        return self.index().says_anything(self.article_id)
