"""A report in every form: what is quoted, cited and listed, and that hostile words stay words; read back by others' programs."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from annotations.citations import get_style, style_names
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.report_document import Manuscript, ManuscriptPart, bib, short_note, sources_of
from annotations.exporters.report_forms import get_report_form, report_forms
from annotations.model.errors import UnknownName
from annotations.model.selectors import describe
from annotations.model.source import Name, PartialDate, Source
from annotations.model.span import Span
from annotations.reports.report import ReportPart
from tests.annotations.excerpts import pandoc, words
from tests.annotations.exporters.test_exporters import shown
from tests.fakes import made

BELL = Source("The sea: a story of tides", "book", (Name("Bell", "Ann"),), publisher="Press", issued=PartialDate(2025))
MUD = Source("Of mud and moon", "news", (Name("Bell", "Ann"),), "The Post", issued=PartialDate(2025, 3, 3))
DAHL = Source("Gauges", "news", (Name("Dahl", "Carl"),), "The Post", issued=PartialDate(2024, 1, 2))
TEXTS = ("markdown", "pandoc", "org", "latex", "typst", "html", "text")


def quote(passage: str, source: Source, number: int, locator: str = "para. 4") -> ManuscriptPart:
    own = replace(made(number=number), target=describe(passage, Span(0, len(passage))))
    key = {id(BELL): "bell2025sea", id(MUD): "bell2025mud", id(DAHL): "dahl2024gauges"}.get(id(source), "key2025")
    return ManuscriptPart(ReportPart("quote", passage, annotation=own.id), Excerpt(own, source, locator, key=key))


def paper(style: str = "apa", *pieces: ManuscriptPart, title: str = "On tides") -> Manuscript:
    own = pieces or (
        ManuscriptPart(ReportPart("heading", "First", 1)),
        ManuscriptPart(ReportPart("words", "I say this.\n\nAnd that.")),
        quote("The sea keeps no books", BELL, 1),
        quote("Mud remembers the moon.", MUD, 2),
        ManuscriptPart(ReportPart("heading", "Second", 2)),
        quote("The gauge was read\n\nevery hour", DAHL, 3),
        quote("It was", BELL, 4, "p. 5"),
        ManuscriptPart(ReportPart("quote", "Whose highlight is gone")),
    )
    return Manuscript(title, own, get_style(style))


def write(form: str, manuscript: Manuscript) -> str:
    return get_report_form(form).write(manuscript)


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("style", style_names())
def test_every_part_stands_in_its_order(form: str, style: str) -> None:
    text = write(form, paper(style))
    plain = re.sub(r"[^a-z]+", " ", text.lower().replace('\\"', '"'))
    wanted = ("on tides", "first", "i say this", "and that", "the sea keeps no books", "mud remembers the moon", "second",
              "the gauge was read", "every hour", "it was", "whose highlight is gone")  # fmt: skip
    at = 0
    for each in wanted:
        found = plain.find(each, at)
        assert found >= 0, (each, text)
        at = found
    assert text.endswith("\n")


def test_the_same_year_is_told_apart_and_each_source_is_listed_once() -> None:
    text = write("text", paper("apa"))
    assert "(Bell, 2025b, para. 4)" in text
    assert "(Bell, 2025a, para. 4)" in text
    assert text.count("Press.") == 1
    assert text.index("References") < text.index("Dahl, C.")


def test_numbers_go_by_the_first_citation() -> None:
    text = write("text", paper("ieee"))
    assert re.findall(r"^\[\d\] \w\. \w+", text, re.MULTILINE) == ["[1] A. Bell", "[2] A. Bell", "[3] C. Dahl"]
    assert "[1, p. 5]" in text


def test_a_note_that_follows_is_short() -> None:
    text = write("text", paper("chicago-notes"))
    assert "[1] Ann Bell, The Sea: A Story of Tides (Press, 2025), para. 4." in text
    assert "[4] Bell, The Sea, p. 5." in text
    assert "no books”[1]" in text
    assert "Bibliography" in text
    markdown = write("markdown", paper("chicago-notes"))
    assert "[^4]: Bell, *The Sea*, p. 5." in markdown


@pytest.mark.parametrize(
    ("source", "locator", "note"),
    [
        (MUD, "para. 4", "Bell, “Of Mud and Moon,” para. 4."),
        (DAHL, "", "Dahl, “Gauges.”"),
        (replace(DAHL, title="Why?", authors=()), "", "“Why?”"),
        (replace(DAHL, authors=tuple(Name(each, "X") for each in ("A", "B"))), "", "A and B, “Gauges.”"),
        (replace(DAHL, authors=tuple(Name(each, "X") for each in ("A", "B", "C"))), "", "A, B, and C, “Gauges.”"),
        (replace(DAHL, authors=tuple(Name(each, "X") for each in "ABCD")), "", "A et al., “Gauges.”"),
        (replace(BELL, title="The long history of all the tides of the sea"), "", "Bell, Long History of All."),
    ],
)
def test_short_notes(source: Source, locator: str, note: str) -> None:
    assert "".join(run.text for run in short_note(source, locator)) == note


def test_the_sources_beside_are_exactly_those_that_are_cited() -> None:
    sources = sources_of(paper().excerpts)
    assert list(sources) == ["bell2025sea", "bell2025mud", "dahl2024gauges"]
    for dialect in ("biblatex", "bibtex"):
        assert bib(sources, dialect).count("\n@") == 2
        assert "annot" not in bib(sources, dialect)
    for form in ("pandoc", "org", "latex", "typst"):
        cited = set(re.findall(r"(?:bell|dahl)\d{4}\w+", write(form, paper())))
        assert cited == set(sources)
        assert "references.bib" in write(form, paper())


@pytest.mark.parametrize("form", [*report_forms()])
def test_an_empty_report(form: str) -> None:
    assert "On tides" in get_report_form(form).write(Manuscript("On tides", (), get_style("apa")))


def test_an_unknown_form_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean markdown"):
        get_report_form("markdwn")


hostile = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def flat(text: str) -> str:
    return (
        re.sub(r"[\s\u200b]+", "", text)
        .replace('"', "“")
        .replace("”", "“")
        .replace("‘", "“")
        .replace("’", "“")
        .replace("'", "“")
    )


@hostile
@given(words, words, words)
def test_markdown_shows_the_words(passage: str, own: str, title: str) -> None:
    pieces = (
        ManuscriptPart(ReportPart("heading", title, 2)),
        ManuscriptPart(ReportPart("words", own)),
        quote(passage, MUD, 1),
    )
    seen = flat(shown(write("markdown", paper("apa", *pieces, title=title))))
    for each in (passage, own, title):
        assert flat(each) in seen
    kinds = {token.type for token in MarkdownIt("commonmark").parse(write("markdown", paper("apa", *pieces)))}
    assert not kinds & {"html_block", "fence", "code_block", "hr", "bullet_list_open", "ordered_list_open"}


@pytest.mark.skipif(pandoc() is None, reason="no pandoc here")
@pytest.mark.parametrize(
    ("form", "reader"),
    [
        ("pandoc", "markdown"),
        ("org", "org"),
        ("latex", "latex"),
        ("html", "html"),
        ("markdown", "commonmark+footnotes"),
    ],
)
def test_pandoc_reads_what_was_written(form: str, reader: str, tmp_path: Path) -> None:
    nasty = "50 % of $x_1$ & {y} ~ #1 \\ ^a^ @key [z] <b> *it*"
    pieces = (ManuscriptPart(ReportPart("words", nasty)), quote(nasty, BELL, 1), quote("It was", MUD, 2))
    (tmp_path / "references.bib").write_text(bib(sources_of(paper("apa", *pieces).excerpts)), encoding="utf-8")
    command = [
        pandoc() or "",
        f"--from={reader}",
        "--to=plain",
        "--wrap=none",
        "--citeproc",
        "--bibliography=references.bib",
    ]
    done = subprocess.run(
        command, input=write(form, paper("apa", *pieces)), capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "not found" not in done.stderr
    seen = flat(done.stdout).replace("∖", "\\")  # what pandoc makes of Org's backslash
    assert seen.count(flat(nasty)) >= 2, done.stdout
    assert "Bell" in seen


@pytest.mark.skipif(importlib.util.find_spec("typst") is None, reason="no typst here")
@pytest.mark.parametrize("style", style_names())
def test_typst_compiles_it(style: str, tmp_path: Path) -> None:
    import typst

    nasty = '50 % of $x_1$ & {y} ~ #1 \\ ^a^ @key [z] <b> *it* "q" // /*'
    manuscript = paper(
        style,
        ManuscriptPart(ReportPart("heading", nasty, 2)),
        ManuscriptPart(ReportPart("words", nasty)),
        quote(nasty, BELL, 1),
        quote("It was", MUD, 2),
    )
    (tmp_path / "references.bib").write_text(bib(sources_of(manuscript.excerpts)), encoding="utf-8")
    (tmp_path / "report.typ").write_text(write("typst", manuscript), encoding="utf-8")
    assert typst.compile(str(tmp_path / "report.typ"))[:4] == b"%PDF"


@hostile
@given(st.lists(words, min_size=1, max_size=2))
def test_html_holds_words_alone(drawn: list[str]) -> None:
    page = write(
        "html",
        paper(
            "chicago-notes", *(quote(each, replace(MUD, title=each), n) for n, each in enumerate(drawn)), title=drawn[0]
        ),
    )
    tags = set(re.findall(r"<([a-z0-9]+)", page))
    assert tags <= set("html head meta title style body main h1 h2 p blockquote sup a section ol li i".split())
    assert all(link.startswith("#") for link in re.findall(r'(?:href|src)="([^"]*)"', page))
