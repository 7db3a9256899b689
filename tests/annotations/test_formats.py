"""Every export, read back by a parser that nobody here wrote, equals what went in, whatever the words are made of."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import orgparse
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pyld import jsonld

from annotations.citing import get_style
from annotations.exporting.excerpt import Excerpt
from annotations.exporting.markups import latex, markdown, org, rtf, typst
from annotations.exporting.quote import QUOTE_FORMATS, Wanted, bare_reference, cited_quote
from annotations.exporting.registry import ExportOptions, formats, get_format
from annotations.exporting.table import COLUMNS, FORMULA
from annotations.source import Name, PartialDate, Source
from annotations.span import Span
from annotations.target import describe
from tests.annotations.test_exporting import decoded
from tests.fakes import NOON, made

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = ExportOptions(get_style("apa"), NOON, "glossator")
SHOWN = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs")), min_size=1, max_size=30
)
NASTY = st.sampled_from(
    ["</script><b>", "=cmd()", "@SUM(A1)", "+1", "-1", "%", "{x}", "}", '"', "“q”", "\\", "# h", "* item", "- list", "1. one", "#+end_quote",
     "[[link]]", "[cite:@x]", "ER  - ", "TY  - BOOK", "a\nER  - \nb", "&amp;", "<!--", "$1$", "~", "^", "_u_", "/i/", "---", "...", "``", "''",
     "#set text()", "*b*", "@ref", ":tag:", "| a |", "漢字", "עברית", "👩‍👩‍👧", "e\u0301", "and", "A and B", "C, D", "\\end{document}", "`c`"]
)  # fmt: skip
words = (
    st.lists(SHOWN | NASTY, min_size=1, max_size=4)
    .map(" ".join)
    .map(lambda text: "\n".join(" ".join(line.split()) for line in text.split("\n")).strip())
)
line = words.map(lambda text: " ".join(text.split()))
tag = line.map(lambda text: " ".join(text.replace(",", " ").lstrip("#").split())).filter(bool)


@st.composite
def excerpts(draw: st.DrawFn) -> Excerpt:
    passage = draw(words)
    annotation = replace(
        made(number=draw(st.integers(1, 10**6))),
        target=describe("x" + passage + "y", Span(1, 1 + len(passage))),
        note=draw(st.just("") | words),
        tags=tuple(draw(st.lists(tag, max_size=2, unique_by=str.casefold))),
    )
    person = st.builds(Name, family=line, given=st.just("Ann")) | st.builds(Name, literal=line)
    issued = st.none() | st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28))
    source = Source(
        title=draw(line),
        kind=draw(st.sampled_from(["news", "webpage", "book", "article-journal"])),
        authors=tuple(draw(st.lists(person, max_size=2))),
        container=draw(st.just("") | line),
        issued=draw(issued),
        url=draw(st.just("") | st.just("https://example.org/a?b=1&c=%20d#e")),
    )
    return Excerpt(annotation, source, draw(st.sampled_from(["", "para. 4"])))


many = st.lists(excerpts(), min_size=1, max_size=3, unique_by=lambda one: one.annotation.id)
relaxed = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def flat(text: str) -> str:
    return " ".join(text.split())


def rendered(name: str, drawn: list[Excerpt]) -> str:
    return get_format(name).render(drawn, OPTIONS)


@relaxed
@given(many)
def test_csv(drawn: list[Excerpt]) -> None:
    rows = list(csv.DictReader(io.StringIO(rendered("csv", drawn), newline="")))
    assert [list(row) for row in rows] == [COLUMNS] * len(drawn)
    for row, one in zip(rows, drawn, strict=True):
        assert not any(cell.startswith(FORMULA) for cell in row.values())
        for name, wanted in (("quote", one.passage), ("note", one.annotation.note), ("title", one.source.title)):
            cell = row[name]
            assert cell in (wanted, f"'{wanted}")
            assert (cell != wanted) == (
                wanted.startswith(FORMULA) or (wanted[:1] == "'" and wanted[1:].startswith(FORMULA))
            )


@relaxed
@given(many)
def test_json_keeps_to_its_schema(drawn: list[Excerpt]) -> None:
    schema = json.loads((ROOT / "annotations" / "exporting" / "excerpts.schema.json").read_text(encoding="utf-8"))
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
        flat(name.literal or f"{name.family}, {name.given}") for name in source.authors
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
    assert decoded(entry["title"][1:-1]) == source.title
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


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


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


def pandoc() -> str | None:
    found = shutil.which("pandoc")
    if found is None and importlib.util.find_spec("pypandoc"):
        import pypandoc

        found = str(pypandoc.get_pandoc_path())
    return found


@pytest.mark.skipif(pandoc() is None, reason="no pandoc here")
@pytest.mark.parametrize("form", ["markdown", "latex", "org", "typst", "rtf", "html"])
def test_pandoc_reads_the_words_of_every_markup(form: str) -> None:
    hostile = [
        "</script><b> 100 % of {x} & $1_a #2 ^ ~ \\ end", "* item #+end_quote [[link]] [cite:@x]", "“quoted” 'single' \"double\" -- dash --- em ...",
        "=cmd() @ref #set text() *b* _u_ /i/ `c` | a |", "漢字 עברית 👩‍👩‍👧 é", "1. one", "- list", "+ plus", ": def", "<!-- x -->", "C:\\new\\table",
    ]  # fmt: skip
    protect = {
        "markdown": markdown,
        "latex": latex,
        "org": org,
        "typst": typst,
        "rtf": rtf,
        "html": __import__("html").escape,
    }[form]
    body = "\n\n".join(protect(text) for text in hostile)
    if form == "rtf":
        body = "{\\rtf1\\ansi " + "".join(f"\\pard {rtf(text)}\\par\n" for text in hostile) + "}"
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


@pytest.mark.parametrize("name", formats())
@pytest.mark.parametrize("group", ["article", "tag", "date"])
def test_every_format_takes_every_grouping_and_the_sentence_round_a_passage(name: str, group: str) -> None:
    drawn = [replace(Excerpt(made(number=n), Source(title=f"T{n}")), before="Before ", after=" after.") for n in (1, 2)]
    assert get_format(name).render(drawn, replace(OPTIONS, group=group)).endswith("\n")
    assert get_format(name).render([], OPTIONS).endswith("\n")
