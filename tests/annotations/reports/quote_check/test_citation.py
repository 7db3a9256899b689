"""Citations beside quotations: what they name, and whether that is the source."""

from __future__ import annotations

import pytest

from annotations.model.source import Name, PartialDate, Source
from annotations.reports.quote_check.citation_context import dates_in, judge, read_citation

POST = Source(
    title="Who measured the sea first?",
    container="The Harbour Post",
    authors=(Name("Marlowe", "Olga"),),
    issued=PartialDate(2025, 6, 30),
)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("30 June 2025", "2025-06-30"), ("June 30, 2025", "2025-06-30"), ("2025-06-30", "2025-06-30"), ("30.6.2025", "2025-06-30"),
        ("30/06/2025", "2025-06-30"), ("2025, June 30", "2025-06-30"), ("30. Juni 2025", "2025-06-30"), ("30 juin 2025", "2025-06-30"),
        ("30 de junio de 2025", "2025-06-30"), ("June 2025", "2025-06"), ("Jun. 30, 2025", "2025-06-30"), ("30th June 2025", "2025-06-30"),
    ],
)  # fmt: skip
def test_dates_are_read_as_they_are_written(text: str, iso: str) -> None:
    assert [date.iso() for date in dates_in(f"in it, {text}.")] == [iso]


@pytest.mark.parametrize("text", ["14 Kim 2025", "in all 2025 ships", "99/99/2025"])
def test_what_is_no_date(text: str) -> None:
    assert list(dates_in(text)) == []


@pytest.mark.parametrize(
    ("behind", "source", "date"),
    [
        ("(Marlowe, 2025)", True, True),
        ("(Marlowe, 2025, para. 4).", True, True),
        ("(see Marlowe 2025, 12)", True, True),
        ("(Marlowe, 2024)", True, False),
        ("(The Harbour Post, 2025, June 30)", True, True),
        ("(The Harbour Post, 2025, June 29)", True, False),
        ("(Harbour Post, June 2025)", True, True),
        ("(“Who Measured the Sea First?” 2025)", True, True),
        ("(Kim, 2025)", False, True),
        ("(Northern Post, 2025)", False, True),
        ("(Marlowe et al., 2025)", True, True),
        ("(Marlowe & Ulver, 2025)", True, True),
        ("— Olga Marlowe, The Harbour Post, 30 June 2025", True, True),
        ("— Coast Weekly, 30 June 2025", False, True),
    ],
)
def test_names_and_dates_are_held_against_the_source(behind: str, source: bool, date: bool) -> None:
    (named,) = read_citation("", behind).named
    verdict = judge(named, POST)
    assert (verdict.source, verdict.date) == (source, date)


@pytest.mark.parametrize(
    "behind",
    [
        "(founded in Paris in 1998)",
        "(see above)",
        "(p. 3)",
        "in 2025.",
        "(emphasis added)",
        ", he said.",
        "(my translation)",
    ],
)
def test_what_is_no_citation(behind: str) -> None:
    assert not read_citation("He wrote", behind)


def test_where_a_citation_may_stand() -> None:
    assert read_citation("", "[@marlowe2025sea, p. 3]").keys == ("marlowe2025sea",)
    assert read_citation("", "[see @a; also @b]").keys == ("a", "b")
    assert read_citation("", "by a@b.org") == read_citation("", "")
    assert read_citation("", "", ["Olga Marlowe, “Who measured the sea first?”, 30 June 2025."]).named[0].years == {
        2025
    }
    assert "marlowe" in read_citation("Marlowe (2025) wrote", "(p. 3)").named[0].names
    assert read_citation("", "(https://example.org/sea)").addresses == ("https://example.org/sea",)
    assert read_citation("", ".", links=["https://example.org/sea", "#top"]).addresses == ("https://example.org/sea",)


def test_the_day_that_something_was_read_is_not_its_date() -> None:
    (named,) = read_citation("", "", ["The Harbour Post, 30 June 2025, accessed 1 March 2026."]).named
    assert [date.iso() for date in named.dates] == ["2025-06-30"]
