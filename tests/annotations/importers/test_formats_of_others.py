"""What the web and reference managers write (W3C, Hypothesis, Readwise, Zotero), as each tool does, and what is none of any."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from annotations.importers.coerce import color_of, names_of, plain
from annotations.importers.dates import time_of
from annotations.importers.registry import read_notes, tool_names
from annotations.model.errors import UnknownName, UnknownNoteFormat
from annotations.model.source import Name
from tests.annotations.importers.reading import brief, read

# W3C

QUOTE = {"type": "TextQuoteSelector", "exact": "no books", "prefix": "keeps ", "suffix": "."}
SINGLE: dict[str, Any] = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://example.org/anno/1",
    "type": "Annotation",
    "motivation": "commenting",
    "created": "2025-03-03T10:00:00Z",
    "body": [
        {"type": "TextualBody", "value": "A remark", "purpose": "commenting"},
        {"type": "TextualBody", "value": "sea", "purpose": "tagging"},
    ],
    "target": {
        "source": "https://example.org/a#top",
        "selector": [{"type": "TextPositionSelector", "start": 4, "end": 12}, QUOTE],
    },
}


def test_a_w3c_annotation() -> None:
    (note,) = read(SINGLE).notes
    assert (note.quote, note.prefix, note.suffix, note.start, note.end) == ("no books", "keeps ", ".", 4, 12)
    assert (note.note, note.tags, note.source.url) == ("A remark", ("sea",), "https://example.org/a")
    assert note.created == datetime(2025, 3, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "shape",
    [
        SINGLE,
        [SINGLE],
        {"type": "AnnotationPage", "items": [SINGLE]},
        {"type": "AnnotationCollection", "total": 1, "first": {"type": "AnnotationPage", "items": [SINGLE]}},
        {
            "type": "AnnotationCollection",
            "first": {"type": ["AnnotationPage"], "items": [SINGLE], "next": "https://example.org/2"},
        },
        {**SINGLE, "@type": "oa:Annotation", "type": "oa:Annotation"},
        {**SINGLE, "target": [SINGLE["target"]]},
        {**SINGLE, "target": {"type": "Choice", "items": [SINGLE["target"]]}},
        {
            **SINGLE,
            "target": {**SINGLE["target"], "selector": {"type": "CssSelector", "value": "p", "refinedBy": QUOTE}},
        },
    ],
)
def test_the_shapes_that_hold_w3c_annotations(shape: Any) -> None:
    (note,) = read(shape).notes
    assert (note.quote, note.note, note.tags) == ("no books", "A remark", ("sea",))


def test_other_bodies_and_targets() -> None:
    bare = {"type": "Annotation", "id": "urn:x:2", "bodyValue": "In short", "target": "https://example.org/b"}
    html = {
        **SINGLE,
        "body": {"type": "TextualBody", "format": "text/html", "value": "<p>One</p><p>T&amp;wo</p><script>x</script>"},
    }
    tagging = {**SINGLE, "motivation": "tagging", "body": {"value": "one tag"}}
    several = {**SINGLE, "target": [SINGLE["target"], "https://example.org/c"]}
    notes = read([bare, html, tagging, several]).notes
    assert [(one.note, one.tags) for one in notes[:3]] == [("In short", ()), ("One\nT&wo", ()), ("", ("one tag",))]
    assert [one.source.url for one in notes[3:]] == ["https://example.org/a", "https://example.org/c"]
    assert len({one.id for one in notes[3:]}) == 2


def test_readiums_set_names_the_book() -> None:
    found = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationSet",
        "about": {"dc:title": "The Sea", "dc:creator": ["Ann Bell"], "dc:date": "1865", "dc:format": "application/epub+zip"},
        "items": [
            {"type": "Annotation", "id": "urn:uuid:1", "target": {"source": "OPS/one.html", "selector": [QUOTE]},
             "body": {"type": "TextualBody", "value": "Ha", "keyword": "teacher", "color": "purple"}},
            {"type": "Annotation", "id": "urn:uuid:2", "motivation": "bookmarking", "target": {"source": "OPS/one.html"}},
            "nonsense",
            {"type": "Annotation", "id": "urn:uuid:3", "target": 7},
        ],
    }  # fmt: skip
    reading = read(found)
    (note,) = reading.notes
    assert (note.note, note.tags, note.color) == ("Ha", ("teacher",), "pink")
    assert (note.source.title, note.source.authors, note.source.url) == ("The Sea", (Name("Bell", "Ann"),), "")
    assert [problem.split(":")[0] for problem in reading.problems] == ["annotation 3"]


# Hypothesis

HYPOTHESIS = {
    "id": "abc",
    "created": "2025-03-03T10:00:00.1+00:00",
    "updated": "2025-03-04T10:00:00+00:00",
    "user": "acct:ann@hypothes.is",
    "uri": "https://example.org/a",
    "text": "A remark",
    "tags": ["sea", "mud"],
    "document": {"title": ["The sea"]},
    "target": [
        {
            "source": "https://example.org/a",
            "selector": [{"type": "TextPositionSelector", "start": 4, "end": 12}, QUOTE],
        }
    ],
}


@pytest.mark.parametrize(
    "wrap",
    [lambda one: {"rows": one, "total": 1}, lambda one: {"annotations": one}, lambda one: one, lambda one: one[0]],
)
def test_hypothesis_json(wrap: Any) -> None:
    (note,) = read(wrap([HYPOTHESIS])).notes
    assert (note.quote, note.prefix, note.note, note.tags, note.utf16) == (
        "no books",
        "keeps ",
        "A remark",
        ("sea", "mud"),
        True,
    )
    assert (note.source.title, note.source.url) == ("The sea", "https://example.org/a")


def test_hypothesis_json_lines_replies_and_page_notes() -> None:
    reply = {
        **HYPOTHESIS,
        "id": "def",
        "user": "acct:carl@x",
        "text": "I doubt it",
        "references": ["abc"],
        "target": [{"source": "x"}],
    }
    page = {**HYPOTHESIS, "id": "ghi", "target": [{"source": "https://example.org/a"}]}
    lines = "\n".join([*(json.dumps(one) for one in (HYPOTHESIS, reply, page)), '{"broken": '])
    reading = read(lines)
    assert [(one.quote, one.note) for one in reading.notes] == [
        ("no books", "A remark\n\ncarl: I doubt it"),
        ("", "A remark"),
    ]
    assert len(reading.problems) == 1


def test_hypothesis_csv() -> None:
    table = (
        "\ufeffCreated at,Author,Page,URL,Group,Type,Quote/description,Comment,Tags\r\n"
        '2025-03-03 10:00:00,ann,,https://example.org/a,Public,Annotation,"no ""books"",\r\nhe wrote",A remark,"sea,mud"\r\n'
        "2025-03-03 10:00:00,carl,,https://example.org/a,Public,Reply,,I doubt it,\r\n"
    )
    reading = read(table)
    assert brief(reading.notes) == [('no "books",\nhe wrote', "A remark", ("sea", "mud")), ("", "carl: I doubt it", ())]
    assert brief(read(table.replace(",ann", "\tann"), "hypothesis").notes)


# Readwise

READWISE = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n"
    '"The sea keeps no books",The Sea,"Ann Bell, Carl Dahl",B00,".mud .two-words Nice",blue,".sea, old",page,3,2025-03-03 10:00:00+00:00,\n'
)


def test_readwise() -> None:
    (note,) = read(READWISE).notes
    assert (note.quote, note.note, note.color) == ("The sea keeps no books", "Nice", "blue")
    assert note.tags == ("sea", "old", "mud", "two-words")
    assert note.source.authors == (Name("Bell", "Ann"), Name("Dahl", "Carl"))
    (other,) = read(
        "Highlight,Title,Author,URL,Note,Location,Date\nWords,T,,https://example.org/a,,1,2025-03-03\n"
    ).notes
    assert (other.source.url, other.created) == ("https://example.org/a", datetime(2025, 3, 3, tzinfo=UTC))


# Zotero

MARKED = (
    '<p><span class="highlight" data-annotation="%7B%22annotationKey%22%3A%22K1%22%2C%22color%22%3A%22%235fb236%22%7D"><span>“The sea”</span></span> '
    '<span class="citation" data-citation="x">(<span class="citation-item">Bell, 2025</span>)</span> so it is</p>'
)


def test_zotero() -> None:
    own = {"annotationType": "highlight", "annotationText": "Mud", "annotationComment": "Hm", "annotationColor": "#ffd400",
           "dateAdded": "2025-03-03T10:00:00Z", "key": "K2", "tags": [{"tag": "sea"}]}  # fmt: skip
    work = {
        "itemType": "book",
        "key": "W",
        "title": "The Sea",
        "creators": [{"firstName": "Ann", "lastName": "Bell", "creatorType": "author"}],
    }
    nested = {"items": [{**work, "attachments": [{"annotations": [own, 3]}], "notes": [{"note": MARKED}]}]}
    flat = [
        {"key": "W", "data": work},
        {"key": "A", "data": {"itemType": "attachment", "key": "A", "parentItem": "W"}},
        {"key": "K2", "data": {"itemType": "annotation", "parentItem": "A", **own}},
    ]
    for shape in (flat, nested):
        note = read(shape).notes[0]
        assert (note.quote, note.note, note.tags, note.color, note.id) == ("Mud", "Hm", ("sea",), "yellow", "zotero:K2")
        assert note.source.title == "The Sea"
    reading = read(nested)
    assert [(one.quote, one.note, one.color) for one in reading.notes[1:]] == [("The sea", "so it is", "green")]
    assert reading.problems == ("entry 2: is no record: 3",)
    csl = [
        {
            "id": "bell2025",
            "type": "book",
            "title": "The Sea",
            "annote": "“The sea” — so it is\n\n“Mud”\n\nOn the whole",
            "note": "tex.x: 1",
        }
    ]
    assert brief(read(csl).notes) == [("The sea", "so it is", ()), ("Mud", "", ()), ("", "On the whole", ())]


# What is none


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Just words.",
        "{}",
        "[]",
        "[1, 2]",
        '{"a": ',
        "a,b\n1,2\n",
        "<html></html>",
        "return {}",
        "[" * 5000,
    ],
)
def test_what_holds_no_notes_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(UnknownNoteFormat) as refused:
        read_notes(text)
    assert "\n" not in str(refused.value)


def test_a_format_that_is_named_must_be_it() -> None:
    with pytest.raises(UnknownNoteFormat, match="not Kindle"):
        read(READWISE, "kindle")
    with pytest.raises(UnknownName, match="did you mean kindle"):
        read(READWISE, "kindel")
    assert tool_names()[0] == "auto"


def test_values() -> None:
    assert [color_of(name) for name in ("Yellow", "#2ea8e5", "purple", "#a28ae5", None, "#aaaaaa", "#f19837", "#5fb236")] == [
        "yellow", "blue", "pink", "pink", "yellow", "yellow", "orange", "green",
    ]  # fmt: skip
    assert [name.display() for name in names_of("Bell, Ann; Carl Dahl & Reuters")] == [
        "Ann Bell",
        "Carl Dahl",
        "Reuters",
    ]
    assert plain("a < b & c") == "a < b & c" or plain("a < b & c").startswith("a")
    assert time_of("2025-03-03") == datetime(2025, 3, 3, tzinfo=UTC)
    assert [time_of(value) for value in ("never", None, 1e30, -1, True)] == [None] * 5
