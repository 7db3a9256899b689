"""The HTML page in a real browser: what it shows, that it runs nothing, how its tags filter, and that anybody can use it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.paragraph_segments import paragraphs
from annotations.exporters.registry import get_format
from annotations.model.selectors import describe
from annotations.model.source import Source
from annotations.model.span import Span
from reader.text.cleaning import clean_text
from tests.annotations.excerpts import OPTIONS, chromium
from tests.fakes import ROOT, made, naughty_strings

needs_browser = pytest.mark.skipif(chromium() is None, reason="no Chromium here")
TEXT = "On tides\n\nThe sea keeps no books, a keeper wrote.\n\nMud remembers the moon.\nA second line."
BLOCKS = [("heading", 0, 8, 2), ("paragraph", 10, 49, 0), ("quote", 51, len(TEXT), 1)]


def axe() -> Path | None:
    """The rules of axe-core, where they are at hand: in $GLOSS_AXE, or in node_modules beside the code."""
    places = [Path(os.environ.get("GLOSS_AXE", "none")), ROOT / "node_modules" / "axe-core" / "axe.min.js"]
    return next((place for place in places if place.is_file()), None)


def excerpt(
    text: str, start: int, end: int, number: int = 1, note: str = "A note", tags: tuple[str, ...] = ("sea",)
) -> Excerpt:
    own = replace(
        made(number=number),
        target=describe(text, Span(start, end)),
        note=note,
        tags=tags,
        color=("yellow", "green", "pink")[number % 3],
    )
    return Excerpt(own, Source(title="Of tides", container="The Post", language="en"), "para. 1", span=Span(start, end))


def page(text: str = TEXT, *excerpts: Excerpt, blocks: list[tuple[str, int, int, int]] = BLOCKS) -> str:
    shown = excerpts or (
        excerpt(text, 14, 22, 1),
        excerpt(text, 18, 30, 2, tags=("mud", "sea")),
        excerpt(text, 40, 60, 3, "", ("mud",)),
    )
    return get_format("html").render(
        shown, replace(OPTIONS, texts={"one": text}, blocks={"one": blocks if text == TEXT else []})
    )


def browse(page: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    command = [chromium() or "", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
               "--disable-component-update", "--enable-logging=stderr", f"--user-data-dir={folder / 'profile'}", *options, path.as_uri()]  # fmt: skip
    environ = {**os.environ, "HOME": str(folder)}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environ)


def run(page: str, script: str, folder: Path) -> str:
    """What a script finds on the page; the policy that forbids it is taken away first."""
    open_page = re.sub(r"<meta http-equiv[^>]*>", "", page)
    asked = f"<script>{script}</script></body>"
    done = browse(open_page.replace("</body>", asked), folder, "--virtual-time-budget=20000", "--dump-dom")
    found = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stdout[-500:] + done.stderr[-500:]
    return unescape(found[1])


REPORT = "const say = (value) => { const pre = document.createElement('pre'); pre.id = 'found'; pre.textContent = JSON.stringify(value); document.body.append(pre) };"


class Ids(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.marked: list[str] = []
        self._depth = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "srcset", "poster", "data")
        ]
        self._depth += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.marked += [data] if self._depth else []


def test_every_highlight_has_one_address_and_its_note_leads_there_and_back() -> None:
    found = Ids(page())
    assert len(set(found.ids)) == len(found.ids)
    for number in (1, 2, 3):
        assert f"{number:026}" in found.ids
        assert f"note-{number:026}" in found.ids
        assert {f"#{number:026}", f"#note-{number:026}"} <= set(found.links)
    assert {link[1:] for link in found.links} <= set(found.ids)
    assert all(link.startswith("#") for link in found.links)
    assert "".join(found.marked) == TEXT[14:30] + TEXT[40:49] + TEXT[51:60]


def test_an_orphan_has_its_note_alone() -> None:
    lost = replace(excerpt(TEXT, 14, 22), state="orphan", span=None)
    shown = page(TEXT, lost)
    assert "no longer in the text" in shown
    assert f"{1:026}" in Ids(shown).ids
    assert "<mark" not in shown


def test_headings_inside_a_text_leave_no_level_out() -> None:
    text = "A\n\nB\n\nC\n\nD"
    blocks = [("heading", 0, 1, 1), ("heading", 3, 4, 4), ("heading", 6, 7, 2), ("code", 9, 10, 0)]
    assert [(each.kind, each.level) for each in paragraphs(text, blocks, [])] == [
        ("heading", 3),
        ("heading", 4),
        ("heading", 4),
        ("code", 0),
    ]


def test_no_word_of_a_text_is_lost_between_its_blocks() -> None:
    found = paragraphs(TEXT, [("paragraph", 10, 20, 0), ("quote", 60, 65, 1)], [])
    shown = "".join(piece.text for each in found for piece in each.pieces)
    assert shown.replace("\n", "") == TEXT.replace("\n", "")


@needs_browser
def test_hostile_words_are_shown_and_never_run(tmp_path: Path) -> None:
    hostile = [clean_text(text) for text in naughty_strings()]
    hostile = [text for text in hostile if text.strip()]
    text = "\n\n".join(hostile)
    at, shown = 0, []
    for number, each in enumerate(hostile):
        one = excerpt(text, at, at + len(each), number, each, (each.replace(",", " ")[:60].strip() or "x",))
        shown.append(replace(one, source=replace(one.source, title=each, url=each), locator=each[:40]))
        at += len(each) + 2
    done = browse(page(text, *shown), tmp_path, "--dump-dom")
    assert "<title>Annotated excerpts</title>" in done.stdout
    assert not re.findall(r"CONSOLE[^\n]*", done.stderr)
    assert not re.search(r"<(script|img|iframe|svg|object|embed|link|base|form)\b", done.stdout)
    assert set(re.findall(r"\s(on\w+)=", re.sub(r">[^<]*<", "><", done.stdout))) == set()


@needs_browser
def test_a_tag_shows_its_notes_alone(tmp_path: Path) -> None:
    script = (
        REPORT
        + """
      const seen = () => [...document.querySelectorAll('.note')].filter((e) => getComputedStyle(e).display !== 'none').length;
      const lit = () => [...document.querySelectorAll('mark')].filter((e) => getComputedStyle(e).backgroundColor !== 'rgba(0, 0, 0, 0)').length;
      const found = [];
      for (const input of document.querySelectorAll('input')) { input.checked = true; found.push([input.nextElementSibling.textContent, seen(), lit()]) }
      say(found)"""
    )
    found = json.loads(run(page(), script, tmp_path))
    assert [(name, seen) for name, seen, _ in found] == [("everything", 3), ("#mud (2)", 2), ("#sea (2)", 2)]
    assert found[1][2] < found[0][2] > found[2][2]


@needs_browser
@pytest.mark.skipif(axe() is None, reason="no axe-core here: npm install axe-core, or $GLOSS_AXE")
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_keeps_to_the_rules_of_axe(mode: str, tmp_path: Path) -> None:
    place = axe()
    assert place
    rules = place.read_text(encoding="utf-8").replace("</script>", "<\\/script>")
    script = (
        rules + ";" + REPORT + "axe.run().then((r) => say(r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)])))"
    )
    shown = page().replace("prefers-color-scheme: dark", "min-width: 1px") if mode == "dark" else page()
    assert json.loads(run(shown, script, tmp_path)) == []


def test_the_policy_allows_exactly_the_style_that_is_there() -> None:
    shown = page()
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', shown)[1])  # type: ignore[index]  # it is there
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert shown.count("<style>") == 1
    assert " style=" not in shown
