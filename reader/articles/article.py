"""An article: one canonical text, and what lies over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import asdict

from annotations.model.source import Source
from annotations.model.span import Span

BlockKind = Literal["heading", "paragraph", "quote", "list-item", "code", "table", "footnote", "boilerplate"]
InlineKind = Literal["emphasis", "strong", "code", "link", "footnote", "page"]


class Block(Struct, frozen=True):
    """A stretch of the text and what it is; `level` is a heading's (1-6), the depth of a list item or quote, else 0.

    Blocks are in order, do not overlap, and leave out the newlines between them. The text of a list item begins with its
    marker (`• `, `3. `), that of a footnote with its label (`[1] `); a table has a line for each row, its cells divided by
    tabs, and `level` 1 where the first row is a header; code has its lines as they stand.
    """

    kind: BlockKind
    span: Span
    level: int = 0


class Inline(Struct, frozen=True):
    """A stretch within the text that is set apart, sorted by place; these may nest and overlap.

    `target` is a link's or a footnote mark's: an address (`https://…`), or `#1234`, the offset of a place in the same
    text; a page's is its label as the book prints it. A `page` spans all that stands on it; locators are made from it.
    """

    kind: InlineKind
    span: Span
    target: str = ""


class Draft(Struct, frozen=True):
    """An imported text that no library has given an id yet.

    `text` is canonical: NFC, one newline between lines and an empty line between paragraphs, no control characters but
    newline and tab, no bidi controls; every offset in the program counts its code points. `categories` and `topic` are
    the digest's. `warnings` say in a sentence each what could not be taken as it stood (an impossible date, say).
    `byline` and `agency` are names that the importer found inside the text: offered when one edits the citation data,
    never taken for granted. `origin` is the file or URL it came from.
    """

    text: str
    source: Source
    blocks: Sequence[Block] = ()
    inlines: Sequence[Inline] = ()
    categories: tuple[str, ...] = ()
    topic: str = ""
    byline: str = ""
    agency: str = ""
    warnings: tuple[str, ...] = ()
    origin: str = ""
    counted: int | None = None

    @property
    def boilerplate(self) -> tuple[Span, ...]:
        """The spans that are not the article's own words: dimmed, folded, left out of search and word counts."""
        return tuple(block.span for block in self.blocks if block.kind == "boilerplate")

    @property
    def words(self) -> int:
        """Words of the article itself, boilerplate left out; `counted`, where the library has counted them."""
        if self.counted is not None:
            return self.counted
        outside = sum(len(span.of(self.text).split()) for span in self.boilerplate)
        return len(self.text.split()) - outside

    def with_id(self, article_id: str) -> Article:
        """Return the article that the library keeps under this id."""
        return Article(**asdict(self), id=article_id)


class Article(Draft, frozen=True, kw_only=True):
    """One article of the library; `id` is a slug, unique in it and stable."""

    id: str
