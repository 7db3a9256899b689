"""Which article of the library a foreign source is: by its address, its title and authors, or by the words quoted from it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qsl, urlencode, urlsplit

from annotations.importers.model import ImportedNote
from annotations.model.source import Source
from reader.articles.article import Article
from reader.library.db.models import ArticleSummary
from reader.library.library import Library
from reader.services.note_import.quote_locator import bare, find_passage
from reader.services.note_import.quote_scan import Run, heard, runs_of
from reader.text.cleaning import clean_line, clean_text

STUB = "import-notes"
"""The origin of an article that stands for a source whose text is not in the library."""

TRACKING = re.compile(r"\A(?:utm_|fbclid\Z|gclid\Z|mc_[ce]id\Z|igshid\Z|ref\Z|ref_src\Z|cmpid\Z)", re.IGNORECASE)
ASKED, MOST = 5, 20
"""Quotes that are looked for of one source, and articles that are looked at for the same few words."""

SHORTEST_TITLE = 12
"""Letters from which on a title may be the beginning of another (`Title` and `Title: A Subtitle`)."""


@dataclass
class Shelf:
    """The articles of a library, found by what foreign tools know of them; `notes` are all that are to be placed."""

    library: Library
    notes: Sequence[ImportedNote] = ()
    _by_url: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_title: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_head: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _entries: dict[str, ArticleSummary] = field(default_factory=dict)
    _articles: dict[str, Article] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for query in ("", "is:trashed"):
            for entry in self.library.entries(query):
                self._include(entry)

    def include(self, article_id: str) -> None:
        """Include an article that was added meanwhile."""
        if article_id not in self._entries:
            self._include(self.library.entry(article_id))

    def _include(self, entry: ArticleSummary) -> None:
        self._entries[entry.id] = entry
        self._by_url[address(entry.url)].append(entry.id)
        self._by_head[_head(entry.url, entry.container, entry.title)].append(entry.id)
        self._by_title[bare(entry.title).letters].append(entry.id)

    def article(self, article_id: str) -> Article:
        """Return an article with its text."""
        if article_id not in self._articles:
            if len(self._articles) > 200:
                self._articles.clear()
            self._articles[article_id] = self.library.article(article_id)
        return self._articles[article_id]

    def knows(self, article_id: str) -> bool:
        """Whether there is such an article."""
        return article_id in self._entries

    def find(self, notes: Sequence[ImportedNote]) -> str | None:
        """Return the id of the article that these notes of one source are about, or None."""
        source = notes[0].source
        named = [note.article_id for note in notes[:1] if self.knows(note.article_id)]
        sure = [*named, *self._at(source.url), *self._at(f"https://doi.org/{source.doi}" if source.doi else "")]
        sure += self._by_head.get(_head(source.url, source.container, source.title) or "none", [])
        titled = [] if sure else list(self._titled(source))
        placed = {candidate: self.count(candidate, notes) for candidate in dict.fromkeys([*sure, *titled])}
        if placed:
            best = max(placed, key=lambda each: (placed[each], not self._entries[each].trashed, not self.is_stub(each)))
            elsewhere = self._quoted(notes) if self.is_stub(best) else None
            if sure or placed[best] or self._same_work(best, source):
                return elsewhere or best
        return self._quoted(notes)

    def count(self, article_id: str, notes: Sequence[ImportedNote]) -> int:
        """How many of the quotes stand in an article."""
        text = self.article(article_id).text
        return sum(place(text, note) is not None for note in notes)

    def is_stub(self, article_id: str) -> bool:
        """Whether an article only stands for a text that is not here."""
        return self.knows(article_id) and self.article(article_id).origin == STUB

    def _at(self, url: str) -> list[str]:
        return self._by_url.get(address(url), []) if address(url) else []

    def _titled(self, source: Source) -> Iterator[str]:
        title = bare(source.title).letters
        if not title:
            return
        yield from self._by_title.get(title, [])
        for other, ids in self._by_title.items():
            shorter, longer = sorted((title, other), key=len)
            if len(shorter) >= SHORTEST_TITLE and shorter != longer and longer.startswith(shorter):
                yield from (each for each in ids if self._authors_agree(each, source) is True)

    def _same_work(self, article_id: str, source: Source) -> bool:
        """Whether title and authors are enough where none of the quotes stands in the text."""
        there, here = address(self._entries[article_id].url), address(source.url)
        if there and here and there != here:
            return False
        same = bare(self._entries[article_id].title).letters == bare(source.title).letters
        agree = self._authors_agree(article_id, source)
        return same and (agree is True or (agree is None and len(bare(source.title).letters) >= SHORTEST_TITLE))

    def _authors_agree(self, article_id: str, source: Source) -> bool | None:
        """Whether they share a family name; None where one side names nobody."""
        ours = {bare(name.split()[-1]).letters for name in self._entries[article_id].authors if name.split()}
        theirs = {bare((name.family or name.literal).split()[-1]).letters for name in source.authors if name.display()}
        return bool(ours & theirs) if ours and theirs else None

    def _quoted(self, notes: Sequence[ImportedNote]) -> str | None:
        """Return the one article that contains most of the longest quotes, or None."""
        found: defaultdict[str, int] = defaultdict(int)
        for note in sorted(notes, key=lambda note: -len(note.quote))[:ASKED]:
            candidates = {each for run in runs_of(note.quote) for each in self._heard.get(run, ())[:MOST]}
            for article_id in candidates:
                found[article_id] += place(self.article(article_id).text, note) is not None
        ranked = sorted(found.items(), key=lambda each: -each[1])
        if not ranked or not ranked[0][1] or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    @cached_property
    def _heard(self) -> dict[Run, list[str]]:
        """Where the words of all quotes stand; looked for when the first of them has no other way to its article."""
        texts = ((article_id, self.library.article(article_id).text) for article_id in list(self._entries))
        return heard(texts, (note.quote for note in self.notes))


def place(text: str, note: ImportedNote) -> tuple[int, int] | None:
    """Where a note's quote stands in a text: at its place, by its words, or by a shorter reading of them."""
    at = placed_exactly(text, note)
    if at is not None:
        return at
    for quote in (note.quote, *note.shorter):
        span = find_passage(text, clean_text(quote), clean_text(note.prefix), clean_text(note.suffix))
        if span is not None:
            return span.start, span.end
    return None


def placed_exactly(text: str, note: ImportedNote) -> tuple[int, int] | None:
    """Return the place that the note states, if exactly its words are there."""
    if note.start is None or note.end is None or not note.quote:
        return None
    start, end = (from_utf16(text, note.start), from_utf16(text, note.end)) if note.utf16 else (note.start, note.end)
    return (start, end) if text[start:end] == note.quote else None


def _head(url: str, container: str, title: str) -> str:
    """Return the identity of an article by its data, or an empty string if only its text can tell."""
    url, container, title = clean_line(url), clean_line(container), clean_line(title)
    return f"url:{url}" if url else f"head:{container}\n{title}" if container else ""


def from_utf16(text: str, units: int) -> int:
    """Return the code point offset of an offset in UTF-16 code units."""
    if text.isascii():
        return min(units, len(text))
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def address(url: str) -> str:
    """Return a URL without scheme, `www.`, fragment, tracking parameters and final slash."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https"):
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(pair[0])])
    return f"{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")
