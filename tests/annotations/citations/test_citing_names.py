"""Names in six styles: particles, suffixes, corporate authors, scripts; and through files of other programs."""

from __future__ import annotations

import json

import pytest

from annotations.citations import get_style, listing, render
from annotations.exporters.bibtex import names as bibtex_names
from annotations.exporters.csl_json import item
from annotations.importers.coerce import names_of
from annotations.model.source import Name, PartialDate, Source
from reader.importers.metadata.byline_names import names_of as byline_names
from reader.library.db.row_mapping import source_from_json, source_to_json
from reader.services.citation_form import written_name

KING = Name("King", "Martin Luther", suffix="Jr.")
RIJN = Name("Rijn", "Anna", particles="van")
PERSONS = (
    KING,
    RIJN,
    Name("Lindqvist", "Per", suffix="III"),
    Name("Aubigné", "Jean", particles="d’"),
    Name("Kim", "Ann"),
)
CORPORATE = Name(literal="Ministry of Health, Labour and Welfare")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("King, Martin Luther, Jr.", KING),
        ("King, Jr., Martin Luther", KING),
        ("Martin Luther King Jr.", KING),
        ("Martin Luther King, Jr.", KING),
        ("Lindqvist, Per, III", Name("Lindqvist", "Per", suffix="III")),
        ("van Rijn, Anna", RIJN),
        ("Anna van Rijn", RIJN),
        ("{World Health Organization}", Name(literal="World Health Organization")),
        ("Maria del Carmen Ortiz Ruiz", Name("Ruiz", "Maria del Carmen Ortiz")),
        ("Reuters", Name(literal="Reuters")),
    ],
)
def test_a_name_is_read_by_its_parts(typed: str, name: Name) -> None:
    assert Name.parse(typed) == name


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("apa", "King, M. L., Jr."),  # APA 7, 9.8
        ("chicago", "King, Martin Luther, Jr."),  # CMOS 17, 16.41
        ("chicago-notes", "King, Martin Luther, Jr."),
        ("mla", "King, Martin Luther, Jr."),  # MLA 9, 5.11
        ("harvard", "King, M.L., Jr."),
        ("ieee", "M. L. King Jr."),
    ],
)
def test_a_suffix_stands_behind_the_given_name(style: str, shown: str) -> None:
    source = Source("Letters", kind="book", authors=(KING,), issued=PartialDate(1963))
    assert render(get_style(style).reference(source)).startswith(shown)
    assert "Jr." not in render(get_style(style).in_text(source)) or style == "chicago-notes"


@pytest.mark.parametrize(
    ("style", "shown"),
    [("apa", "van Rijn, A."), ("chicago", "Rijn, Anna van"), ("mla", "van Rijn, Anna"), ("ieee", "A. van Rijn")],
)
def test_a_particle_stands_where_the_manual_wants_it(style: str, shown: str) -> None:
    assert render(get_style(style).reference(Source("Tides", kind="book", authors=(RIJN,)))).startswith(shown)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (Name("حداد", "ليلى"), "حداد, ليلى"),
        (Name("כהן", "רות"), "כהן, רות"),
        (Name("शर्मा", "मीरा"), "शर्मा, मीरा"),
        (Name("აბაშიძე", "ნინო"), "აბაშიძე, ნ."),
        (Name("Սարգսյան", "Անի"), "Սարգսյան, Ա."),
        (Name("王", "小明"), "王小明"),
        (Name("김", "지우"), "김지우"),
        (Name("Sartre", "J.-P."), "Sartre, J.-P."),
        (Name("Khayyam", "ʻUmar"), "Khayyam, ʻU."),
    ],
)
def test_only_scripts_without_blanks_are_joined(name: Name, shown: str) -> None:
    assert render(get_style("apa").reference(Source("T", kind="book", authors=(name,)))).startswith(shown)


def test_persons_with_the_same_initials_are_told_apart_by_their_given_names() -> None:
    both = [Source(given, authors=(Name("Kim", given),), issued=PartialDate(2025)) for given in ("Ann", "Alma")]
    assert [render(listing(both, get_style("chicago")).in_text(one)) for one in both] == [
        "(Ann Kim 2025)",
        "(Alma Kim 2025)",
    ]
    assert [render(listing(both, get_style("mla")).in_text(one)) for one in both] == ["(Ann Kim)", "(Alma Kim)"]


@pytest.mark.parametrize("name", [*PERSONS, CORPORATE], ids=Name.display)
def test_a_name_survives_files_forms_and_the_library(name: Name) -> None:
    source = Source("T", authors=(name,))
    assert source_from_json(source_to_json(source)) == source
    assert Name.parse(written_name(name)) == name or name.particles.endswith("’")
    assert names_of(json.loads(json.dumps(item("k", source)["author"]))) == (name,)


def test_a_record_of_an_earlier_version_is_read() -> None:
    record = '{"title": "T", "authors": [["Kim", "Ann", ""]]}'
    assert source_from_json(record).authors == (Name("Kim", "Ann"),)


def test_corporate_authors_stay_whole() -> None:
    for record in (
        {"literal": "World Health Organization"},
        {"name": "World Health Organization", "creatorType": "author"},
    ):
        assert names_of([record]) == (Name(literal="World Health Organization"),)
    assert names_of([{"type": "Person", "name": "Ann Kim"}]) == (Name("Kim", "Ann"),)


def test_csl_particles_and_suffixes_are_kept() -> None:
    given = {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}
    assert names_of([given]) == (Name("Beethoven", "Ludwig van"),)
    given = {"family": "Rijn", "given": "Anna", "non-dropping-particle": "van", "suffix": "Jr."}
    assert names_of([given]) == (Name("Rijn", "Anna", particles="van", suffix="Jr."),)


def test_bibtex_has_the_suffix_between_the_names() -> None:
    assert bibtex_names((KING, RIJN)) == "King, Jr., Martin Luther and van Rijn, Anna"


def test_a_byline_keeps_a_suffix_with_its_name() -> None:
    assert byline_names("Martin Luther King, Jr.") == (KING,)
    assert byline_names("Samuel Ade Okafor, Jr. and Ann Lee") == (
        Name("Okafor", "Samuel Ade", suffix="Jr."),
        Name("Lee", "Ann"),
    )
