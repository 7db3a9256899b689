"""Records: they come back as they were, and what is wrong in one is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from annotations.annotation import Annotation, clean_tags
from annotations.codec import from_dict, to_dict
from annotations.errors import CodecError
from annotations.ids import new_id
from tests.fakes import NOON, made
from tests.strategies import any_annotations

KEYS = "id article start end quote prefix suffix note tags color created modified deleted quotation".split()


@given(any_annotations())
def test_a_record_comes_back_as_it_was_through_json(annotation: Annotation) -> None:
    record = json.loads(json.dumps(to_dict(annotation)))
    assert list(record) == KEYS
    assert from_dict(record) == annotation


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", 5),
        ("start", "0"),
        ("start", 99),
        ("start", True),
        ("quote", None),
        ("created", "yesterday"),
        ("created", "2026-01-01T00:00:00"),
        ("tags", "one"),
        ("tags", [1]),
        ("note", []),
    ],
)
def test_what_cannot_be_read_is_named(field: str, value: Any) -> None:
    with pytest.raises(CodecError, match=field):
        from_dict(to_dict(made()) | {field: value})


def test_ids_sort_by_time_and_differ() -> None:
    ids = [new_id(NOON.replace(second=second)) for second in range(30)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 30
    assert {len(one) for one in ids} == {26}


def test_the_time_of_an_id_can_be_read_back() -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = 0
    for letter in new_id(NOON, bytes):
        number = number * 32 + alphabet.index(letter)
    assert number >> 80 == NOON.timestamp() * 1000


def test_tags_are_cleaned_once() -> None:
    assert clean_tags(["#war", " War ", "two  words", "", "#", "a,b"]) == ("war", "two words", "a b")
