"""Records: they come back as they were, and what is wrong in one is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.annotation import Annotation, clean_tags
from annotations.model.errors import CodecError
from annotations.model.ids import new_id
from annotations.storage.file_format import checked, from_dict, to_dict, to_record
from tests.fakes import NOON, made
from tests.strategies import any_annotations

KEYS = "id article start end quote prefix suffix note tags color created modified deleted quotation was".split()


@given(any_annotations())
def test_a_record_comes_back_as_it_was_through_json(annotation: Annotation) -> None:
    assert list(to_dict(annotation)) == KEYS
    record = json.loads(json.dumps(to_record(annotation)))
    assert checked(record) == annotation
    assert checked(json.loads(json.dumps(to_record(annotation.with_note("then", NOON))))).note == "then"


@given(any_annotations(), st.data())
def test_a_changed_field_shows(annotation: Annotation, data: st.DataObject) -> None:
    record = to_record(annotation)
    name = data.draw(st.sampled_from(["note", "quote", "prefix", "color", "quotation", "id"]))
    record[name] = record[name] + "x"
    with pytest.raises(CodecError, match="as it was written"):
        checked(record)


def test_a_record_without_a_check_is_taken_as_it_stands() -> None:
    record = to_record(made()) | {"note": "mended by hand"}
    del record["check"]
    assert checked(record).note == "mended by hand"


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
        ("note", float("nan")),
        ("end", 10**30),
        ("changed", []),
        ("changed", {"note": "yesterday"}),
        ("seen", [1]),
        ("versions", ["x"]),
    ],
)
def test_what_cannot_be_read_is_named(field: str, value: Any) -> None:
    with pytest.raises(CodecError, match=field):
        from_dict(to_record(made()) | {field: value})


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
