"""Citation data as one types it: read field by field, refused by name, and only offered where it was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.model.source import KINDS, Name, PartialDate, Source
from reader.articles.article import Draft
from reader.services.citation_form import mended, names, people, suggestions, written

FULL = Source(
    "A title",
    authors=(Name("Lee", "Ann"), Name(literal="Reuters; and others")),
    issued=PartialDate(2025, 6),
    container="The Harbour Post",
    url="https://example.org/a",
    doi="10.1000/182",
    language="en-GB",
)


def test_what_is_shown_reads_back_to_the_same() -> None:
    assert mended(FULL, written(FULL)) == FULL


@given(st.sampled_from(sorted(written(FULL))), st.text(max_size=30))
def test_a_field_takes_a_value_or_says_what_is_wrong(field: str, value: str) -> None:
    try:
        changed = mended(FULL, {field: value})
    except ValueError as error:
        assert str(error).startswith(f"{field}: ")
    else:
        assert written(changed) | {field: ""} == written(FULL) | {field: ""}


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("authors", "Lee, Ann; Bo Chen; {Reuters}; Xinhua", (Name("Lee", "Ann"), Name("Chen", "Bo"), Name(literal="Reuters"), Name(literal="Xinhua"))),
        ("authors", "", ()),
        ("issued", "2025-06", PartialDate(2025, 6)),
        ("issued", "", None),
        ("accessed", "2025-07-01", PartialDate(2025, 7, 1)),
        ("doi", "https://doi.org/10.1000/xyz.1", "10.1000/xyz.1"),
        ("doi", "10.1002/(SICI)1097-0258(1998)17:15<1661::AID>3.0.CO;2-2", "10.1002/(SICI)1097-0258(1998)17:15<1661::AID>3.0.CO;2-2"),
        ("kind", "Press release", "press-release"),
        ("kind", "web page", "webpage"),
        ("kind", "journal article", "article-journal"),
        ("language", "pt-BR", "pt-BR"),
        ("publisher", "Harbour  Press", "Harbour Press"),
    ],
)  # fmt: skip
def test_what_one_types(field: str, text: str, value: object) -> None:
    assert getattr(mended(FULL, {field: text}), field) == value


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("title", " ", "needs a title"),
        ("issued", "30/06/2025", "not a date"),
        ("issued", "2025-13", "no such month"),
        ("kind", "nwes", "did you mean news?"),
        ("doi", "11.1/2", "no DOI"),
        ("url", "www.example.org", "no address"),
        ("language", "English!", "no language"),
        ("key", "a b", "BibTeX"),
    ],
)
def test_what_is_refused(field: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        mended(FULL, {field: text})
    assert str(refused.value).startswith(f"{field}: ")


def test_every_kind_is_taken() -> None:
    assert [mended(FULL, {"kind": kind}).kind for kind in KINDS] == list(KINDS)


def test_what_was_found_is_offered_and_what_stands_there_is_not() -> None:
    imported = replace(FULL, authors=(), doi="", url="https://www.example.org/a", container="")
    draft = Draft("Text with doi:10.1000/abc.", imported, byline="By Ann Lee and Bo Chen", agency="Reuters")
    offers = suggestions(draft.with_id("one"), replace(imported, title="Another title"), "2026-03-01T12:00:00+00:00")
    found = [(one.field, one.value) for one in offers]
    assert found[:2] == [("authors", "Lee, Ann; Chen, Bo"), ("authors", "{Reuters}")]
    for offer in [
        ("title", "Another title"),
        ("container", "example.org"),
        ("accessed", "2026-03-01"),
        ("doi", "10.1000/abc"),
    ]:
        assert offer in found
    assert all(value != written(imported)[field] for field, value in found)
    assert all(mended(imported, {field: value}) for field, value in found)


def test_names_of_a_byline() -> None:
    assert people("BY ANN LEE, BO CHEN & Cy Ray") == [Name("LEE", "ANN"), Name("CHEN", "BO"), Name("Ray", "Cy")]
    assert people("") == [] and names("; ;") == ()
