"""Finding: what counts as the same, and where it stands in the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.span import Span
from annotations.text.folding import fold, folded_text
from reader.text.layout.chunked_text import ChunkedText
from reader.text.search.text_search import CHUNK_CODE_POINTS, Haystack, TextQuery, find_all, find_by_chunk
from tests.strategies import wild_text

SAME = [
    ("ukraine", "the Ukrain\u0435 crisis", "Ukrain\u0435"),
    ("украина", "Украина сегодня", "Украина"),
    ("cafe", "the CAFÉ there", "CAFÉ"),
    ("naïve", "a naive idea", "naive"),
    ("strasse", "die Straße", "Straße"),
    ('"true"', "a “true” friend", "“true”"),
    ("don't", "we don’t know", "don’t"),
    ("2014-2015", "from 2014–2015 on", "2014–2015"),
    ("brotherhood in arms", "a brotherhood\nin   arms!", "brotherhood\nin   arms"),
    ("ﬁnd", "to find it", "find"),
    ("wait...", "wait… what", "wait…"),
    ("東京", "in 東京 today", "東京"),
]


def find_next(text: str, query: str, offset: int) -> Span | None:
    return Haystack(text).next(TextQuery.of(query), offset)


def find_prev(text: str, query: str, offset: int) -> Span | None:
    return Haystack(text).previous(TextQuery.of(query), offset)


@pytest.mark.parametrize(("query", "text", "found"), SAME)
def test_what_counts_as_the_same(query: str, text: str, found: str) -> None:
    assert [span.of(text) for span in find_all(text, query)] == [found]


def test_capitals_in_the_query_make_case_matter() -> None:
    assert [span.start for span in find_all("us and US", "us")] == [0, 7]
    assert [span.start for span in find_all("us and US", "US")] == [7]


def test_what_is_skipped_is_not_found() -> None:
    assert find_all("gold gold", "gold", skip=[Span(5, 9)]) == [Span(0, 4)]


def test_next_and_previous_go_round() -> None:
    text = "one two one two"
    assert find_next(text, "one", 0) == Span(8, 11)
    assert find_next(text, "one", 8) == Span(0, 3)
    assert find_next(text, "one", -1) == Span(0, 3)
    assert find_prev(text, "one", 8) == Span(0, 3)
    assert find_prev(text, "one", 0) == Span(8, 11)
    assert find_next(text, "three", 0) is None
    assert find_prev(text, "", 4) is None


@pytest.mark.parametrize(
    "at", [0, CHUNK_CODE_POINTS - 8, CHUNK_CODE_POINTS - 3, CHUNK_CODE_POINTS, 2 * CHUNK_CODE_POINTS - 5, 100_000]
)
def test_matches_across_chunks_are_found_once(at: int) -> None:
    text = "word " * (at // 5) + "needle in hay " + "word " * 20_000
    place = text.index("needle")
    assert find_all(text, "needle  in") == [Span(place, place + 9)]
    assert find_next(text, "needle in", -1) == Span(place, place + 9)


@given(wild_text)
def test_folding_leads_back_into_the_source(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(offset <= len(text) for offset in folded.offsets)


@given(wild_text | st.text("aB\u00c0\u00dfΣσ\u13a0\u0130е\u0301`’… \n\r\t\x1d", max_size=30))
def test_folding_without_the_way_back_folds_to_the_same_words(text: str) -> None:
    assert folded_text(text).split() == fold(text).text.split()


@given(wild_text, wild_text)
def test_every_match_is_a_stretch_of_the_source_that_folds_to_the_query(before: str, query: str) -> None:
    text = f"{before} {query} "
    for span in find_all(text, query):
        assert span
        assert span.end <= len(text)


def found_in(haystack: Haystack, query: str) -> list[Span]:
    return [span for spans in find_by_chunk(haystack, TextQuery.of(query)) for span in spans]


@given(st.text("aàBbе’' \n漢😀", max_size=400), st.integers(1, 60), st.data())
def test_a_text_in_chunks_that_was_asked_before_answers_as_a_whole_one_that_was_not(
    text: str, size: int, data: st.DataObject
) -> None:
    starts = list(range(0, len(text), size)) or [0]
    ends = [*starts[1:], len(text)]
    chunked = ChunkedText(len(text), starts, lambda first, end: text[starts[first] : ends[end - 1]].encode())
    asked_before = Haystack(chunked.as_text())
    for _ in range(4):
        at = data.draw(st.integers(0, max(0, len(text) - 1)))
        query = data.draw(
            st.sampled_from(["a", "b'", text[at : at + 1], text[at : at + 40], text[at : at + 7].lower()])
        )
        assert found_in(asked_before, query) == find_all(text, query)


@pytest.mark.parametrize(("text", "query"), [("BBBBaее", "a"), ("B'ееa", "a"), ("еееееaaa", "а"), ("aaaaaaее", "e")])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_word_of_two_scripts_that_a_chunk_cuts_is_folded_as_a_whole(text: str, query: str, size: int) -> None:
    starts = list(range(0, len(text), size))
    ends = [*starts[1:], len(text)]
    chunked = ChunkedText(len(text), starts, lambda first, end: text[starts[first] : ends[end - 1]].encode())
    assert found_in(Haystack(chunked.as_text()), query) == find_all(text, query)


@pytest.mark.parametrize("length", [30, 150, 500, 3_000])
def test_what_was_asked_first_hides_nothing_behind_the_end_of_a_chunk(length: int) -> None:
    long_word = "a" * (length - 1) + "é"
    text = "x" * (CHUNK_CODE_POINTS - 11) + "-" + long_word + " and so on " * 2_000
    haystack = Haystack(text)
    assert found_in(haystack, "q") == []
    assert [span.of(text) for span in found_in(haystack, "a" * (length - 1) + "e")] == [long_word]
