"""Parallel passages: passages of other articles in the same or nearly the same words.

The index of shingles names the texts that may; each is then collated with the passage, and only what stands there counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from math import ceil
from typing import Literal, NamedTuple

from msgspec import Struct

from annotations.alignment.local_alignment import Shared, merged, mostly_dense, shared_passages
from annotations.alignment.word_diff import Words, words
from annotations.model.span import Span
from reader.articles.article import Article
from reader.errors import UnknownArticle
from reader.library.db.models import ArticleSummary
from reader.library.library import Library
from reader.library.similar.fingerprint_index import LIMIT, Candidate, FingerprintIndex, TextId
from reader.library.similar.fingerprints import fingerprints, names, shingles, terms
from reader.library.similar.related_articles import ENOUGH, RelatedArticle, by_others, nearness

RUN = 8
"""So many words in a row that are the same are an echo wherever they stand."""
LEAST = 4
"""Words that a passage must have to be looked for."""
DENSE_RUN = 14
"""The limit in characters, for scripts without spaces."""
SHORT = 0.75
"""The part of a passage of fewer words than a RUN that must be the same."""
FIRM = 0.6
"""The part of a passage that must be the same where no RUN is."""
TELLING, TELLING_LENGTH = 3, 4
"""An echo that is not a RUN has so many different words of at least so many letters."""
MISSES = 40
"""Candidates in a row without an echo, from which on the rest is not looked at."""

AS_NEWS = 3_000
"""Characters of a text such as most are."""
RELATED_LOOKED_AT = 200
"""Articles that are weighed as related ones."""

Kind = Literal["verbatim", "near"]
Progress = Callable[[int, int], object]


class ComparedText(NamedTuple):
    """A stretch of an echo: what stands in the passage asked about, and what in the other article; one may be empty."""

    same: bool
    here: str
    there: str


class ParallelPassage(Struct, frozen=True):
    """`span` of the article `entry` says what `passage`, a span of the article asked about, says.

    `parts` lay the two side by side; `score` is the part of the words that are the same, 0 to 1.
    """

    entry: ArticleSummary
    span: Span
    passage: Span
    parts: tuple[ComparedText, ...]
    score: float

    @property
    def kind(self) -> Kind:
        """Whether every word is the same."""
        return "verbatim" if all(part.same for part in self.parts) else "near"

    @property
    def here(self) -> str:
        """The passage asked about, as far as it is echoed."""
        return "".join(part.here for part in self.parts)

    @property
    def there(self) -> str:
        """The echo."""
        return "".join(part.there for part in self.parts)


class ParallelPassageFinder:
    """The echoes in a library, by way of an index that is brought up to date when it is asked."""

    def __init__(self, library: Library, index: FingerprintIndex) -> None:
        self._library, self._index = library, index
        self._seen: tuple[int, ...] | None = None

    def close(self) -> None:
        """Let the index go."""
        self._index.close()

    def check(self) -> str:
        """Return the problem of the index, or an empty string."""
        return self._index.check()

    def rebuild(self) -> None:
        """Throw the index away; `catch_up` makes it anew."""
        self._index.rebuild()

    def catch_up(self, progress: Progress | None = None, at_most: int | None = None) -> int:
        """Take what is new in the library into the index, or what amounts to `at_most` so many texts of it; how many are missing.

        A text that is longer than all those together is left out then. `progress` is told how many are done, and how many
        there are to do.
        """
        stamp = (*self._library.changes(), self._index.generation)
        if stamp == self._seen:
            return 0
        state = " ".join(map(str, self._library.totals()))
        if state == self._index.state():
            self._seen = stamp
            return 0
        missing = self._index.missing(self._texts())
        wanted = missing if at_most is None else self._soon(missing, at_most)
        done = 0

        def step(count: int) -> None:
            nonlocal done
            done += count
            if progress is not None:
                progress(done, len(wanted))

        self._index.add(wanted, self._terms_of, step)
        if len(wanted) == len(missing) and not self._index.missing(wanted):
            self._index.remember(state)
            self._seen = (*stamp[:2], self._index.generation)
        return len(missing) - len(wanted)

    def _soon(self, missing: Sequence[TextId], at_most: int) -> list[TextId]:
        """Those of them that are taken in within the time of `at_most` texts as newspapers have them."""
        lengths = {article: length for article, _, length in self._library.texts()}
        wanted: list[TextId] = []
        room = at_most * AS_NEWS
        for text in missing:
            length = max(AS_NEWS, lengths.get(text.article, 0))
            if length <= room:
                room -= length
                wanted.append(text)
        return wanted

    def _texts(self) -> Iterator[TextId]:
        for article, version, length in self._library.texts():
            yield TextId(article, version, length)
            yield from (TextId(article, old, 0) for old in range(1, version))

    def _terms_of(self, text: TextId) -> set[str]:
        try:
            said, boilerplate = self._library.text(text.article, text.version)
        except UnknownArticle:
            return set()
        return terms(said, boilerplate)

    def candidates(self, passage: Words, limit: int = LIMIT) -> list[Candidate]:
        """Return the texts, including old versions, that may contain a passage, likeliest first."""
        return self._having(shingles(passage), limit)

    def _having(self, terms: Collection[str], limit: int) -> list[Candidate]:
        """Return the texts with these terms; a damaged index is rebuilt first."""
        generation = self._index.generation
        found = self._index.candidates(terms, limit)
        if self._index.generation != generation:
            self.catch_up()
            found = self._index.candidates(terms, limit)
        return found

    def of_passage(self, article_id: str, span: Span, limit: int = 100) -> list[ParallelPassage]:
        """Where else the words of `span` are said, at most `limit` articles, earliest first; UnknownArticle."""
        article = self._library.article(article_id)
        return self._find(article, words(article.text, article.boilerplate).within(span), limit)

    def of_article(self, article_id: str, limit: int = 100) -> list[ParallelPassage]:
        """Where else anything in the article is said: all passages that others share with it, earliest first."""
        article = self._library.article(article_id)
        return self._find(article, words(article.text, article.boilerplate), limit)

    def related(self, article_id: str, limit: int = 5) -> list[RelatedArticle]:
        """At most `limit` articles of other sources that are about the same event, the nearest first; UnknownArticle."""
        article = self._library.article(article_id)
        mine = words(article.text, article.boilerplate)
        entry = self._library.entry(article.id)
        found = self._having(fingerprints(mine) | names(article.text, mine), RELATED_LOOKED_AT)
        whole = next((each.weight for each in found if each.text.article == article.id), 0.0)
        made = []
        for other, candidate in self._newest(article.id, found):
            shorter = whole * min(1.0, other.words / max(1, entry.words))
            score = min(1.0, candidate.weight / max(shorter, 1.0)) * nearness(entry.issued, other.issued)
            if score >= ENOUGH and by_others(entry, other):
                made.append(RelatedArticle(other, score))
        return sorted(made, key=lambda each: -each.score)[:limit]

    def _find(self, article: Article, mine: Words, limit: int) -> list[ParallelPassage]:
        if len(mine) < LEAST:
            return []
        found: list[ParallelPassage] = []
        misses = articles = 0
        for entry, candidate in self._newest(article.id, self.candidates(mine)):
            text, boilerplate = self._library.text(entry.id, candidate.text.version)
            theirs = words(text, boilerplate)
            shared = [each for each in shared_passages(mine, theirs) if is_echo(each, mine)]
            found += [_echo(each, article.text, mine, text, theirs, entry) for each in shared]
            articles, misses = (articles + 1, 0) if shared else (articles, misses + 1)
            if misses >= MISSES or articles >= limit:
                break
        return sorted(found, key=_earliest)

    def _newest(self, article_id: str, candidates: Iterable[Candidate]) -> Iterator[tuple[ArticleSummary, Candidate]]:
        """Yield the candidates that are other articles' newest texts, without the trash."""
        for candidate in candidates:
            if candidate.text.article == article_id:
                continue
            try:
                entry = self._library.entry(candidate.text.article)
            except UnknownArticle:
                continue
            if entry.versions == candidate.text.version and not entry.trashed:
                yield entry, candidate


def is_echo(shared: Shared, passage: Words) -> bool:
    """Whether what two texts share is more than chance: a RUN, or most of a passage with words that say something."""
    forms = [form for each in shared.differences if each.kind == "equal" for form in passage.forms[each.a : each.a_end]]
    dense = mostly_dense(forms)
    run = DENSE_RUN if dense else RUN
    if shared.longest >= min(run, max(LEAST, len(passage))):
        return True
    if shared.matched < min(run, max(LEAST, ceil(SHORT * len(passage)))) or shared.firmness < FIRM:
        return False
    return dense or len({form for form in forms if len(form) >= TELLING_LENGTH}) >= TELLING


def _echo(shared: Shared, here: str, mine: Words, there: str, theirs: Words, entry: ArticleSummary) -> ParallelPassage:
    span = theirs.span(shared.second, shared.second_end)
    passage = mine.span(shared.first, shared.first_end)
    return ParallelPassage(entry, span, passage, tuple(_parts(shared, here, mine, there, theirs)), shared.score)


def _parts(shared: Shared, here: str, mine: Words, there: str, theirs: Words) -> Iterator[ComparedText]:
    """Yield the compared stretches; joined, each side is its text, character for character."""
    stretches = merged(shared.differences)
    last = stretches[-1]
    for each in stretches:
        end = mine.ends[each.a_end - 1] if each is last else _start(mine, each.a_end)
        until = theirs.ends[each.b_end - 1] if each is last else _start(theirs, each.b_end)
        yield ComparedText(
            each.kind == "equal", here[_start(mine, each.a) : end], there[_start(theirs, each.b) : until]
        )


def _start(words: Words, n: int) -> int:
    return words.starts[n] if n < len(words) else words.ends[-1]


def _earliest(echo: ParallelPassage) -> tuple[bool, str, str, int]:
    entry = echo.entry
    return (not entry.issued, entry.issued, entry.added, echo.span.start)
