"""The values that a template sees: excerpts, groups, articles and references, without methods that change anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from annotations.citations import Listing, Run, listing, render
from annotations.exporters.excerpt import Excerpt, grouped, keyed
from annotations.exporters.paragraph_segments import ParagraphView, paragraphs
from annotations.exporters.registry import ExportOptions
from annotations.model.source import Source

LANGUAGE = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z0-9]{2,8})*\Z")
LANGUAGES = frozenset(
    "af ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ku ky "
    "la lb lo lt lv mk ml mn mr ms mt my ne nl nn no pa pl ps pt ro ru sd si sk sl sq sr sv sw ta te tg th tk tl tr tt uk ur "
    "uz vi yi zh".split()
)
"""Codes of ISO 639-1 that newspapers and books are written in; a page that named another would be wrong to screen readers."""


class Cited(Struct, frozen=True):
    """A citation or reference: text with italics. A markup's filter writes it; on its own it is plain text."""

    runs: tuple[Run, ...]

    def __str__(self) -> str:
        return render(self.runs)


class SourceView(Struct, frozen=True):
    """One source: its data as text (dates ISO, or empty), its citation key, and its entry in the list of references."""

    title: str
    kind: str
    authors: tuple[str, ...]
    container: str
    publisher: str
    issued: str
    accessed: str
    url: str
    doi: str
    language: str
    key: str
    reference: Cited


class ExcerptView(Struct, frozen=True):
    """One annotation: `passage` has the source's words, `quotation` the words to be quoted.

    `start` and `end` are code points in the article's text, None for an orphan; `number` counts the excerpts from 1,
    `tag_numbers` are those of `tags` in the document's own list.
    """

    id: str
    article: str
    key: str
    passage: str
    quotation: str
    note: str
    tags: tuple[str, ...]
    color: str
    created: str
    modified: str
    state: str
    orphan: bool
    start: int | None
    end: int | None
    locator: str
    before: str
    after: str
    shows_source: bool
    citation: Cited
    source: SourceView
    number: int
    tag_numbers: tuple[int, ...]


class GroupView(Struct, frozen=True):
    """A heading (an article's title, a tag, a day) with its excerpts."""

    heading: str
    excerpts: tuple[ExcerptView, ...]


class TagView(Struct, frozen=True):
    """A tag with its number in the document, from 1, and how many excerpts have it."""

    name: str
    number: int
    count: int


class ArticleView(Struct, frozen=True):
    """An article with its excerpts in order; `text` and `paragraphs` are empty if the text was not given.

    `language` is a BCP 47 tag, or empty if none is known.
    """

    id: str
    source: SourceView
    excerpts: tuple[ExcerptView, ...]
    text: str
    paragraphs: tuple[ParagraphView, ...]
    language: str
    tag_numbers: tuple[int, ...]


def context(excerpts: Sequence[Excerpt], options: ExportOptions) -> dict[str, Any]:
    """Return the names that a template sees: title, date, time, generator, style, excerpts, groups, articles, references."""
    references = listing(((one.source, one.locator) for one in excerpts), options.style)
    articles = keyed(excerpts)
    sources = {each[0].annotation.article_id: _source(each[0].source, key, references) for key, each in articles}
    tags = _tags(excerpts)
    views = {
        id(one): _excerpt(one, number, sources[one.annotation.article_id], references, tags)
        for number, one in enumerate((one for _, each in articles for one in each), 1)
    }
    return {
        "title": "Annotated excerpts",
        "date": options.now.date().isoformat(),
        "time": options.now.isoformat(),
        "generator": options.generator,
        "style": options.style.title,
        "excerpts": tuple(views[id(one)] for one in excerpts),
        "groups": tuple(
            GroupView(heading, tuple(views[id(one)] for one in each))
            for heading, each in grouped(excerpts, options.group)
        ),
        "articles": tuple(_article(tuple(views[id(one)] for one in each), options) for _, each in articles),
        "tags": tuple(tags.values()),
        "references": tuple(Cited(tuple(runs)) for runs in references.references()),
    }


def _tags(excerpts: Sequence[Excerpt]) -> dict[str, TagView]:
    """Return the tags by name, in alphabetical order without regard to case."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for tag in (tag for one in excerpts for tag in one.annotation.tags):
        names.setdefault(tag.casefold(), tag)
        counts[tag.casefold()] = counts.get(tag.casefold(), 0) + 1
    return {each: TagView(names[each], number, counts[each]) for number, each in enumerate(sorted(names), 1)}


def _article(excerpts: tuple[ExcerptView, ...], options: ExportOptions) -> ArticleView:
    first = excerpts[0]
    text = options.texts.get(first.article, "")
    numbers = sorted({number for one in excerpts for number in one.tag_numbers})
    language = first.source.language
    return ArticleView(
        id=first.article,
        source=first.source,
        excerpts=excerpts,
        text=text,
        paragraphs=paragraphs(text, options.blocks.get(first.article, ()), excerpts) if text else (),
        language=language if LANGUAGE.match(language) and language[:2].lower() in LANGUAGES else "",
        tag_numbers=tuple(numbers),
    )


def _source(source: Source, key: str, references: Listing) -> SourceView:
    return SourceView(
        title=source.title,
        kind=source.kind,
        authors=tuple(name.display() for name in source.authors),
        container=source.container,
        publisher=source.publisher,
        issued=source.issued.iso() if source.issued else "",
        accessed=source.accessed.iso() if source.accessed else "",
        url=source.url,
        doi=source.doi,
        language=source.language,
        key=key,
        reference=Cited(tuple(references.reference(source))),
    )


def _excerpt(
    one: Excerpt, number: int, source: SourceView, references: Listing, tags: dict[str, TagView]
) -> ExcerptView:
    own = one.annotation
    span = None if one.state == "orphan" else one.span or own.target.position
    return ExcerptView(
        id=own.id,
        article=own.article_id,
        key=source.key,
        passage=one.passage,
        quotation=one.quotation,
        note=own.note,
        tags=own.tags,
        color=own.color,
        created=own.created.isoformat(),
        modified=own.modified.isoformat(),
        state=one.state,
        orphan=one.state == "orphan",
        start=span.start if span else None,
        end=span.end if span else None,
        locator=one.locator,
        before=one.before,
        after=one.after,
        shows_source=one.shows_source,
        citation=Cited(tuple(references.in_text(one.source, one.locator))),
        source=source,
        number=number,
        tag_numbers=tuple(tags[tag.casefold()].number for tag in own.tags),
    )
