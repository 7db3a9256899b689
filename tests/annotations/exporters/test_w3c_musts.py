"""What the Web Annotation Data Model (W3C Recommendation, 23 February 2017) says MUST be, held against our export.

Sections: 3.1 Annotations, 3.2.4 Embedded Textual Body, 3.3.1 Lifecycle, 3.3.2 Agents, 3.3.5 Motivation, 4 Specific Resources, 4.2.4 Text
Quote Selector, 4.2.5 Text Position Selector, 5.1 Annotation Collection, 5.2 Annotation Page.
"""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import get_format
from annotations.importers.registry import read_notes
from tests.annotations.excerpts import OPTIONS, many, relaxed

IRI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
UTC_TIME = {"type": "string", "pattern": r"^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
CONTEXT = {"const": "http://www.w3.org/ns/anno.jsonld"}
MOTIVATIONS = (
    "assessing bookmarking classifying commenting describing editing highlighting identifying linking moderating questioning "
    "replying tagging"
).split()
SELECTOR = {
    "type": "object",
    "oneOf": [
        {
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                **{name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
            },
            "required": ["type", "exact"],
        },
        {
            "properties": {
                "type": {"const": "TextPositionSelector"},
                **{name: {"type": "integer", "minimum": 0} for name in ("start", "end")},
            },
            "required": ["type", "start", "end"],
        },
    ],
}
ANNOTATION = {
    "type": "object",
    "properties": {
        "id": IRI,
        "type": {"const": "Annotation"},
        "created": UTC_TIME,
        "modified": UTC_TIME,
        "motivation": {"enum": MOTIVATIONS},
        "generator": {"type": "object", "properties": {"type": {"const": "Software"}, "name": {"type": "string"}}},
        "body": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "type": {"const": "TextualBody"},
                    "value": {"type": "string"},
                    "purpose": {"enum": MOTIVATIONS},
                    "format": {"type": "string"},
                },
                "required": ["value", "type"],
            },
        },
        "stylesheet": {
            "type": "object",
            "properties": {"type": {"const": "CssStylesheet"}, "value": {"type": "string", "minLength": 1}},
            "required": ["type", "value"],
        },
        "target": {
            "type": "object",
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": IRI,
                "styleClass": {"type": "string"},
                "selector": {"type": "array", "minItems": 1, "items": SELECTOR},
            },
            "required": ["source"],
        },
    },
    "required": ["id", "type", "target", "stylesheet"],
    "not": {"required": ["bodyValue"]},
    "propertyNames": {
        "anyOf": [
            {"enum": "id type created modified motivation generator body target stylesheet".split()},
            {"pattern": "^urn:glossator:"},
        ]
    },
}
COLLECTION = {
    "type": "object",
    "properties": {
        "@context": CONTEXT,
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "generated": UTC_TIME,
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": IRI,
                "startIndex": {"type": "integer", "minimum": 0},
                "items": {"type": "array", "items": ANNOTATION},
            },
            "required": ["id", "type", "items"],
        },
    },
    "required": ["@context", "id", "type"],
    "if": {"properties": {"total": {"const": 0}}},
    "else": {"required": ["first"]},
}


def document(drawn: list[Excerpt]) -> Any:
    return json.loads(get_format("w3c").render(drawn, OPTIONS))


@relaxed
@given(many)
def test_every_must_of_the_model_holds(drawn: list[Excerpt]) -> None:
    jsonschema.Draft202012Validator.check_schema(COLLECTION)
    found = document(drawn)
    jsonschema.validate(found, COLLECTION)
    assert found["total"] == len(found["first"]["items"]) == len(drawn)
    names = [one["id"] for one in found["first"]["items"]]
    assert len(set(names)) == len(names)
    for one in found["first"]["items"]:
        for selector in one["target"]["selector"]:
            assert selector.get("start", 0) <= selector.get("end", 0)


@relaxed
@given(many)
def test_what_is_said_comes_back(drawn: list[Excerpt]) -> None:
    reading = read_notes(get_format("w3c").render(drawn, OPTIONS))
    assert not reading.problems
    assert [(one.quote, one.note, one.tags, one.color) for one in reading.notes] == [
        (one.passage, one.annotation.note, one.annotation.tags, one.annotation.color) for one in drawn
    ]
    assert [one.own_id for one in reading.notes] == [one.annotation.id for one in drawn]


def test_a_collection_of_none_links_no_page() -> None:
    found = document([])
    jsonschema.validate(found, COLLECTION)
    assert (found["total"], "first" in found) == (0, False)


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "no iri"}, {"type": "Note"}, {"target": {}}, {"created": "2025-03-03T10:00:00+00:00"}, {"body": [{"type": "TextualBody"}]},
        {"bodyValue": "x"}, {"motivation": "shouting"}, {"target": {"source": "urn:x:1", "selector": [{"type": "TextQuoteSelector"}]}},
    ],
)  # fmt: skip
@settings(max_examples=1)
@given(drawn=many)
def test_the_schema_refuses_what_breaks_a_must(broken: dict[str, Any], drawn: list[Excerpt]) -> None:
    found = document([replace(one) for one in drawn])
    found["first"]["items"][0] |= broken
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, COLLECTION)
