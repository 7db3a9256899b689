"""Laws of what importers of structured formats write, on any markup; then pictures of the finer points."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from reader.articles.article import Block, Inline
from reader.importers.content.text_builder import Composer
from reader.importers.html.elements import MarkupReader
from reader.text.cleaning import clean_text
from tests.strategies import PIECES


def read(markup: str, document: str | None = "") -> Composer:
    composer = Composer()
    root = html.document_fromstring(f"<html><body>{markup}</body></html>")
    MarkupReader(composer, "https://example.org/a/", document).read(root)
    return composer


def shown(markup: str) -> list[tuple[str, str]]:
    composer = read(markup)
    return [(block.kind, block.span.of(composer.text)) for block in composer.blocks]


def lawful(text: str, blocks: Sequence[Block], inlines: Sequence[Inline]) -> None:
    """What `reader.articles.article` promises of every text."""
    assert clean_text(text) == text
    assert text.strip("\n") == text
    end = 0
    for block in blocks:
        assert end <= block.span.start < block.span.end <= len(text)
        assert not text[end : block.span.start].strip()  # newlines, or the space before boilerplate within a line
        assert block.span.of(text).strip()
        end = block.span.end
    assert end == len(text)
    assert list(inlines) == sorted(inlines, key=lambda one: (one.span.start, -one.span.end))
    for one in inlines:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert one.span.of(text).strip() == one.span.of(text)
        if one.target.startswith("#"):
            assert 0 <= int(one.target[1:]) < len(text)


TAGS = """p div b i em a ul ol li blockquote pre code table tr td th h1 h2 h3 br hr sup sub ruby rt q span dl dt dd section
    aside script style figure img""".split()
pieces = st.sampled_from([*PIECES, "\u0301", "\x1b[31m", "\u202e", "1", "[2]"]).map(
    lambda text: text.replace("<", "").replace("\x1b", "&#27;")
)
tags = st.sampled_from(TAGS).flatmap(
    lambda tag: st.sampled_from(
        [f"<{tag}>", f"</{tag}>", f"<{tag} id=n{tag} href='#nli'>", f"<{tag} epub:type=footnote id=n{tag}>"]
    )
)


@settings(deadline=None)
@given(st.lists(pieces | tags, max_size=60).map("".join))
def test_laws_on_any_markup(markup: str) -> None:
    composer = read(markup)
    lawful(composer.text, composer.blocks, composer.inlines)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["alpha", "beta", "gamma"]), min_size=1, max_size=20), st.integers(0, 6))
def test_every_word_is_there_once_and_in_order(words: list[str], seed: int) -> None:
    wraps = ["{}", "<b>{}</b>", "<p>{}</p>", "<li>{}</li>", "<blockquote>{}</blockquote>", "<h2>{}</h2>", "<em>{}</em>"]
    markup = " ".join(wraps[(n * 3 + seed) % len(wraps)].format(word) for n, word in enumerate(words))
    assert read(markup).text.replace("•", " ").split() == words


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a<br>b<br><br>c", [("paragraph", "a\nb"), ("paragraph", "c")]),
        ("<p>10<sup>6</sup> H<sub>2</sub>O 1<sup>st</sup>", [("paragraph", "10⁶ H₂O 1st")]),
        ("<ul><li>a<ol><li>b</ol><li>c</ul>", [("list-item", "• a"), ("list-item", "1. b"), ("list-item", "• c")]),
        ("<q>a</q>", [("paragraph", "“a”")]),
        ("<p>a <i> b </i> c", [("paragraph", "a b c")]),
        ("<p>a<!-- no --> b<script>no</script> c", [("paragraph", "a b c")]),
        ("<table role=presentation><tr><td>a<td>b</table>", [("paragraph", "a"), ("paragraph", "b")]),
        ("<table><tr><th>a<th>b<tr><td><td>d</table>", [("table", "a\tb\n\td")]),
        ("<ruby>草<rt>くさ</rt>枕<rt>まくら</rt></ruby>", [("paragraph", "草枕（くさまくら）")]),
        ("<pre>\n  a\n\n  b\n</pre>", [("code", "  a\n\n  b")]),
        ("a<div>b</div>c", [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")]),
    ],
)
def test_pictures(markup: str, expected: list[tuple[str, str]]) -> None:
    assert shown(markup) == expected


def test_footnotes_lead_to_their_text_and_are_not_run_into_the_word() -> None:
    markup = (
        "<p>A word<a epub:type='noteref' href='#n1'>1</a> and one<sup><a href='#n2'>*</a></sup> more.</p>"
        "<aside epub:type='footnote' id='n1'><p>1. First.</p><p>Its end.</p></aside>"
        "<aside role='doc-footnote' id='n2'>Second. <a role='doc-backlink' href='#r'>back</a></aside>"
    )
    composer = read(markup)
    text = composer.text
    assert text == "A word[1] and one[*] more.\n\n[1] First.\nIts end.\n[*] Second."
    marks = [
        (one.span.of(text), text[int(one.target[1:]) :].split()[1])
        for one in composer.inlines
        if one.kind == "footnote"
    ]
    assert marks == [("[1]", "First."), ("[*]", "Second.")]


def test_only_addresses_that_can_be_shown_become_links() -> None:
    composer = read(
        "<a href='javascript:x'>a</a> <a href='data:x'>b</a> <a href='/c'>c</a> <a href='http://[x'>d</a>", None
    )
    assert [(one.span.of(composer.text), one.target) for one in composer.inlines] == [("c", "https://example.org/c")]
