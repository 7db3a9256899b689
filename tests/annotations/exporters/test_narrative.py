"""The narrative form of a cited quote, and words before and behind a citation."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from annotations.citations import get_style
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import Wanted, cited_quote
from annotations.model.selectors import describe
from annotations.model.source import Name, PartialDate, Source
from annotations.model.span import Span
from tests.fakes import made

PASSAGE = "The harbour was deepened in 1950."
KERR = Source("Tides", authors=(Name("Kerr", "Ada"),), container="Leith Gazette", issued=PartialDate(2024, 5, 6))
TWO = replace(KERR, authors=(*KERR.authors, Name("Lind", "Bo")))


def quote(source: Source, style: str, wanted: Wanted, form: str = "plain", locator: str = "para. 1") -> str:
    annotation = replace(made(), target=describe(PASSAGE, Span(0, len(PASSAGE))))
    excerpt = Excerpt(annotation, source, locator, key="kerr2024")
    return cited_quote(excerpt, get_style(style), form, wanted).split("\n")[0]


NARRATIVE = Wanted(narrative=True)


@pytest.mark.parametrize(
    ("style", "source", "wanted"),
    [
        ("apa", KERR, "Kerr (2024) writes: “The harbour was deepened in 1950” (para. 1)."),  # APA 7, 8.11
        ("apa", TWO, "Kerr and Lind (2024) write: “The harbour was deepened in 1950” (para. 1)."),  # APA 7, 8.17
        ("apa", replace(KERR, issued=None), "Kerr (n.d.) writes: “The harbour was deepened in 1950” (para. 1)."),
        ("chicago", KERR, "Kerr (2024) writes: “The harbour was deepened in 1950” (para. 1)."),  # CMOS 17, 15.24
        ("mla", KERR, "Kerr writes: “The harbour was deepened in 1950” (par. 1)."),  # MLA 9, 6.3
        ("harvard", KERR, "Kerr (2024) writes: “The harbour was deepened in 1950” (para. 1)."),
        ("ieee", KERR, "Kerr writes: “The harbour was deepened in 1950” [1, Para. 1]."),
        ("chicago-notes", KERR, "Kerr writes: “The harbour was deepened in 1950.”[1]"),
        ("apa", replace(KERR, authors=()), "“The harbour was deepened in 1950” (“Tides,” 2024, para. 1)."),
    ],
)
def test_the_author_stands_in_the_sentence(style: str, source: Source, wanted: str) -> None:
    assert quote(source, style, NARRATIVE) == wanted


def test_without_a_place_the_quotation_keeps_its_stop() -> None:
    assert quote(KERR, "apa", NARRATIVE, locator="") == "Kerr (2024) writes: “The harbour was deepened in 1950.”"


@pytest.mark.parametrize(
    ("style", "wanted"),
    [
        ("apa", "“The harbour was deepened in 1950” (see Kerr, 2024, para. 1, emphasis added)."),
        ("mla", "“The harbour was deepened in 1950” (see Kerr, par. 1, emphasis added)."),
        ("ieee", "“The harbour was deepened in 1950” [see 1, Para. 1, emphasis added]."),
    ],
)
def test_words_before_and_behind_stand_inside_the_brackets(style: str, wanted: str) -> None:
    assert quote(KERR, style, Wanted(prefix="see", suffix="emphasis added")) == wanted


@pytest.mark.parametrize(
    ("form", "narrative", "affixes"),
    [
        (
            "org",
            "[cite/t:@kerr2024 para. 1] writes: “The harbour was deepened in 1950.”",
            "“The harbour was deepened in 1950” [cite:see @kerr2024 para. 1, emphasis added].",
        ),
        (
            "latex",
            r"\textcite[para. 1]{kerr2024}: \enquote{The harbour was deepened in 1950.}",
            r"\textcite[see][para. 1, emphasis added]{kerr2024}: \enquote{The harbour was deepened in 1950.}",
        ),
        (
            "typst",
            '#cite(<kerr2024>, supplement: [#"para. 1"], form: "prose") writes: '
            '#quote[#"The harbour was deepened in 1950."]',
            '#quote[#"The harbour was deepened in 1950"] '
            '#cite(<kerr2024>, supplement: [#"para. 1", #"emphasis added"]).',
        ),
    ],
)
def test_citations_by_key_have_both_forms(form: str, narrative: str, affixes: str) -> None:
    assert quote(KERR, "apa", NARRATIVE, form) == narrative
    assert quote(KERR, "apa", Wanted(prefix="see", suffix="emphasis added"), form) == affixes


def test_pandoc_has_both_forms() -> None:
    assert quote(KERR, "apa", NARRATIVE, "pandoc") == "@kerr2024 [para. 1] writes: “The harbour was deepened in 1950.”"
    affixes = Wanted(prefix="see", suffix="emphasis added")
    assert quote(KERR, "apa", affixes, "pandoc").endswith("[see @kerr2024, para. 1, emphasis added].")
