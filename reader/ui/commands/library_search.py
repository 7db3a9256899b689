"""Commands on the whole library: search of articles and notes, the list of all notes, tags and their passages."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from msgspec import Struct

from annotations.anchoring.reanchor import Orphan, State
from annotations.exporters.excerpt import Excerpt
from annotations.model.errors import AnnotationsError
from reader.config.key_parser import Invocation
from reader.errors import ReaderError
from reader.library.annotation_index.projection import AnnotationRow, article_numbers
from reader.library.db.models import SearchHit
from reader.library.index.index_words import find_words
from reader.library.query.ast import Phrase, Query
from reader.library.query.parser import parse_query
from reader.services.reanchoring import locate, states_of
from reader.services.workspace import Workspace
from reader.text.cleaning import clean_line
from reader.ui.commands.context import ReaderContext
from reader.ui.commands.text_search import TextSearch
from reader.ui.dialogs.picker import Picker
from reader.ui.input.query_suggester import QuerySuggester
from reader.ui.lists.rows import GONE, Item, Lazy
from reader.ui.screens.passages import SAID, Passages, PassagesScreen

MAX_HITS = 100
FIRST_HITS = 20
"""Hits whose passages are read and shown before those of the others."""
MAX_SYNCHRONOUS_ARTICLES = 2_000
"""Size of a library up to which it is searched between two keys; a larger one is searched in a thread."""
SIGNS = {"exact": "▪", "moved": "▪", "changed": "±", "orphan": "?"}
MAX_ROW_CHARACTERS = 300
"""Characters of a passage or note in a row."""


class Answer(Struct, frozen=True):
    """The hits for some words; the passages of the `rest` are still to be read."""

    words: str = ""
    hits: Sequence[SearchHit] = ()
    rest: Sequence[tuple[int, float]] = ()
    problem: str = ""

    def summary(self, words: str) -> str:
        """Return how many hits there are, if these are the words that are wanted."""
        if self.words != words or self.rest:
            return "searching …"
        articles = len({hit.article_id for hit in self.hits})
        more = "the best " if len(self.hits) == MAX_HITS else ""
        return f"{more}{len(self.hits)} places in {articles} article{'s'[: articles != 1]}"


class LibrarySearch:
    """The search of the library, the list of notes and the list of tags."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._answer = Answer()
        self._wanted = ""
        self._picker: Picker | None = None

    # Search

    def search(self, call: Invocation) -> None:
        self._catch_up()
        self._picker = Picker(
            "Search the library",
            self._found,
            self._context.palette,
            empty="Nothing found.",
            typing=True,
            doing="go there",
            suggester=QuerySuggester(self._context.workspace.library),
        )
        self._context.ask(self._picker, self._go_hit)

    def _found(self, words: str) -> tuple[Sequence[Item], str]:
        if not words.strip():
            return (), 'words, "phrases", -without, begin*, NEAR(a b), tag:, source:, date:'
        library = self._context.workspace.library
        try:
            query = parse_query(words, typing=True)
            if library.index.is_complete and library.index.has_at_most(MAX_SYNCHRONOUS_ARTICLES):
                self._answer = Answer(words, library.ranked_search.hits(query, MAX_HITS))
        except ReaderError as error:
            return (), str(error)
        self._wanted = words
        answer = self._answer
        if answer.words != words:
            self._ask()
        said = answer.problem or library.index.problem or answer.summary(words)
        return _hit_rows(answer.hits, query.phrases), said

    def _ask(self) -> None:
        """Search for the words that are wanted now in a thread, interrupting the search before."""
        words = self._wanted

        def search(other: Workspace) -> Answer:
            finder, query = other.library.ranked_search, parse_query(words, typing=True)
            ranked = finder.ranked(query, MAX_HITS)
            return Answer(words, finder.shown(ranked[:FIRST_HITS], query), ranked[FIRST_HITS:])

        self._start(words, search)

    def _ask_rest(self, answer: Answer) -> None:
        def read_rest(other: Workspace) -> Answer:
            more = other.library.ranked_search.shown(answer.rest, parse_query(answer.words, typing=True))
            return Answer(answer.words, [*answer.hits, *more])

        self._start(answer.words, read_rest)

    def _start(self, words: str, search: Callable[[Workspace], Answer]) -> None:
        self._context.background.query(
            search,
            self._answered,
            "library-search",
            failed=lambda error: self._answered(Answer(words, problem=str(error))),
        )

    def _answered(self, answer: Answer) -> None:
        self._answer = answer
        if self._picker is not None and self._picker.is_mounted:
            self._picker.again()
            if answer.rest and answer.words == self._wanted:
                self._ask_rest(answer)

    def _go_hit(self, value: str | None) -> None:
        if value is None:
            return
        start, article_id, _ = json.loads(value)
        self._context.view.open_article(article_id, start)
        self._context.commands.get(TextSearch).light_words(parse_query(self._wanted, typing=True).phrases, self._wanted)

    # Notes

    def list_notes(self, call: Invocation) -> None:
        workspace = self._context.workspace
        self._catch_up()

        def find(words: str) -> tuple[Sequence[Item], str]:
            try:
                query = parse_query(words, typing=True)
                numbers, total = workspace.projection.numbers(query), len(workspace.projection.numbers(Query()))
            except ReaderError as error:
                return (), str(error)
            return self._note_rows(numbers, query), f"{len(numbers):,} of {total:,}"

        empty = "No notes yet: ⏎ in a text highlights the sentence\nunder the cursor, a writes a note on it."
        suggester = QuerySuggester(workspace.library)
        picker = Picker("All notes and highlights", find, self._context.palette, empty=empty, suggester=suggester)
        self._context.ask(picker, self._go_note)
        if not workspace.projection.has_article_numbers and not workspace.library.index.has_at_most(
            MAX_SYNCHRONOUS_ARTICLES
        ):
            # The first word that is typed would have to wait for this.
            self._context.background.query(
                lambda other: article_numbers(other.library.database),
                workspace.projection.store_article_numbers,
                "annotated-articles",
                failed=lambda error: None,
            )

    def _note_rows(self, numbers: Sequence[int], query: Query) -> Lazy:
        workspace = self._context.workspace
        noted = workspace.projection

        def read(places: range) -> Sequence[Item]:
            try:
                rows = noted.by_number([numbers[place] for place in places])
                texts = noted.texts_of({row.article_id for row in rows})
                ids = [(row.id, row.article_id) for row in rows]
                states = states_of(workspace.library, workspace.store, ids, texts)
            except (ReaderError, AnnotationsError):
                return [GONE] * len(places)
            return [_note_row(row, states[row.id], query.phrases) for row in rows]

        def place(value: str) -> int | None:
            number = noted.number_of(value)
            try:
                return None if number is None else numbers.index(number)
            except ValueError:
                return None

        return Lazy(len(numbers), read, place)

    def _go_note(self, value: str | None) -> None:
        if not value:
            return
        workspace = self._context.workspace
        found = workspace.store.get(value)
        place = locate(workspace.library, workspace.library.article(found.article_id), found)
        offset = found.target.position.start if isinstance(place, Orphan) else place.span.start
        self._context.view.open_article(found.article_id, offset)
        if isinstance(place, Orphan):
            self._context.notify(
                "The passage of this note is no longer in the text · gl finds it a place.", warning=True
            )

    def _catch_up(self) -> None:
        if self._context.workspace.library.index.is_small:
            self._context.workspace.catch_up()

    # Tags

    def list_tags(self, call: Invocation) -> None:
        self._catch_up()

        def find(words: str) -> tuple[Sequence[Item], str]:
            tags = self._context.workspace.projection.tags()
            kept = [(tag, count) for tag, count in tags if words.strip().lstrip("#").casefold() in tag.casefold()]
            rows = [
                Item(tag, "#" + clean_line(tag), f"{count:,} passage{'s'[: count != 1]}", "#") for tag, count in kept
            ]
            return rows, f"{len(kept)} of {len(tags)} tags"

        empty = "No tags yet: t on a highlight gives it some."
        picker = Picker("Tags", find, self._context.palette, empty=empty, doing="its passages")
        self._context.ask(picker, self._open_tag)

    def _open_tag(self, tag: str | None) -> None:
        if tag is None:
            return
        workspace = self._context.workspace
        workspace.projection.refresh_if_small()
        found = workspace.projection.select(parse_query(f'tag:"{tag}"'))

        def read(places: range) -> Sequence[Excerpt | None]:
            wanted = [found[place] for place in places]
            try:
                known = {one.id: one for _, article in wanted for one in workspace.store.for_article(article)}
                there = [known[annotation] for annotation, _ in wanted if annotation in known]
                excerpts = {one.annotation.id: one for one in workspace.excerpts(there)}
            except (ReaderError, AnnotationsError):
                return [None] * len(places)
            return [excerpts.get(annotation) for annotation, _ in wanted]

        passages = Passages(len(found), len({article_id for _, article_id in found}), read)
        self._context.ask(PassagesScreen(f"#{tag}", passages, self._context.palette), self._go_note)


def _hit_rows(hits: Sequence[SearchHit], phrases: Sequence[Phrase]) -> list[Item]:
    """Return the rows of hits, grouped by article, the article of the best hit first."""
    groups: dict[str, list[SearchHit]] = {}
    for hit in hits:
        groups.setdefault(hit.article_id, []).append(hit)
    rows = []
    for group in groups.values():
        for n, hit in enumerate(sorted(group, key=lambda each: bool(each.annotation))):
            title = clean_line(hit.title) if n == 0 else "  in a note"
            passage = clean_line(hit.passage)
            lit = hit.lit if passage == hit.passage else tuple(find_words(passage, phrases))
            value = json.dumps([hit.start or 0, hit.article_id, hit.annotation])
            rows.append(Item(value, title, passage, "▪" if hit.annotation else " ", strong=n == 0, lit=lit))
    return rows


def _note_row(row: AnnotationRow, state: State, phrases: Sequence[Phrase]) -> Item:
    """Return the row of a note, with a sign if its passage has changed or is lost."""
    tags = " ".join("#" + clean_line(tag) for tag in row.tags)
    facts = [
        SAID[state],
        clean_line(row.note[:MAX_ROW_CHARACTERS]),
        tags,
        clean_line(row.container),
        clean_line(row.title),
    ]
    detail = " · ".join(part for part in facts if part)
    lit = tuple(find_words(detail, phrases)) if phrases else ()
    return Item(row.id, clean_line(row.quote[:MAX_ROW_CHARACTERS]), detail, SIGNS[state], lit=lit)
