"""How well web pages are read, beside trafilatura alone: `python benchmarks/pages.py FOLDER`.

Each folder in FOLDER holds `source.html` (a saved page), `expected.html` (the article in it) and, where titles and bylines are
compared, `expected-metadata.json` (`title`, `byline`). F1 is of words, as a bag: how many of the article's are there, and how
many others. Marks that a browser makes (`•`, the numbers of list items) are nobody's words and count on neither side.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import trafilatura
from lxml import html

from reader.articles.article import Draft
from reader.errors import ImportFailed
from reader.importers.content.decode import decode
from reader.importers.metadata.byline_names import byline_of
from reader.importers.web.html_page import HTMLImporter
from reader.text.cleaning import clean_line

MARK = re.compile(r"(?:•|\d+\.) ")


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def f1(found: Counter[str], wanted: Counter[str]) -> float:
    both = (found & wanted).total()
    return 2 * both / max(1, found.total() + wanted.total())


def own_words(draft: Draft) -> Counter[str]:
    """A draft's words without the marks of its list items."""
    found = words(draft.text)
    for block in draft.blocks:
        mark = MARK.match(draft.text, block.span.start) if block.kind == "list-item" else None
        if mark:
            found -= words(mark.group())
    return found


def agrees(found: str, wanted: str | None) -> str:
    if not wanted:
        return "-"
    return (
        "yes"
        if clean_line(found).casefold() == clean_line(wanted).casefold()
        else f"NO: {found!r}, not {clean_line(wanted)!r}"
    )


def main() -> int:
    worse = 0
    print(f"{'page':24}{'trafilatura':>12}{'gloss':>8}        title  byline")
    for folder in sorted(Path(sys.argv[1]).iterdir()):
        if not (folder / "expected.html").is_file():
            continue
        data = (folder / "source.html").read_bytes()
        expected = "\n".join(html.fromstring(decode((folder / "expected.html").read_bytes())).itertext())
        try:
            (draft,) = HTMLImporter().read(data, str(folder / "source.html"))
        except (ImportFailed, ValueError):
            print(f"{folder.name:24} nothing was read")
            worse += 1
            continue
        alone = f1(words(trafilatura.extract(data) or ""), words(expected))
        ours = f1(own_words(draft), words(expected))
        said = folder / "expected-metadata.json"
        wanted = json.loads(said.read_text(encoding="utf-8")) if said.is_file() else {}
        byline = byline_of(wanted.get("byline") or "") or wanted.get("byline")
        facts = f"{agrees(draft.source.title, wanted.get('title')):5}  {agrees(draft.byline, byline)}"
        worse += ours < alone - 1e-9
        print(f"{folder.name:24}{alone:12.4f}{ours:8.4f}  {'WORSE' if ours < alone - 1e-9 else '':5} {facts}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
