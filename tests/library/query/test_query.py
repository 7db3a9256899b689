"""The query language, as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from msgspec.structs import replace

from annotations.text.folding import fold_query
from reader.errors import QueryError
from reader.library.db.models import ArticleSummary
from reader.library.query.parser import parse_query
from reader.library.query.predicate import matches_annotation, matches_entry
from tests.fakes import NOON, made
from tests.strategies import wild_text

ENTRY = ArticleSummary(
    "one",
    "Who measured the sea?",
    "The Harbour Post",
    ("Ana Müller",),
    "2025-07-14",
    ("Science",),
    "Tides",
    "",
    "",
    9,
    50,
    "",
    "",
    1,
)
TEXT = "Who measured the sea? The Harbour Post. The Ukrain\u0435 gauge stood in Amsterdam."
NOTED = replace(made(), tags=("war/navy", "two words"), note="Check the Café", color="pink")

MEANT = [
    "",
    "sea",
    "SEA amsterdam",
    "ukraine",
    '"gauge stood"',
    "-mud",
    "tag:war",
    "tag:#war/navy",
    'tag:"two words"',
    "source:harbour",
    "author:muller",
    "color:pink",
    "note:cafe",
    "date:2025",
    "date:2025-07",
    "date:2025-07-14",
    "date:2025-06..2025-07",
    "date:..2025",
    "date:2025-07-14..",
    "is:annotated",
    "is:unread",
    "-is:trashed",
    "is:a",
    "-",
    "date:2025-0",
]
NOT_MEANT = [
    "mud",
    "sea mud",
    '"stood gauge"',
    "-sea",
    "tag:wa",
    "-tag:war",
    "source:coast",
    "color:blue",
    "date:2024",
    "date:2025-08..",
    "date:..2025-06",
    "is:trashed",
    "is:orphan",
]


@pytest.mark.parametrize(("query", "meant"), [*((q, True) for q in MEANT), *((q, False) for q in NOT_MEANT)])
def test_which_article_is_meant(query: str, meant: bool) -> None:
    assert matches_entry(parse_query(query), ENTRY, fold_query(TEXT), [NOTED]) == meant


@pytest.mark.parametrize(
    ("query", "meant"),
    [("words", True), ("cafe", True), ("measured", True), ("amsterdam", False), ("tag:war", True), ("tag:peace", False),
     ("is:orphan", False), ("source:harbour", True), ("note:check", True), ("-words", False)],
)  # fmt: skip
def test_which_annotation_is_meant(query: str, meant: bool) -> None:
    assert matches_annotation(parse_query(query), NOTED, ENTRY) == meant


def test_orphans_and_the_trash_can_be_asked_for() -> None:
    assert matches_annotation(parse_query("is:orphan"), NOTED, ENTRY, "orphan")
    assert matches_annotation(parse_query("is:trashed"), NOTED.trashed(NOON), ENTRY)


def test_an_undated_article_has_no_date() -> None:
    assert not matches_entry(parse_query("date:2025"), replace(ENTRY, issued=""), "", [])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tagg:x", "did you mean tag"),
        ("is:orphn", "there are unread"),
        ("date:june", "write date:2025"),
        ("date:1/2", "write date"),
        ("date:2025-02-30", "not a date"),
        ("color:mauve", "there are yellow"),
        ("sea OR OR tide", r"right behind OR.*character 8"),
        ("sea AND", r"AND stands between.*character 5"),
        ("AND sea", "AND stands between"),
    ],
)
def test_what_cannot_be_understood_is_explained(query: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        parse_query(query)


@given(wild_text)
def test_whatever_is_typed_is_a_query_or_explained(text: str) -> None:
    try:
        parse_query(text)
    except QueryError as error:
        assert str(error)
