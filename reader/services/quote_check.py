"""Whether the quotations of a report are what the library's texts say, and what is cited is where they stand.

Each quotation is looked for in the texts that its citation names and in those that share its wording, newest versions
first; old versions only where no new one has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Literal

from msgspec import Struct, structs

from annotations.alignment.word_diff import words
from annotations.model.quotation_rules import CHANGE
from annotations.model.source import Source
from annotations.reports.quote_check.altered_match import altered, nearest
from annotations.reports.quote_check.citation_context import Citation, read_citation
from annotations.reports.quote_check.masked_text import MaskedReport
from annotations.reports.quote_check.notices import Notice, notices_of, turned_sense
from annotations.reports.quote_check.quote_extraction import Quotation, quotations
from annotations.reports.quote_check.quote_tokens import QuoteTokens, tokens
from annotations.reports.quote_check.verbatim_match import Match, Quoted, read_quotation, verbatim
from reader.errors import UnknownArticle
from reader.library.library import Library
from reader.library.similar.parallel_passages import ParallelPassageFinder
from reader.services.quote_citations import Cited, CitedSources, Found

LOOKED_AT = 400
"""Texts that are compared with one quotation, at most."""
ALIKE = 24
"""Texts in which a changed quotation is looked for."""
MIN_HITS_OF_BEST = 4
"""A text in which a changed quotation is looked for has at least one in so many of the fingerprints of the likeliest one."""
SAYING = 24
"""Texts that say a quotation word for word, among which the one that is cited is looked for."""
KEPT_TEXTS = 300
SHORT = 9
"""Words up to which a quotation may be too short, or too common, for the index to find it in the article that is cited."""
MIN_SHORT_SCORE = 0.7
"""The share of a short quotation's words that must be a text's, where only its rarest words led to the text."""
RARE_WORDS, MIN_RARE_LETTERS, HITS_BY_WORDS = 4, 4, 8
"""Words of a short quotation that are searched for in pairs, their letters at least, and the texts taken from each pair."""

Outcome = Literal["verbatim", "altered", "missing"]


class Checked(Struct, frozen=True):
    """One quotation and what has been found about it."""

    quotation: Quotation
    text: str
    outcome: Outcome
    found: Found | None
    cited: Cited | None
    notices: tuple[Notice, ...] = ()
    nearest: Found | None = None
    """The passage most like a missing quotation, if one is more alike than by chance."""
    also: tuple[Found, ...] = ()
    """Other articles that have a verbatim quotation."""
    sense: bool = False
    """Whether it is altered only in that an ellipsis or a bracket turns its sense."""

    @property
    def wrong(self) -> bool:
        """Whether somebody must look at it."""
        return self.outcome != "verbatim" or (self.cited is not None and self.cited.wrong)

    @property
    def changed_since(self) -> bool:
        """Whether the words stand in an old version of the article alone."""
        return self.outcome == "verbatim" and self.found is not None and not self.found.newest


AT_AN_END = 2
"""Fingerprints at one end of a part that another neighbourhood may have left out."""


class Verifier:
    """Checks reports against a library, whose echoes know which texts share a wording."""

    def __init__(self, library: Library, echoes: ParallelPassageFinder) -> None:
        self._library, self._echoes = library, echoes
        self._citations = CitedSources(library)
        self._titles: str | None = None
        self._texts = lru_cache(maxsize=KEPT_TEXTS)(self._read)
        self._sources: dict[str, Source] = {}

    def verify(self, report: MaskedReport, step: Callable[[int, int], object] = lambda done, of: None) -> list[Checked]:
        """Every quotation of a report, in order; titles of articles that stand in quotation marks are none."""
        self._echoes.catch_up()
        found, asked = [], quotations(report)
        for n, quotation in enumerate(asked):
            checked = self._check(quotation)
            if checked is not None:
                found.append(self._noticed(checked))
            step(n + 1, len(asked))
        return found

    def _check(self, quotation: Quotation) -> Checked | None:
        citation = read_citation(quotation.before, quotation.behind, quotation.notes, quotation.links)
        named = self._citations.named(citation)
        for text in quotation.texts:
            quoted = read_quotation(text)
            saying = list(self._saying(quoted, named))
            if saying:
                best, cited = self._best(saying, citation, quotation, named)
                if cited is not None and cited.source is False and len(words(text)) <= SHORT:
                    more = [
                        each
                        for one in self._citations.by_name(citation)
                        if (each := self._newest(one, quoted, verbatim))
                    ]
                    best, cited = self._best([*saying, *more], citation, quotation, named)
                return Checked(quotation, text, "verbatim", best, cited, also=_others(saying, best))
        short = len(words(quotation.texts[0])) <= SHORT
        by_name = self._citations.by_name(citation) if short and not named else []
        for text in quotation.texts if by_name else ():
            saying = [found for article in by_name if (found := self._newest(article, read_quotation(text), verbatim))]
            if saying:
                best, cited = self._best(saying, citation, quotation, named)
                return Checked(quotation, text, "verbatim", best, cited)
        text = quotation.texts[0]
        if not quotation.block and self._is_title(text):
            return None
        changes = [
            (changed, text)
            for text in quotation.texts
            if (changed := self._changed(read_quotation(text), named or by_name))
        ]
        if changes:
            changed, text = max(changes, key=lambda each: each[0].match.score)
            return Checked(
                quotation, text, "altered", changed, self._citations.cited(changed, citation, quotation, named)
            )
        if not quotation.block and len(quotation.texts) > 1 and _apostrophes(quotation):
            return None
        cited = Cited(citation.text, next(iter(named), None)) if citation else None
        return Checked(quotation, text, "missing", None, cited, nearest=self._nearest(read_quotation(text), named))

    def _noticed(self, checked: Checked) -> Checked:
        """Return the quotation with its notices; one whose sense is turned by an omission or insertion is altered."""
        found = checked.found
        if found is None:
            return checked
        source = self._texts(found.entry.id, found.version).text
        turned = turned_sense(found.match, source) if checked.outcome == "verbatim" else []
        made = [*turned, *notices_of(found.match, source)]
        if checked.cited is not None and checked.cited.author_unknown:
            made.append(Notice("author unknown", checked.cited.text))
        if checked.changed_since:
            made.append(Notice("older version only", f"version {found.version} of {found.entry.versions}"))
        outcome: Outcome = "altered" if turned else checked.outcome
        return structs.replace(checked, outcome=outcome, notices=tuple(made), sense=bool(turned))

    def _is_title(self, text: str) -> bool:
        """Whether an article is called so, in whole or in part."""
        if self._titles is None:
            self._titles = "\n".join(f" {' '.join(words(title).forms)} " for title in self._library.titles())
        return f" {' '.join(words(text).forms)} " in self._titles

    # Word for word

    def _saying(self, quoted: Quoted, named: Sequence[str]) -> Iterator[Found]:
        """Texts with the quotation word for word: those of the articles named first; old versions where no new one has it."""
        seen, old, count = set[tuple[str, int]](), list[Found](), 0
        for article, version in self._where(quoted, named):
            if (article, version) in seen:
                continue
            seen.add((article, version))
            found = self._compare(article, version, quoted, verbatim)
            if found is None or found.entry.trashed:
                continue
            if not found.newest:
                old.append(found)
                continue
            yield found
            count += 1
            if count >= SAYING:
                return
        if not count:
            yield from sorted(old, key=lambda each: -each.version)

    def _where(self, quoted: Quoted, named: Sequence[str]) -> Iterator[tuple[str, int]]:
        for article in named:
            versions = self._library.entry(article).versions
            yield from ((article, version) for version in range(versions, 0, -1))
        yield from self._candidates(quoted, LOOKED_AT, whole=True)

    def _candidates(self, quoted: Quoted, limit: int, *, whole: bool = False) -> list[tuple[str, int]]:
        """Return the texts that may contain a quotation, the likeliest first.

        `whole`: only those that can hold all of it. Texts that do share its fingerprints but for a few at the ends of its
        parts, where what stands beside them decides which are kept.
        """
        plain = CHANGE.sub(" \n ", quoted.text)
        spans = [found for found in plain.split("\n") if found.strip()]
        asked = words("".join(f"{part}\n" for part in spans))
        found = self._echoes.candidates(asked, limit)
        if whole:
            enough = max((each.hits for each in found), default=0) - AT_AN_END * 2 * len(spans)
            found = [each for each in found if each.hits >= enough]
        else:
            most = max((each.hits for each in found), default=0)
            found = [each for each in found if each.hits * MIN_HITS_OF_BEST >= most]
        return [(each.text.article, each.text.version) for each in found]

    def _newest(self, article: str, quoted: Quoted, how: Callable[[Quoted, QuoteTokens], Match | None]) -> Found | None:
        return self._compare(article, self._library.entry(article).versions, quoted, how)

    def _compare(
        self, article: str, version: int, quoted: Quoted, how: Callable[[Quoted, QuoteTokens], Match | None]
    ) -> Found | None:
        try:
            read = self._texts(article, version)
            match = how(quoted, read)
            if match is None:
                return None
            return Found(self._library.entry(article), self._source(article), version, match)
        except UnknownArticle:
            return None

    def _read(self, article: str, version: int) -> QuoteTokens:
        return tokens(self._library.text(article, version)[0])

    def _source(self, article: str) -> Source:
        if article not in self._sources:
            self._sources[article] = self._library.article(article).source
        return self._sources[article]

    def _best(
        self, saying: Sequence[Found], citation: Citation, quotation: Quotation, named: Sequence[str]
    ) -> tuple[Found, Cited | None]:
        """Of several texts the one that the citation means, else the earliest."""
        judged = [(found, self._citations.cited(found, citation, quotation, named)) for found in saying]
        return min(judged, key=lambda each: (*_agreement(each[1]), not each[0].entry.issued, each[0].entry.issued))

    # Changed

    def _changed(self, quoted: Quoted, named: Sequence[str]) -> Found | None:
        """Return the most similar passage; in a cited article two words in a row are enough."""
        found = [match for article in named if (match := self._newest(article, quoted, _loosely))]
        for article, version in self._candidates(quoted, ALIKE):
            if (match := self._compare(article, version, quoted, altered)) and not match.entry.trashed:
                found.append(match)
        found += self._by_rare_words(quoted) if not found and len(words(quoted.text)) <= SHORT else []
        return max(found, key=lambda each: (each.match.score, each.newest), default=None)

    def _nearest(self, quoted: Quoted, named: Sequence[str]) -> Found | None:
        """Return the most similar passage of the articles that are cited and of those that share wording."""
        newest = [article for article, version in self._candidates(quoted, ALIKE) if self._is_newest(article, version)]
        short = len(words(quoted.text)) <= SHORT
        articles = dict.fromkeys([*named, *newest, *(self._articles_by_rare_words(quoted) if short else ())])
        found = [match for article in articles if (match := self._newest(article, quoted, nearest))]
        return max((each for each in found if not each.entry.trashed), key=lambda each: each.match.score, default=None)

    def _is_newest(self, article: str, version: int) -> bool:
        try:
            return self._library.entry(article).versions == version
        except UnknownArticle:
            return False

    def _by_rare_words(self, quoted: Quoted) -> list[Found]:
        """Return the passages that a short quotation alters, in texts that share two of its longest words."""
        articles = self._articles_by_rare_words(quoted)
        found = [match for article in articles if (match := self._newest(article, quoted, _loosely))]
        return [each for each in found if each.match.score >= MIN_SHORT_SCORE and not each.entry.trashed]

    def _articles_by_rare_words(self, quoted: Quoted) -> Iterable[str]:
        """Return the articles that share two of the longest words of a quotation."""
        forms = {form for form in words(CHANGE.sub(" ", quoted.text)).forms if len(form) >= MIN_RARE_LETTERS}
        rare = sorted(forms, key=lambda form: (-len(form), form))[:RARE_WORDS]
        return {
            hit.article_id: None
            for pair in combinations(rare, 2)
            for hit in self._library.search(" ".join(f'"{form}"' for form in pair), HITS_BY_WORDS)
        }


def _others(saying: Sequence[Found], best: Found) -> tuple[Found, ...]:
    return tuple(each for each in saying if each.entry.id != best.entry.id)


def _loosely(quoted: Quoted, read: QuoteTokens) -> Match | None:
    return altered(quoted, read, 2)


def _agreement(cited: Cited | None) -> tuple[int, int]:
    if cited is None:
        return (1, 0)
    return (0 if cited.source else 2 if cited.source is False else 1, int(cited.date is False))


def _apostrophes(quotation: Quotation) -> bool:
    """Whether single marks were more likely apostrophes: no mark of punctuation stands before the last of them."""
    return not any(text[-1:] in ".,!?…;" for text in quotation.texts)
