"""Clusters, in pictures: each stands between bars."""

from __future__ import annotations

from itertools import product

import pytest
import regex
from hypothesis import given
from wcwidth import iter_graphemes

from reader.text.unicode.graphemes import cluster_start, clusters, next_boundary, prev_boundary
from tests.strategies import texts, wild_text

PICTURES = (
    "a|b|c", "e\u0301|e", "👩‍👩‍👧|x", "🇩🇪|🇫🇷|🇺", "👍🏽|👍", "क्षि|क", "각|가", "\u1112\u1161\u11ab|\u1100", "ก|ำ".replace("|", ""),
    "“|a|”|…", "漢|字|。", "a|\r\n|b", "☎️|☎", "न|ी".replace("|", ""), "ו\u05b9|ם", "😀|😀", "a\u200d|b",
)  # fmt: skip


@pytest.mark.parametrize("picture", PICTURES)
def test_pictures(picture: str) -> None:
    text = picture.replace("|", "")
    assert "|".join(cluster.of(text) for cluster in clusters(text, 0, len(text))) == picture


@given(texts | wild_text)
def test_they_are_those_of_the_reference(text: str) -> None:
    assert [cluster.of(text) for cluster in clusters(text, 0, len(text))] == list(iter_graphemes(text))


@given(texts)
def test_every_question_about_one_place_agrees_with_the_whole(text: str) -> None:
    starts = [cluster.start for cluster in clusters(text, 0, len(text))]
    for offset in range(len(text)):
        behind = max(start for start in starts if start <= offset)
        assert cluster_start(text, offset) == behind
        if offset == behind:
            assert next_boundary(text, offset) == next((start for start in starts if start > offset), len(text))
            assert prev_boundary(text, offset) == max((start for start in starts if start < offset), default=0)


CLASSES = "CR LF Control Extend Prepend SpacingMark L V T LV LVT ZWJ Regional_Indicator".split()
EVERY = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)


def of_each_class() -> list[str]:
    """The first and the last character of each class of UAX #29, and some of what its rules name besides."""
    found = [regex.findall(rf"\p{{GCB={name}}}", EVERY) for name in CLASSES]
    found.append(regex.findall(r"\p{Extended_Pictographic}", EVERY))
    return [character for each in found for character in dict.fromkeys((each[0], each[-1]))] + list("aé漢क्\u093c")


def test_no_pair_and_no_three_of_unicodes_classes_are_cut_otherwise_than_by_another_implementation() -> None:
    whole, characters = regex.compile(r"\X"), of_each_class()
    pairs = [(one, between, two) for one, two in product(characters, repeat=2) for between in ("", "\u0308")]
    for parts in (*pairs, *product(characters[::2], repeat=3)):
        text = "".join(parts)
        assert [cluster.of(text) for cluster in clusters(text, 0, len(text))] == whole.findall(text), ascii(text)
