"""Words in one article: where they stand, how much they weigh, and the passage to show. Boilerplate counts as not there."""

from __future__ import annotations

from annotations.folding import fold_query
from annotations.span import Span
from reader.article import Article
from reader.library.entries import Hit
from reader.library.query import Query
from reader.text.search import find_all
from reader.text.sentences import sentence_at

PASSAGE = 200
TITLE_WEIGHT = 10.0


def own_text(article: Article) -> str:
    """The text without boilerplate."""
    text, at, parts = article.text, 0, []
    for span in article.boilerplate:
        parts.append(text[at : span.start])
        at = span.end
    return "".join([*parts, text[at:]])


def hit_in(article: Article, query: Query) -> Hit | None:
    """The hit, or None where a word of the query stands neither in the text nor over it."""
    if not query.words:
        return Hit(article.id, article.source.title, None, None, _passage(article.text, Span(0, 0)), 0.0)
    title = fold_query(f"{article.source.title} {article.source.container}")
    found = {word: find_all(article.text, word, skip=article.boilerplate) for word in query.words}
    places = sorted(span for spans in found.values() for span in spans)
    score = sum(len(spans) / (1 + len(article.text) / 5_000) for spans in found.values())
    score += TITLE_WEIGHT * sum(word in title for word in query.words)
    first = _densest(places, len(found)) if places else None
    passage = _passage(article.text, first or Span(0, 0))
    return Hit(
        article.id, article.source.title, first.start if first else None, first.end if first else None, passage, score
    )


def _densest(places: list[Span], words: int) -> Span:
    """The first place from which as many matches as there are words lie closest together."""
    groups = range(max(1, len(places) - words + 1))
    best = min(groups, key=lambda n: places[min(n + words, len(places)) - 1].end - places[n].start)
    return places[best]


def _passage(text: str, at: Span) -> str:
    """The sentence around a place, cut to about PASSAGE characters."""
    sentence = sentence_at(text, at.start) if text else Span(0, 0)
    if sentence.length <= PASSAGE:
        return sentence.of(text)
    start = max(sentence.start, min(at.start - PASSAGE // 3, sentence.end - PASSAGE))
    start = text.find(" ", start) + 1 if start > sentence.start else start
    end = min(sentence.end, start + PASSAGE)
    end = max(start, text.rfind(" ", start, end)) if end < sentence.end else end
    return ("… " if start > sentence.start else "") + text[start:end] + (" …" if end < sentence.end else "")
