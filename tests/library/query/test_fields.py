"""A new field and a new state need one descriptor each: everything that reads queries then knows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from annotations.model.annotation import Annotation
from annotations.model.source import Source
from reader.articles.article import Draft
from reader.errors import QueryError
from reader.library.db.models import ArticleSummary
from reader.library.library import Library
from reader.library.query import sql
from reader.library.query.ast import Term
from reader.library.query.completion import complete_query
from reader.library.query.conditions import Condition
from reader.library.query.fields import FIELDS, STATES, Field, InvalidValue, State
from reader.library.query.parser import parse_query
from reader.library.query.predicate import matches_annotation, matches_entry
from tests.fakes import NOON, made

SHORT, LONG = Draft("one two three", Source(title="Short")), Draft("word " * 50, Source(title="Long"))


class MinimumWords(Field):
    """`words:20`: articles of at least 20 words."""

    def parse(self, value: str, *, typing: bool) -> str:
        if value.isdecimal():
            return value
        raise InvalidValue(f"not a number: {value}")

    def article_condition(self, term: Term) -> Condition:
        return Condition("words >= ?", (int(term.value),))

    def matches_article(self, term: Term, entry: ArticleSummary, annotations: Sequence[Annotation]) -> bool:
        return entry.words >= int(term.value)

    def completions(self, beginning: str) -> list[str]:
        return [value for value in ("100", "1000") if value.startswith(beginning)]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setitem(FIELDS, "words", MinimumWords("words"))
    monkeypatch.setitem(STATES, "brief", State("brief", "words < 20", lambda entry, annotations: entry.words < 20))
    with Library(tmp_path / "library.db") as opened:
        opened.add([SHORT, LONG], NOON)
        yield opened


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("words:20", {"Long"}),
        ("-words:20", {"Short"}),
        ("words:20 OR short", {"Long", "Short"}),
        ("is:brief", {"Short"}),
        ("-is:brief", {"Long"}),
        ("is:brief words:20", set()),
    ],
)
def test_a_new_field_and_a_new_state_select_articles_in_sql_and_in_memory(
    library: Library, query: str, titles: set[str]
) -> None:
    parsed = parse_query(query)
    everything = library.entries()
    assert {entry.title for entry in library.entries(query)} == titles
    assert {entry.title for entry in library.catalog.by_number(library.catalog.listing(parsed).numbers)} == titles
    assert {each.title for each in everything if matches_entry(parsed, each, each.title.lower(), ())} == titles
    assert {each.title for each in everything if matches_annotation(parsed, made("one"), each)} == titles


def test_a_new_field_applies_to_the_article_of_an_annotation(library: Library) -> None:
    (long,) = library.entries("words:20")
    (short,) = library.entries("is:brief")
    parsed = parse_query("words:20")
    assert matches_annotation(parsed, made("one"), long)
    assert not matches_annotation(parsed, made("one"), short)
    assert "words >= ?" in sql.annotation_condition(parsed).sql
    assert sql.annotation_sets(parsed)[0].articles


def test_a_new_field_and_a_new_state_are_completed(library: Library) -> None:
    assert complete_query("wor", lambda field, beginning: ()) == "words:"
    assert complete_query("words:10", lambda field, beginning: ()) == "words:100"
    assert complete_query("is:br", lambda field, beginning: ()) == "is:brief"


def test_a_value_that_a_new_field_cannot_have_is_refused_with_its_message(library: Library) -> None:
    with pytest.raises(QueryError, match="not a number: many"):
        parse_query("words:many")
    with pytest.raises(QueryError, match=r"did you mean words:"):
        parse_query("wrds:20")
