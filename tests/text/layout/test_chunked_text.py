"""A text that is read chunk by chunk answers as the whole does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.text.layout.chunked_text import MAX_CHUNK, ChunkedText, chunk_starts
from tests.strategies import texts

cuts = st.lists(st.integers(0, 200), max_size=8)


def chunked(text: str, places: list[int]) -> ChunkedText:
    starts = sorted({0, *(place for place in places if place < len(text))})
    ends = [*starts[1:], len(text)]
    return ChunkedText(len(text), starts, lambda first, end: text[starts[first] : ends[end - 1]].encode())


@given(texts, cuts, st.integers(-5, 210), st.integers(-5, 210))
def test_length_characters_and_slices(text: str, places: list[int], start: int, end: int) -> None:
    found = chunked(text, places)
    assert (len(found), str(found)) == (len(text), text)
    assert found[start:end] == text[start:end]
    assert found[::-1] == text[::-1]
    assert str(found.rstrip()) == text.rstrip()
    assert found.strip() == text.strip()
    if -len(text) <= start < len(text):
        assert found[start] == text[start]


@given(texts, cuts, texts, st.integers(0, 210), st.integers(0, 210))
def test_finding(text: str, places: list[int], part: str, start: int, end: int) -> None:
    found = chunked(text, places)
    for wanted in (part, part[:2], text[start : start + 5], "\n"):
        assert found.find(wanted, start, end) == text.find(wanted, start, end)
        assert found.rfind(wanted, start, end) == text.rfind(wanted, start, end)
        assert (found.find(wanted), found.rfind(wanted)) == (text.find(wanted), text.rfind(wanted))
        assert (wanted in found) == (wanted in text)


@given(texts)
def test_chunks_join_to_the_text_and_none_is_long(text: str) -> None:
    long = text * (3 * MAX_CHUNK // max(1, len(text)) + 1) if text else ""
    starts = chunk_starts(long)
    assert starts[0] == 0
    assert (
        all(0 < after - before <= MAX_CHUNK for before, after in zip(starts, [*starts[1:], len(long)], strict=True))
        or not long
    )
