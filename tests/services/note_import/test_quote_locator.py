"""Where a foreign quote stands: whatever its white space, marks and case, and nowhere where it could stand in two places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.services.note_import.article_matcher import address, from_utf16
from reader.services.note_import.quote_locator import find_passage
from tests.strategies import texts

TEXT = (
    "The sea keeps no books. Mud remembers the moon, and “nobody” asks.\n\n"
    "The sea keeps no secrets. In spring the tide re-turns; in autumn the tide returns.\n\nThe tide returns."
)


@pytest.mark.parametrize(
    ("quote", "prefix", "suffix", "found"),
    [
        ("Mud remembers the moon", "", "", "Mud remembers the moon"),
        ("mud  remembers\nthe Moon", "", "", "Mud remembers the moon"),
        ('moon, and "nobody" asks.', "", "", "moon, and “nobody” asks."),
        ("books. Mud remem\u00adbers", "", "", "books. Mud remembers"),
        ("asks. The sea keeps no secrets.", "", "", "asks.\n\nThe sea keeps no secrets."),
        ("Mud remembers the moon and nobody asks", "", "", "Mud remembers the moon, and “nobody” asks"),
        ("The sea keeps no", "", " secrets", "The sea keeps no"),
        ("The sea keeps no", "", "", None),
        ("The sea keeps no", "a wholly ", " other text", None),
        ("the tide returns", "in autumn", "", "the tide returns"),
        ("books", "the sun keeps his ", " in a box", None),
        ("ud remembers the moo", "", "", "ud remembers the moo"),
        ("ea kee ps no boo ks", "", "", None),
        ("never said anywhere", "", "", None),
        (
            "In spring the tides re-turns; in autumn all the tide returns.",
            "",
            "",
            "In spring the tide re-turns; in autumn the tide returns.",
        ),
        ("In spring the gulls come; in winter nobody comes.", "", "", None),
        ("…", "", "", None),
        ("", "", "", None),
    ],
)
def test_places(quote: str, prefix: str, suffix: str, found: str | None) -> None:
    span = find_passage(TEXT, quote, prefix, suffix)
    assert (span.of(TEXT) if span else None) == found


def test_surroundings_choose_between_two_places() -> None:
    first, second = (
        find_passage(TEXT, "The sea keeps no", "", " books"),
        find_passage(TEXT, "The sea keeps no", "asks. ", ""),
    )
    assert first
    assert second
    assert (first.start, second.start) == (0, TEXT.index("The sea keeps no secrets"))


@given(texts, st.data())
def test_a_passage_of_the_text_is_found_at_its_own_place_or_not_at_all(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    span = find_passage(text, text[start:end], text[max(0, start - 32) : start], text[end : end + 32])
    if span is not None and text.count(text[start:end].strip()) == 1:
        assert start <= span.start <= span.end <= end


@given(st.text(st.characters(exclude_categories=["Cs"])), st.data())
def test_offsets_in_utf16(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert from_utf16(text, len(text[:at].encode("utf-16-le")) // 2) == at


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org/a/",
        "http://example.org/a#part",
        "https://m.example.org/a?utm_source=x&fbclid=1",
        "https://EXAMPLE.org/a",
    ],
)
def test_addresses_of_one_page(url: str) -> None:
    assert address(url) == address("https://example.org/a")
    assert address(url) != address("https://example.org/a?id=2")
