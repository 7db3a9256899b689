"""Search: articles and annotations in one ranking, each with the passage in which the words stand.

The order is FTS5's bm25 over all columns (sqlite.org/fts5.html, 5.1.1). Boilerplate counts as not there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from annotations.model.span import Span
from annotations.text.folding import fold_query
from reader.errors import LibraryError
from reader.library.catalog.catalog import Catalog
from reader.library.db import row_mapping
from reader.library.db.connection import Database, Value
from reader.library.db.models import SearchHit
from reader.library.index.fulltext_index import ARTICLE_TEXT, FullTextIndex, boilerplate, is_damage
from reader.library.index.index_words import find_words, pattern
from reader.library.query import sql
from reader.library.query.ast import Phrase, Query
from reader.library.query.conditions import beginning
from reader.text.segments.sentences import sentence_at

PASSAGE = 200
PARAGRAPH = 2_000
"""Characters on each side of a match among which its sentence is looked for."""
FEW, OVER = 1_024, 256
STRETCH = 32_768
"""Characters of a long text that are looked through at a time."""
SCANNED = 2_000
RANKED = 4_000
"""Things up to which all are ranked, however common the words."""
NOT_TRASHED = """+rowid NOT IN (SELECT number FROM articles WHERE trashed != '') AND +rowid NOT IN
    (SELECT -noted.number FROM noted JOIN articles ON articles.id = noted.article WHERE articles.trashed != '')"""


BEGUN = "SELECT rowid FROM beginnings WHERE beginnings MATCH ?"
MEANT = "meant"
"""A function that SQL is given: whether a row of the index is that of an article or annotation which the other terms mean."""
SIDES = {"DESC": "> 0", "ASC": "< 0"}
"""Articles have the higher number the newer they are, annotations the lower."""


class RankedSearch:
    """Ranked search in one library."""

    def __init__(self, database: Database, index: FullTextIndex, catalog: Catalog) -> None:
        self._database, self._index, self._catalog = database, index, catalog

    def hits(self, query: Query, limit: int = 20, *, notes: bool = True) -> list[SearchHit]:
        """Return the hits of a query, best first, with annotations if `notes`."""
        return self.shown(self.ranked(query, limit, notes=notes), query)

    def shown(self, ranked: Sequence[tuple[int, float]], query: Query) -> list[SearchHit]:
        """Return the hits of ranked numbers, with their passages."""
        found = []
        for number, score in ranked:
            hit = self._note_hit(-number, query, score) if number < 0 else self._article_hit(number, query, score)
            if hit is not None:
                found.append(hit)
        return found

    def ranked(self, query: Query, limit: int, *, notes: bool = True) -> list[tuple[int, float]]:
        """Return (number, score) of a query's hits, best first; numbers of annotations are negative."""
        said = sql.text_expression(query)
        if not self._index.is_complete:
            return self._looked_through(query, limit)
        try:
            found = self._by_words(said, query, limit, notes) if said else self._by_date(query, limit, notes)
            if found or not query or not self._index.is_doubtful:
                return found
        except LibraryError as error:
            if not is_damage(error):
                raise
            self._index.mark_damaged(str(error.__cause__))
        return self._looked_through(query, limit)

    def _by_words(self, said: str, query: Query, limit: int, notes: bool) -> list[tuple[int, float]]:
        """By bm25; where words stand in more than a third of all there is, the newest RANKED of each kind are ranked.

        That weight of what stands nearly everywhere is nil, so that it tells no two of them apart.
        """
        begun = [each for term in query.terms if term.textual and not term.negated and (each := beginning(term))]
        if begun and self._are_many(begun):
            return self._by_beginnings(begun, query, limit, notes)
        rest = Query(tuple(term for term in query.terms if term.negated or not term.textual))
        where, values = self._kept(rest, notes)
        return self._best(said, where, values, limit)

    def _best(self, said: str, where: str, values: tuple[Value, ...], limit: int) -> list[tuple[int, float]]:
        ranges = self._newest(said) or [(-(2**62), 2**62)]
        asked = f"""SELECT rowid, rank FROM search WHERE search MATCH ? AND rowid > ? AND rowid < ? AND {where}
            ORDER BY rank LIMIT ?"""
        rows = [row for each in ranges for row in self._database.rows(asked, (said, *each, *values, limit))]
        return sorted(((row[0], -row[1]) for row in rows), key=lambda pair: -pair[1])[:limit]

    def _are_many(self, begun: Sequence[str]) -> bool:
        asked = f"SELECT count(*) FROM ({BEGUN})"
        row = self._database.row(asked, (_all_begun(begun),))
        return row is not None and int(row[0]) > RANKED

    def _by_beginnings(self, begun: Sequence[str], query: Query, limit: int, notes: bool) -> list[tuple[int, float]]:
        """Where hardly anything has been typed of a word, and it may be one of very many.

        The other words rank. Where there are none, what has it as a whole word comes first, then what has such a word in its
        title, then the newest.
        """
        rest = [term for term in query.terms if not term.textual or term.negated]
        words = [term for term in query.terms if term.textual and not term.negated and not beginning(term)]
        where, values = self._kept(Query(tuple(rest)), notes)
        said, among = sql.text_expression(Query(tuple(words))), _all_begun(begun)
        if said:
            return self._best(said, f"{where} AND +rowid IN ({BEGUN})", (*values, among), limit)
        found = dict(self._best(_all_begun(begun), where, values, limit))
        for asked in (_all_begun([f"title{each}" for each in begun]), among):
            for order in ("DESC", "ASC") if len(found) < limit else ():
                statement = (
                    f"SELECT rowid FROM beginnings WHERE beginnings MATCH ? AND {where} AND rowid {SIDES[order]}"
                )
                statement = f"{statement} ORDER BY rowid {order} LIMIT ?"
                for row in self._database.rows(statement, (asked, *values, limit)):
                    found.setdefault(row[0], 0.0)
        return list(found.items())[:limit]

    def _newest(self, said: str) -> list[tuple[int, int]]:
        """Return the bounds of the rows to rank if too many are found, else none."""
        row = self._database.row("SELECT count(*), min(rowid), max(rowid) FROM search WHERE search MATCH ?", (said,))
        total = self._database.row("SELECT max(number) FROM articles")
        if row is None or total is None or int(row[0]) <= max(RANKED, int(total[0] or 0) // 3):
            return []
        first, last = int(row[1]), int(row[2])
        return [(max(0, last - RANKED), 2**62), *([(-(2**62), min(0, first + RANKED))] if first < 0 else [])]

    def _kept(self, rest: Query, notes: bool) -> tuple[str, tuple[Value, ...]]:
        """Return the condition on index rows for the query's other terms, evaluated once."""
        if not rest:
            return (NOT_TRASHED if self._any_trashed() else "1") + ("" if notes else " AND rowid > 0"), ()
        there = "!=" if rest.trash else "="
        live = self._database.numbers(f"SELECT number FROM articles WHERE trashed {there} ''")
        meant = self._catalog.matching_flags(rest)
        articles = {number for number in live if meant[number]}
        found = self._notes_meant(rest, there) if notes else frozenset()
        self._database.create_function(MEANT, lambda row: row in articles if row > 0 else -row in found)
        return f"{MEANT}(rowid)", ()

    def _notes_meant(self, rest: Query, there: str) -> Collection[int]:
        asked = sql.annotation_condition(rest)
        living = f"article IN (SELECT id FROM articles WHERE trashed {there} '')"
        kept = living if rest.trash or self._any_trashed() else "1"
        return frozenset(
            self._database.numbers(
                f"SELECT number FROM noted WHERE deleted = '' AND {kept} AND ({asked.sql})", asked.values
            )
        )

    def _any_trashed(self) -> bool:
        return self._database.row("SELECT 1 FROM articles WHERE trashed != '' LIMIT 1") is not None

    def _by_date(self, query: Query, limit: int, notes: bool) -> list[tuple[int, float]]:
        """Where no words are asked for there is nothing to rank by: articles newest first, then annotations."""
        found = [(number, 0.0) for number in self._catalog.listing(query).numbers[:limit]]
        if notes and query and len(found) < limit:
            asked = sql.annotation_condition(query)
            where = f"deleted {'!=' if query.trash else '='} '' AND ({asked.sql})"
            asking = f"SELECT number FROM noted WHERE {where} ORDER BY modified DESC LIMIT ?"
            numbers = self._database.numbers(asking, (*asked.values, limit))
            found += [(-number, 0.0) for number in numbers]
        return found[:limit]

    def _looked_through(self, query: Query, limit: int) -> list[tuple[int, float]]:
        """Without an index: the articles in which the words stand, by how often."""
        numbers = self._catalog.listing(query).numbers[:SCANNED]
        weighed = []
        for number in numbers:
            text = self._text_of(number)
            times = sum(
                len(list(found.finditer(fold_query(text)))) for each in query.phrases if (found := pattern(*each))
            )
            weighed.append((number, times / (1 + len(text) / 5_000)))
        return sorted(weighed, key=lambda pair: -pair[1])[:limit]

    def _text_of(self, number: int) -> str:
        row = self._database.row(f"SELECT {ARTICLE_TEXT} FROM articles WHERE number = ?", (number,))
        return str(row[0]) if row else ""

    # What is shown of them

    def _article_hit(self, number: int, query: Query, score: float) -> SearchHit | None:
        asked = f"""SELECT id, title, {ARTICLE_TEXT} AS text, blocks FROM articles JOIN texts
            ON texts.article = articles.id AND texts.version = articles.version WHERE articles.number = ?"""
        row = self._database.row(asked, (number,))
        if row is None:
            return None
        skipped = boilerplate(row["blocks"])
        place = best_place(row["text"], query.phrases, skipped)
        passage, lit = passage_at(row["text"], place or Span(0, 0), query.phrases)
        start, end = (place.start, place.end) if place else (None, None)
        return SearchHit(row["id"], row["title"], start, end, passage, score, lit=lit)

    def _note_hit(self, number: int, query: Query, score: float) -> SearchHit | None:
        asked = """SELECT noted.*, articles.title FROM noted LEFT JOIN articles ON articles.id = noted.article
            WHERE noted.number = ?"""
        row = self._database.row(asked, (number,))
        if row is None:
            return None
        tags = " ".join(f"#{tag}" for tag in row_mapping.tags_of(row["tags"]))
        passage = " — ".join(part for part in (row["quote"], row["note"], tags) if part)
        lit = tuple(find_words(passage, query.phrases))
        start, end = row["start"], row["start"] + len(row["quote"])
        return SearchHit(row["article"], row["title"] or row["article"], start, end, passage, score, row["id"], lit)


def _all_begun(begun: Sequence[str]) -> str:
    return " AND ".join(f'"{each}"' for each in begun)


def best_place(text: str, phrases: Sequence[Phrase], skipped: Sequence[Span] = ()) -> Span | None:
    """Return the first match from which the matches of all phrases lie closest together, or None without a match."""
    wanted = sum(pattern(*phrase) is not None for phrase in phrases)
    best: tuple[int, Span] | None = None
    step = STRETCH if wanted > 1 else FEW
    for start in range(0, len(text), step):
        begin, end = max(0, start - 1), start + step + OVER
        stretch = text[begin:end]
        cut = end if end < len(text) else len(text) + 1
        found = (each for each in find_words(stretch, phrases, begin) if each.end < cut)
        places = [each for each in found if not any(each.overlaps(other) for other in skipped)]
        here = min(wanted, len(places)) if wanted == 1 else _kinds(stretch, phrases) if places else 0
        if places and (best is None or here > best[0]):
            best = here, _densest(places, here)
        if best is not None and best[0] == wanted:
            break
    return best[1] if best else None


def _kinds(stretch: str, phrases: Sequence[Phrase]) -> int:
    folded = fold_query(stretch)
    return sum(found.search(folded) is not None for phrase in phrases if (found := pattern(*phrase)))


def _densest(places: list[Span], words: int) -> Span:
    groups = range(max(1, len(places) - words + 1))
    best = min(groups, key=lambda n: places[min(n + words, len(places)) - 1].end - places[n].start)
    return places[best]


def passage_at(text: str, at: Span, phrases: Sequence[Phrase]) -> tuple[str, tuple[Span, ...]]:
    """Return the sentence around a position, cut to about PASSAGE characters, and the spans of the phrases in it."""
    passage = _sentence(text, at)
    return passage, tuple(find_words(passage, phrases))


def _sentence(text: str, at: Span) -> str:
    first, last = max(0, at.start - PARAGRAPH), min(len(text), at.end + PARAGRAPH)
    first = max(first, text.rfind("\n", first, at.start) + 1)
    newline = text.find("\n", at.end, last)
    around = text[first : newline if newline >= 0 else last]
    here = Span(at.start - first, at.end - first)
    sentence = sentence_at(around, here.start) if around else Span(0, 0)
    if sentence.length <= PASSAGE:
        return sentence.of(around)
    start = max(sentence.start, min(here.start - PASSAGE // 3, sentence.end - PASSAGE))
    start = around.find(" ", start) + 1 if start > sentence.start and " " in around[start : here.start] else start
    end = min(sentence.end, max(start + PASSAGE, here.end))
    blank = around.rfind(" ", here.end, end)
    end = blank if end < sentence.end and blank > start else end
    return ("… " if start > sentence.start else "") + around[start:end] + (" …" if end < sentence.end else "")
