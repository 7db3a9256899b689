"""Clusters, in pictures: each stands between bars."""

from __future__ import annotations

import pytest
from hypothesis import given
from wcwidth import iter_graphemes

from reader.text.graphemes import cluster_start, clusters, next_boundary, prev_boundary
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
