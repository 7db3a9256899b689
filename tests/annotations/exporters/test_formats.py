"""Every export of data, read back by a parser that nobody here wrote, equals what went in, whatever the words are made of."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import jsonschema
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from msgspec.structs import replace
from pyld import jsonld

from annotations.exporters.csv_format import COLUMNS
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import formats, get_format
from annotations.markup.csv_cells import FORMULA_STARTS
from annotations.model.source import Source
from tests.annotations.excerpts import (
    OPTIONS,
    ROOT,
    flat,
    many,
    relaxed,
    rendered,
)
from tests.annotations.exporters.test_exporters import decoded
from tests.fakes import made


@relaxed
@given(many)
def test_csv(drawn: list[Excerpt]) -> None:
    rows = list(csv.DictReader(io.StringIO(rendered("csv", drawn), newline="")))
    assert [list(row) for row in rows] == [COLUMNS] * len(drawn)
    for row, one in zip(rows, drawn, strict=True):
        assert not any(cell.startswith(FORMULA_STARTS) for cell in row.values())
        for name, wanted in (("quote", one.passage), ("note", one.annotation.note), ("title", one.source.title)):
            cell = row[name]
            assert cell in (wanted, f"'{wanted}")
            assert (cell != wanted) == (wanted.lstrip("'").startswith(FORMULA_STARTS))


@relaxed
@given(many)
def test_json_keeps_to_its_schema(drawn: list[Excerpt]) -> None:
    schema = json.loads((ROOT / "annotations" / "exporters" / "excerpts.schema.json").read_text(encoding="utf-8"))
    document = json.loads(rendered("json", drawn))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    assert [(each["quote"], each["note"]) for each in document["annotations"]] == [
        (one.passage, one.annotation.note) for one in drawn
    ]


ANNO = {
    "@version": 1.1,
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@id"},
    "@vocab": "http://www.w3.org/ns/oa#",
}


@relaxed
@given(many)
def test_w3c(drawn: list[Excerpt]) -> None:
    document = json.loads(rendered("w3c", drawn))
    assert document["@context"] == "http://www.w3.org/ns/anno.jsonld"
    expanded = jsonld.expand(document | {"@context": ANNO})
    (collection,) = expanded
    (page,) = collection["http://www.w3.org/ns/oa#first"]
    items = page["http://www.w3.org/ns/oa#items"]
    exact = [found["@value"] for item in items for found in values(item, "exact")]
    assert exact == [one.passage for one in drawn]
    for item, one in zip(document["first"]["items"], drawn, strict=True):
        assert item["motivation"] in ("commenting", "highlighting")
        said = {(body["purpose"], body["value"]) for body in item.get("body", [])}
        note = {("commenting", one.annotation.note)} if one.annotation.note else set()
        assert said == note | {("tagging", each) for each in one.annotation.tags}
        quote, place = item["target"]["selector"]
        assert (quote["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert place["end"] - place["start"] == len(one.passage)


def values(node: Any, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if isinstance(node, list):
        for each in node:
            found += values(each, name)
    elif isinstance(node, dict):
        for key, value in node.items():
            found += value if key.endswith(f"#{name}") else values(value, name)
    return found


@relaxed
@given(many)
def test_ris(drawn: list[Excerpt]) -> None:
    records = rispy.loads(rendered("ris", drawn))
    assert len(records) == len({one.annotation.article_id for one in drawn}) == 1
    record, source = records[0], drawn[0].source
    assert flat(record["title"]) == source.title
    assert record.get("secondary_title", "") == source.container
    assert [flat(name) for name in record.get("authors", [])] == [
        flat(name.literal.replace(",", "，") or f"{name.family}, {name.given}") for name in source.authors
    ]
    assert record.get("year") == (f"{source.issued.year:04}" if source.issued else None)
    assert [flat(one.passage) in note for one, note in zip(drawn, record["notes"], strict=True)] == [True] * len(drawn)


@relaxed
@given(many)
def test_biblatex(drawn: list[Excerpt]) -> None:
    library = parse_string(rendered("biblatex", drawn))
    assert not library.failed_blocks
    (entry,) = library.entries
    source = drawn[0].source
    assert decoded(entry["title"]) == source.title
    fields = {field.key: field.value for field in entry.fields}
    assert fields.get("date", "") == (source.issued.iso() if source.issued else "")
    assert all(decoded(" ".join(fields["annotation"].split())).count(flat(one.passage)) for one in drawn)


@relaxed
@given(many)
def test_csl_json(drawn: list[Excerpt]) -> None:
    (item,) = json.loads(rendered("csl-json", drawn))
    source = drawn[0].source
    assert item["title"] == source.title
    assert item.get("container-title", "") == source.container
    issued = source.issued
    assert item.get("issued") == ({"date-parts": [[issued.year, issued.month, issued.day]]} if issued else None)


@pytest.mark.parametrize("name", formats())
@pytest.mark.parametrize("group", ["article", "tag", "date"])
def test_every_format_takes_every_grouping_and_the_sentence_round_a_passage(name: str, group: str) -> None:
    drawn = [replace(Excerpt(made(number=n), Source(title=f"T{n}")), before="Before ", after=" after.") for n in (1, 2)]
    assert get_format(name).render(drawn, replace(OPTIONS, group=group)).endswith("\n")
    assert get_format(name).render([], OPTIONS).endswith("\n")
