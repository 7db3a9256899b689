"""Links and footnotes, by keys: asked first, there and back, and nothing opened that is no web or mail address."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from annotations.model.source import Source
from annotations.model.span import Span
from reader.articles.article import Block, Draft, Inline
from reader.services.workspace import Workspace
from reader.text.segments.links import links_between
from tests.fakes import NOON
from tests.ui.conftest import Open, Reader
from tests.ui.test_reading import said

TEXT = "The gauge is old.¹ See the archive, or write to it.\n\nA long way off.\n\n1 Its first keeper said so at https://example.org/a."
ARCHIVE, LETTER, NOTE = TEXT.index("archive"), TEXT.index("write"), TEXT.index("1 Its")


@pytest.fixture
def linked(library: Workspace) -> Workspace:
    mark = TEXT.index("¹")
    inlines = (
        Inline("footnote", Span(mark, mark + 1), f"#{NOTE}"),
        Inline("link", Span(ARCHIVE, ARCHIVE + 7), "https://example.org/archive"),
        Inline("link", Span(LETTER, LETTER + 5), "javascript:alert(1)"),
    )
    blocks = (Block("paragraph", Span(0, TEXT.index("\n"))), Block("footnote", Span(NOTE, len(TEXT))))
    library.library.add([Draft(TEXT, Source(title="Linked"), blocks, inlines)], NOON)
    return library


def opening(reader: Reader) -> list[str]:
    opened: list[str] = []
    context = reader.screen.context
    context.output = replace(context.output, open_url=opened.append)
    return opened


async def test_a_footnote_mark_leads_there_and_back(opened: Open, linked: Workspace) -> None:
    async with opened(article="linked") as reader:
        await reader.press("g", "x")
        assert reader.here.startswith("1 Its first keeper")
        await reader.press("ctrl+o")
        assert reader.here == TEXT


async def test_a_link_is_opened_only_when_one_says_so(opened: Open, linked: Workspace) -> None:
    async with opened(article="linked") as reader:
        went = opening(reader)
        await reader.press("F", "s")
        assert any("Open https://example.org/archive?" in row for row in reader.rows())
        await reader.press("escape")
        assert went == []
        await reader.press("F", "s", "enter")
        assert went == ["https://example.org/archive"]
        await reader.press("F", "d")
        assert went == ["https://example.org/archive"]
        assert "Only web and mail addresses" in said(reader)
        await reader.press("G", "g", "x", "enter")
        assert went[1:] == ["https://example.org/a"]


def test_marks_without_structure_lead_to_the_last_of_their_kind_and_back() -> None:
    text = "One.[1] Two.[2] Three.[2]\n\n[1] The first. [2] The second, www.example.org/x."
    found = links_between(text, Span(0, len(text)))
    last = [text.rfind("[1]"), text.rfind("[2]")]
    assert [(link.address, link.goal) for link in found] == [
        ("", last[0]),
        ("", last[1]),
        ("", last[1]),
        ("", text.find("[1]")),
        ("", text.find("[2]")),
        ("https://www.example.org/x", -1),
    ]
    assert links_between("A lone [3] mark.", Span(0, 16)) == []
