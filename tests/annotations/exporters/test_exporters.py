"""Quotes and exports, read back by parsers that others wrote."""

from __future__ import annotations

import json

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from annotations.citations import get_style, render
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import cited_quote
from annotations.exporters.registry import ExportOptions, formats, get_format
from annotations.markup.markdown import escape as markdown_text
from annotations.markup.passages import before_citation, quoted
from annotations.model.errors import UnknownName
from annotations.model.selectors import describe
from annotations.model.source import Name, PartialDate, Source
from annotations.model.span import Span
from tests.fakes import NOON, made, source

APA = get_style("apa")
OPTIONS = ExportOptions(APA, NOON, "glossator")
HOSTILE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
NASTY = st.sampled_from(
    ["# head", "- list", "1. one", "> quote", "*a*", "_b_", "`c`", "[x](y)", "<b>", "&amp;", "~~s~~", "a\\b", "100 %", "{x}", "$1$", "@m",
     "</script>", "=cmd()", "---", "+ plus", "| a | b |", "\\{", "}", '"', "“curly”", "x and y", "A, B", "http://a.b/c_d?e=f&g#h"]
)  # fmt: skip
text = (HOSTILE | NASTY | st.lists(NASTY, min_size=2, max_size=3).map(" ".join)).filter(bool)


def excerpt(passage: str = "The sea keeps no books", note: str = "", locator: str = "para. 2", **of: object) -> Excerpt:
    annotation = replace(made(), target=describe(passage, Span(0, len(passage))), note=note)
    return Excerpt(annotation, replace(source(), **of), locator)


def shown(markdown: str) -> str:
    """What a reader of the Markdown sees, by CommonMark's own parser."""
    parts = []
    for token in MarkdownIt("commonmark").parse(markdown):
        for child in token.children or ():
            parts.append(" " if child.type == "softbreak" else child.content)
    return "".join(parts)


def test_a_short_quote_runs_in_with_its_citation_and_reference() -> None:
    quote = cited_quote(excerpt(), APA, "plain")
    first, _, reference = quote.partition("\n\n")
    assert first.startswith("“The sea keeps no books” (")
    assert "2025, para. 2)" in first
    assert first.endswith(".")
    assert "The Harbour Post" in reference


ENDS = [
    ("It was so.", "“It was so” (C)."),
    ("it was so", "“it was so” (C)."),
    ("Was it so?", "“Was it so?” (C)."),
    ("It was so!", "“It was so!” (C)."),
    ("It was …", "“It was …” (C)."),
    ("It was...", "“It was...” (C)."),
    ("He said, “It was so.”", "“He said, ‘It was so’” (C)."),
    ("He asked, “Was it so?”", "“He asked, ‘Was it so?’” (C)."),
    ("It was made in the U.S.", "“It was made in the U.S.” (C)."),
    ("It belongs to Canvas Inc.", "“It belongs to Canvas Inc.” (C)."),
    ("It rose by 3.5.", "“It rose by 3.5” (C)."),
]
"""What ends a quotation, and where the sentence is closed: APA 7, 8.26; MLA 9, 6.43; CMOS 17, 15.25."""


@pytest.mark.parametrize("style", ["apa", "chicago", "mla", "harvard", "ieee"])
@pytest.mark.parametrize(("passage", "wanted"), ENDS, ids=[passage for passage, _ in ENDS])
def test_the_full_stop_of_a_quoted_sentence_stands_behind_the_citation(passage: str, wanted: str, style: str) -> None:
    one, chosen = excerpt(passage), get_style(style)
    citation = render(chosen.in_text(one.source, one.locator))
    assert cited_quote(one, chosen, "plain").split("\n")[0] == wanted.replace("(C)", citation)


@pytest.mark.parametrize("form", ["pandoc", "org", "typst"])
def test_the_stop_moves_in_citations_by_key_too(form: str) -> None:
    assert cited_quote(excerpt("It was so."), APA, form).splitlines()[0].endswith((").", "]."))
    assert "so.”" in cited_quote(excerpt("It was so."), get_style("chicago-notes"), form).replace('."', ".”")


def test_in_a_notes_style_the_stop_stays_before_the_mark() -> None:
    assert "so.”[1]\n" in cited_quote(excerpt("It was so."), get_style("chicago-notes"), "plain")


def test_a_block_quote_keeps_its_stop_before_the_citation() -> None:
    assert "word. (" in cited_quote(excerpt(" ".join(["word"] * 110) + "."), APA, "plain")


def test_quotation_marks_inside_are_turned() -> None:
    assert quoted('He wrote "no books" “here”') == "“He wrote ‘no books’ ‘here’”"


def test_a_long_or_divided_quote_is_a_block() -> None:
    long = " ".join(["word"] * 45)
    assert cited_quote(excerpt(long), APA, "plain").startswith("    word")
    assert cited_quote(excerpt(long), APA, "markdown").startswith("> word")
    assert cited_quote(excerpt("One.\n\nTwo."), APA, "markdown").startswith("> One.\n>\n> Two.")


@pytest.mark.parametrize("form", ["plain", "markdown"])
@given(passage=text)
def test_the_passage_is_in_the_quote_word_for_word(form: str, passage: str) -> None:
    quote = cited_quote(excerpt(passage), APA, form)
    seen = quote if form == "plain" else shown(quote)
    plain = before_citation(passage.strip())[0].replace('"', "").replace("“", "").replace("”", "")
    assert (
        plain in seen.replace("‘", "").replace("’", "").replace("“", "").replace("”", "").replace('"', "")
        or "‘" in passage
        or "’" in passage
    )


@given(text)
def test_markdown_shows_the_characters_and_nothing_else(plain: str) -> None:
    assert shown(markdown_text(plain)) == plain


@settings(max_examples=60)
@given(text, text, text)
def test_the_markdown_export_shows_passage_title_and_note(passage: str, title: str, note: str) -> None:
    seen = shown(get_format("markdown").render([excerpt(passage, note, title=title)], OPTIONS))
    for part in (passage, title, note):
        assert " ".join(part.split()) in seen


@settings(max_examples=60)
@given(text, text, text, text)
def test_bibtex_comes_back_as_it_was(title: str, container: str, note: str, family: str) -> None:
    one = excerpt("Some words", note, title=title, container=container, authors=(Name(family=family, given="A. B."),))
    library = parse_string(get_format("bibtex").render([one], OPTIONS))
    assert not library.failed_blocks
    (entry,) = library.entries
    assert entry.entry_type == "article"
    assert decoded(entry["title"]) == " ".join(title.split())
    assert decoded(entry["journal"]) == " ".join(container.split())
    assert (entry["year"], entry["day"]) == ("2025", "14")
    assert " ".join(note.split()) in decoded(entry["annote"])


def decoded(value: str) -> str:
    """What a field says, without the braces that keep the case of words."""
    named = {
        "textbackslash": "\\",
        "textasciitilde": "~",
        "textasciicircum": "^",
        "textbraceleft": "{",
        "textbraceright": "}",
    }
    for name, mark in named.items():
        value = value.replace(f"{{\\{name}}}", f"\0{ord(mark)}\0")
    for mark in "$&#%_":
        value = value.replace("\\" + mark, mark)
    assert "\\" not in value
    parts = value.replace("{", "").replace("}", "").split("\0")
    return "".join(chr(int(part)) if n % 2 else part for n, part in enumerate(parts))


def test_each_article_is_one_entry_with_a_key_of_its_own() -> None:
    others = [replace(excerpt(title="Another sea"), annotation=made("two"))]
    entries = parse_string(get_format("bibtex").render([excerpt(), excerpt("books"), *others], OPTIONS)).entries
    assert len({entry.key for entry in entries}) == len(entries) == 2


@settings(max_examples=60)
@given(text, text)
def test_json_holds_everything(passage: str, note: str) -> None:
    document = json.loads(get_format("json").render([excerpt(passage, note)], OPTIONS))
    (annotation,), (article,) = document["annotations"], document["articles"]
    assert (annotation["quote"], annotation["note"], annotation["state"]) == (passage, note, "exact")
    assert (annotation["start"], annotation["end"]) == (0, len(passage))
    assert (article["title"], article["issued"], article["container"]) == (
        source().title,
        "2025-07-14",
        "The Harbour Post",
    )


def test_an_orphan_has_no_place() -> None:
    orphan = replace(excerpt(), state="orphan")
    (annotation,) = json.loads(get_format("json").render([orphan], OPTIONS))["annotations"]
    assert (annotation["start"], annotation["end"], annotation["state"]) == (None, None, "orphan")
    assert "no longer in the text" in get_format("markdown").render([orphan], OPTIONS)


@pytest.mark.parametrize("name", formats())
def test_sources_with_next_to_nothing_and_no_excerpts_at_all(name: str) -> None:
    bare = [
        replace(excerpt(locator=""), source=Source(title="")),
        replace(excerpt(), source=Source(title="x", issued=PartialDate(1, 1))),
    ]
    assert get_format(name).render(bare, OPTIONS).endswith("\n")
    assert get_format(name).render([], OPTIONS).endswith("\n")


def test_unknown_names_offer_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean markdown"):
        get_format("markdwon")
    with pytest.raises(UnknownName, match="plain"):
        cited_quote(excerpt(), APA, "plian")
