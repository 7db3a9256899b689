"""Every export to be read, and every form of a quote, read back by a parser that nobody here wrote: the words are the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import orgparse
import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from msgspec.structs import replace

from annotations.citations import get_style
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import QUOTE_FORMATS, Wanted, bare_reference, cited_quote
from annotations.exporters.registry import get_format
from annotations.markup import latex, markdown, org, rtf, typst
from annotations.model.selectors import describe
from annotations.model.source import Name, PartialDate, Source
from annotations.model.span import Span
from tests.annotations.excerpts import (
    OPTIONS,
    chromium,
    flat,
    many,
    pandoc,
    relaxed,
    rendered,
)
from tests.fakes import made


@relaxed
@given(many)
def test_markdown_and_obsidian(drawn: list[Excerpt]) -> None:
    for name in ("markdown", "obsidian"):
        text = rendered(name, drawn)
        if name == "obsidian":
            head, _, text = text.removeprefix("---\n").partition("\n---\n")
            assert json.loads(head.split("sources: ")[1].split("\n")[0]) == [
                drawn[0].source.title,
                *dict.fromkeys(one.source.title for one in drawn[1:] if one.source.title != drawn[0].source.title),
            ]
        tokens = MarkdownIt("commonmark").parse(text)
        seen = flat(
            " ".join(
                "".join(" " if child.type == "softbreak" else child.content for child in token.children)
                for token in tokens
                if token.children
            )
        )
        assert not [
            child
            for token in tokens
            for child in token.children or ()
            if child.type in ("html_inline", "image", "code_inline")
        ]
        for one in drawn:
            assert flat(one.passage) in seen
            assert flat(one.annotation.note) in seen
        kinds = [token.type for token in tokens]
        assert kinds.count("blockquote_open") == len(drawn)
        assert not {"html_block", "fence", "code_block", "hr"} & set(kinds)


@relaxed
@given(many)
def test_org(drawn: list[Excerpt]) -> None:
    root = orgparse.loads(rendered("org", drawn))
    headings = [node for node in root[1:] if node.level == 2]
    assert [node.get_property("CUSTOM_ID") for node in headings] == [
        f"gloss-{one.annotation.id.lower()}" for one in drawn
    ]
    for node, one in zip(headings, drawn, strict=True):
        body = node.get_body(format="raw").replace("\u200b", "").replace("\\backslash{}", "\\")
        assert flat(one.passage) in flat(body)
        assert flat(one.annotation.note) in flat(body)


class Page(HTMLParser):
    """What a browser's parser would see: texts, and every tag that is there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.tags: set[str] = set()
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text.append(data)


KNOWN_TAGS = set(
    "html head meta title style body header main section fieldset legend span input label h1 h2 h3 article div p a mark i b".split()
)


@relaxed
@given(many)
def test_html(drawn: list[Excerpt]) -> None:
    whole = "Before it. " + drawn[0].passage + " After <it> & so on."
    placed = replace(drawn[0], span=Span(11, 11 + len(drawn[0].passage)))
    options = replace(OPTIONS, texts={drawn[0].annotation.article_id: whole})
    parser = Page()
    parser.feed(get_format("html").render([placed, *drawn[1:]], options))
    parser.close()
    assert parser.tags <= KNOWN_TAGS
    seen = "".join(parser.text)
    assert whole in seen.replace("\n\n", "\n") or "\n\n" in whole
    for one in drawn:
        assert one.passage in seen
        assert all(each.strip() in seen for each in one.annotation.note.splitlines())


@pytest.mark.skipif(chromium() is None, reason="no Chromium here")
def test_a_browser_shows_the_page_runs_nothing_and_asks_for_nothing(tmp_path: Path) -> None:
    hostile = "</mark><script>document.title='run'</script><img src=x onerror=\"document.title='run'\"> & “end”"
    one = replace(
        Excerpt(replace(made(), note=hostile, target=describe(hostile, Span(0, len(hostile)))), Source(title=hostile)),
        span=Span(0, len(hostile)),
    )
    page = get_format("html").render([one], replace(OPTIONS, texts={"one": hostile}))
    assert "default-src &#x27;none&#x27;" in page
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    command = [
        chromium() or "",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
    ]
    done = subprocess.run(
        [*command, (tmp_path / "page.html").as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert "<title>Annotated excerpts</title>" in done.stdout, done.stderr[-500:]
    parser = Page()
    parser.feed(done.stdout)
    assert "".join(parser.text).count(hostile) >= 3
    assert parser.tags <= KNOWN_TAGS


@pytest.mark.skipif(pandoc() is None, reason="no pandoc here")
@pytest.mark.parametrize("form", ["markdown", "latex", "org", "typst", "rtf", "html"])
def test_pandoc_reads_the_words_of_every_markup(form: str) -> None:
    hostile = [
        "</script><b> 100 % of {x} & $1_a #2 ^ ~ \\ end", "* item #+end_quote [[link]] [cite:@x]", "“quoted” 'single' \"double\" -- dash --- em ...",
        "=cmd() @ref #set text() *b* _u_ /i/ `c` | a |", "漢字 עברית 👩‍👩‍👧 é", "1. one", "- list", "+ plus", ": def", "<!-- x -->", "C:\\new\\table",
    ]  # fmt: skip
    protect = {
        "markdown": markdown.escape,
        "latex": latex.escape,
        "org": org.escape,
        "typst": typst.escape,
        "rtf": rtf.escape,
        "html": __import__("html").escape,
    }[form]
    body = "\n\n".join(protect(text) for text in hostile)
    if form == "rtf":
        body = "{\\rtf1\\ansi " + "".join(f"\\pard {rtf.escape(text)}\\par\n" for text in hostile) + "}"
    if form == "html":
        body = "".join(f"<p>{protect(text)}</p>" for text in hostile)
    reader = {"markdown": "markdown-smart", "org": "org-smart", "latex": "latex-smart"}.get(form, form)
    done = subprocess.run(
        [pandoc() or "", "-f", reader, "-t", "plain", "--wrap=none"],
        input=body,
        capture_output=True,
        text=True,
        check=True,
    )
    seen = flat(done.stdout.replace("\u200b", "").replace("\u00a0", " "))
    if form == "latex":  # an apostrophe is set as one; pandoc drops \\textasciigrave, which LaTeX knows
        seen, hostile = seen.replace("’", "'"), [text.replace("`c`", "c").replace("”", '"') for text in hostile]
        seen = seen.replace("”", '"')
    if form == "org":
        seen = seen.replace("∖", "\\")  # how pandoc shows Org's entity for a backslash
    if form == "rtf":  # RTF writes what lies beyond U+FFFF as UTF-16 pairs, which pandoc does not put together
        hostile = [text.replace("👩‍👩‍👧 ", "") for text in hostile]
        seen = re.sub("[\ufffd\u200d]+ ", "", seen)
    for text in hostile:
        assert flat(text) in seen, f"{text!r} in {seen!r}"


@pytest.mark.skipif(pandoc() is None, reason="no pandoc here")
def test_pandoc_resolves_the_keys_and_reads_the_bibliographies(tmp_path: Path) -> None:
    source = Source(
        title="Tides",
        authors=(Name("Kim", "Ann"),),
        container="The Post",
        issued=PartialDate(2025, 3, 1),
        url="https://e.org/x",
    )
    one = Excerpt(made(), source, "para. 4", key="kim2025tides")
    for name, extension in (("csl-json", "json"), ("bibtex", "bib"), ("biblatex", "bib"), ("ris", "ris")):
        bibliography = tmp_path / f"{name}.{extension}"
        bibliography.write_text(get_format(name).render([one], OPTIONS), encoding="utf-8", newline="")
        quote = cited_quote(one, get_style("apa"), "pandoc")
        command = [
            pandoc() or "",
            "-f",
            "markdown",
            "-t",
            "plain",
            "--citeproc",
            f"--bibliography={bibliography}",
            "--wrap=none",
        ]
        shown = subprocess.run(command, input=quote, capture_output=True, text=True, check=True).stdout
        assert "(Kim 2025, para. 4)" in shown, name
        assert "Tides" in shown


@pytest.mark.parametrize("style", ["apa", "chicago-notes", "ieee"])
@pytest.mark.parametrize("form", QUOTE_FORMATS)
def test_every_form_of_a_quote(form: str, style: str) -> None:
    source = Source(
        title="Tides & “time”",
        authors=(Name("Kim", "Ann"),),
        container="The Post",
        issued=PartialDate(2025, 3, 1),
        url="https://e.org/x?a=1&b=2",
    )
    own = replace(made(), note="A *note*", tags=("sea",), target=describe("It rose.", Span(0, 8)))
    quote = cited_quote(
        Excerpt(own, source, "para. 4", key="kim2025tides"), get_style(style), form, Wanted(True, True, True)
    )
    assert "It rose" in quote
    assert "note" in quote
    assert re.search(r"gloss:[\\/\u200b\"/]*", quote)
    marks = {
        "html": '<blockquote cite="https://e.org/x?a=1&amp;b=2">',
        "org": "[cite:@kim2025tides",
        "latex": r"\textcite[para. 4]{kim2025tides}",
        "pandoc": "[@kim2025tides, para. 4]",
        "typst": "#cite(<kim2025tides>",
    }
    assert marks.get(form, "") in quote
    assert bare_reference(source, get_style(style), form).strip()


def test_a_quote_of_several_paragraphs_keeps_them_in_every_form() -> None:
    own = replace(made(), target=describe("One here.\n\nTwo there.", Span(0, 21)))
    one = Excerpt(own, Source(title="T"), key="t")
    wanted = {
        "html": "<p>One here.</p><p>Two there.</p>",
        "org": "#+begin_quote\nOne here.\n\nTwo there.",
        "latex": "\\begin{displayquote}\nOne here.\n\nTwo there.",
    }
    for form in QUOTE_FORMATS:
        quote = cited_quote(one, get_style("apa"), form)
        assert wanted.get(form, "One here.") in quote
        assert quote.index("One here.") < quote.index("Two there.")
