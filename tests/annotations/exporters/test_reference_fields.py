"""Fields of BibTeX, biblatex, RIS and W3C that other programs read, for sources that were wrong there."""

from __future__ import annotations

import json

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from msgspec.structs import replace

from annotations.exporters import biblatex, bibtex
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import get_format
from annotations.importers.registry import read_notes
from annotations.model.annotation import COLORS
from annotations.model.source import Name, PartialDate, Source
from tests.annotations.excerpts import OPTIONS
from tests.fakes import made

JOURNAL = Source(
    "Counting tides",
    kind="article-journal",
    container="Sea Studies",
    volume="12",
    issue="4",
    pages="xii-xv",
    doi="10.1000/sea_12",
    url="https://news.example/a_b?x=1&y=2%20z#c",
)


def fields(entry: str) -> dict[str, str]:
    library = parse_string(entry)
    assert not library.failed_blocks
    return {field.key: str(field.value) for field in library.entries[0].fields}


@pytest.mark.parametrize("write", [bibtex.entry, biblatex.entry])
def test_addresses_are_verbatim_and_an_issue_is_a_number(write: object) -> None:
    """Manual of biblatex 3.20, 2.2.1: `doi` and `url` are verbatim fields; 2.3.11: the number of an issue is `number`."""
    found = fields(bibtex.entry("k", JOURNAL) if write is bibtex.entry else biblatex.entry("k", JOURNAL))
    assert (found["doi"], found["url"]) == (JOURNAL.doi, JOURNAL.url)
    assert (found["number"], found["pages"]) == ("4", "xii--xv")
    assert "issue" not in found


def test_braces_in_an_address_are_encoded() -> None:
    assert fields(biblatex.entry("k", replace(JOURNAL, url="https://e.org/{a}")))["url"] == "https://e.org/%7Ba%7D"


def test_a_newspaper_article_says_so() -> None:
    """Manual of biblatex 3.20, 2.2.2: `entrysubtype`, which pandoc reads too."""
    assert fields(biblatex.entry("k", Source("T", container="Leith Gazette")))["entrysubtype"] == "newspaper"
    assert "entrysubtype" not in fields(biblatex.entry("k", JOURNAL))


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Russian drones seen over the Tay", "Russian drones seen over the {Tay}"),
        ("How NATO and iPhone users met", "How {NATO} and {iPhone} users met"),
        ("Counting tides", "Counting tides"),
        ("Harbours and Their Patient Keepers", "Harbours and Their Patient Keepers"),
    ],
)
def test_only_capitals_that_must_stay_are_braced(title: str, shown: str) -> None:
    assert fields(bibtex.entry("k", Source(title)))["title"] == shown
    german = fields(bibtex.entry("k", Source("Die Hafenwache", language="de")))["title"]
    assert german == "{Die Hafenwache}"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            Source("R", kind="report", number="TR-12", genre="Technical report", place="Leith", publisher="Institute"),
            {
                "type_of_reference": "RPRT",
                "issn": "TR-12",
                "type_of_work": "Technical report",
                "place_published": "Leith",
            },
        ),
        (
            Source("Harbours Act 1964", kind="legislation", number="c. 40", place="London"),
            {"type_of_reference": "STAT", "note": "c. 40", "place_published": "London"},
        ),
        (
            Source(
                "New dues", kind="press-release", publisher="Port Board", place="Leith", issued=PartialDate(2025, 3, 4)
            ),
            {"type_of_reference": "ELEC", "type_of_work": "Press release", "publisher": "Port Board", "year": "2025"},
        ),
    ],
)
def test_ris_keeps_number_genre_and_place_where_zotero_reads_them(source: Source, said: dict[str, str]) -> None:
    """Zotero's translator reads a report's number in SN, an act's in M1, the genre in M3."""
    (record,) = rispy.loads(get_format("ris").render([Excerpt(made(), source)], OPTIONS))
    assert {name: record[name] for name in said} == said


def test_w3c_defines_the_class_of_every_color_and_organisations_come_back() -> None:
    """Web Annotation Data Model, 4.4: a `styleClass` MUST only be used with a `stylesheet`."""
    source = Source("T", kind="webpage", authors=(Name(literal="World Health Organization"), Name("Kim", "Ann")))
    text = get_format("w3c").render([Excerpt(made(), source)], OPTIONS)
    (item,) = json.loads(text)["first"]["items"]
    assert all(f".{color} {{" in item["stylesheet"]["value"] for color in COLORS)
    (note,) = read_notes(text).notes
    assert note.source.authors == source.authors
