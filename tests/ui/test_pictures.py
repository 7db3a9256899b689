"""Pictures of the whole screen, as text: the same on every machine. `pytest --snapshot-update` takes them anew."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from annotations.model.source import Source
from annotations.model.span import Span
from reader.articles.article import Block, Draft, Inline
from reader.services.workspace import Workspace
from tests.ui.conftest import Open

PARTS: tuple[tuple[str, int, str], ...] = (
    ("heading", 1, "What the keeper wrote down"),
    ("paragraph", 0, "The sea stood high that year, and nobody in the harbour wrote it down but one keeper, who had little "
     "else to do.[1] His book lies in the town's library; see https://harbour.example/" + "archive/" * 12 + "keeper for it."),
    ("quote", 1, "I have counted forty-one days on which no boat went out, and I shall count on."),
    ("list-item", 1, "• the first of the two lamps, which was trimmed twice a night whatever the weather was"),
    ("list-item", 2, "3. and the second"),
    ("code", 0, "for day in days:\n\tif day.wind > 9:\n\t\tprint('no boat went out on this day, nor would one have come back', day)"),
    ("table", 1, "Month\tStorms\tLamp\nJanuary\t11\tboth\n三月\t2\tone"),
    ("paragraph", 0, "岸辺の人々は「海が高い」と言った。そして誰も書き留めなかった。かれらは書くことを知らなかったのである。"),
    ("paragraph", 0, "שומר המגדלור כתב הכול. He wrote it in two alphabets, with flags 🇩🇪🇫🇷 and families 👩‍👩‍👧 in the margin."),
    ("footnote", 0, "[1] The lamp was lit all the same, as the accounts for oil show for each of the months in question."),
)  # fmt: skip


def draft() -> Draft:
    text, blocks = "", []
    for kind, level, words in PARTS:
        text += "\n\n" if text else ""
        blocks.append(Block(kind, Span(len(text), len(text) + len(words)), level))  # type: ignore[arg-type]  # a literal each
        text += words
    mark = text.index("[1]")
    inlines = (
        Inline("emphasis", Span(text.index("nobody"), text.index("nobody") + 6)),
        Inline("footnote", Span(mark, mark + 3), f"#{text.rindex('[1]')}"),
    )
    return Draft(
        text=text,
        source=Source(title="The keeper's book", container="Harbour Papers"),
        blocks=tuple(blocks),
        inlines=inlines,
    )


@pytest.fixture
def shelf(library: Workspace) -> Workspace:
    added = library.library.add([draft()], library.clock())[0].id
    article = library.library.article(added)
    for words, color, note in (
        ("nobody in the harbour wrote it down", "yellow", "Compare the harbour master's log."),
        ("the harbour wrote it down but one keeper", "blue", ""),
        (
            "forty-one days",
            "pink",
            "A long note that says a good deal, and goes on for several rows beside the text. " * 3,
        ),
        ("ひとびと" if "ひとびと" in article.text else "誰も書き留めなかった", "green", "Nobody."),
    ):
        start = article.text.index(words)
        library.annotate(article, Span(start, start + len(words)), color, note)
    return library


SIZES = [(60, 20), (80, 24), (100, 30), (110, 40), (120, 40), (200, 60), (300, 100)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_sizes(opened: Open, shelf: Workspace, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with opened(size, "keeper", at=shelf) as reader:
        rows = reader.rows()
        assert len(rows) == size[1]
        assert "\n".join(row.rstrip() for row in rows) == snapshot


@pytest.mark.parametrize("size", SIZES[:3], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_list(opened: Open, shelf: Workspace, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with opened(size, "keeper", at=shelf) as reader:
        await reader.press("tab")
        rows = reader.rows()
        assert "ARTICLES" in rows[-1] and rows[-1].startswith(" 0 %")
        assert "\n".join(row.rstrip() for row in rows) == snapshot


@pytest.mark.parametrize("keys", ["G", "}}}}}v$", "f", "/wrote", "z", "jjjj", "}}}}}jj$"], ids=str)
async def test_states(opened: Open, shelf: Workspace, keys: str, snapshot: SnapshotAssertion) -> None:
    async with opened((120, 40), "keeper", at=shelf) as reader:
        await reader.type(keys)
        await reader.pilot.pause(0.3)
        assert "\n".join(row.rstrip() for row in reader.rows()) == snapshot


async def test_a_resize_moves_no_highlight(opened: Open, shelf: Workspace) -> None:
    async with opened((120, 40), "keeper", at=shelf) as reader:
        before = [(mark.span, mark.id) for mark in reader.page.marks.all]
        top = reader.page.view.top.start
        for size in ((60, 20), (300, 100), (80, 24), (120, 40)):
            await reader.pilot.resize_terminal(*size)
            await reader.pilot.pause()
            assert [(mark.span, mark.id) for mark in reader.page.marks.all] == before
        assert reader.page.view.top.start == top
