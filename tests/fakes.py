"""Stand-ins for the clock, ids and a small library; nothing here imitates what could run for real."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotations.model.annotation import Annotation
from annotations.model.selectors import describe
from annotations.model.source import PartialDate, Source
from annotations.model.span import Span
from reader.config.paths import Home
from reader.services.workspace import Workspace, open_workspace

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

DIGEST = """Latest news with #Tides


The Harbour Post
14-07-2025
- Science
- Weather
- The Harbour Post
Who measured the sea first?
The first gauge stood in Amsterdam.[1] It was read every hour. Nobody knows who read it.
A second one followed in Brest. "The sea keeps no books," a keeper wrote. It is read to this day.


Coast - Weekly
30-06-2025
- Coast - Weekly
The moon and the mud
BREST, June 30 (Reuters): Mud remembers the moon. The Ukrain\u0435 gauge was read daily.
- one list item
- another list item
"""


def ticking(start: datetime = NOON) -> Callable[[], datetime]:
    """A clock that goes on by a second whenever it is asked."""
    times = iter(start + timedelta(seconds=n) for n in range(1_000_000))
    return lambda: next(times)


def made(
    article_id: str = "one", text: str = "Some words to mark.", start: int = 5, end: int = 10, number: int = 1
) -> Annotation:
    """An annotation with an id of its own."""
    target = describe(text, Span(start, end))
    return Annotation(f"{number:026}", article_id, target, NOON, NOON, note=f"note {number}", tags=("a tag",))


def workspace(folder: Path, *digests: str) -> Workspace:
    """A real workspace in `folder` with these digests in it."""
    opened = open_workspace(Home(folder / "home"), ticking())
    from reader.importers.plain.digest import DigestImporter

    for digest in digests or (DIGEST,):
        opened.library.add(DigestImporter().read(digest.encode(), "digest.txt"), NOON)
    return opened


def source(title: str = "Who measured the sea first?") -> Source:
    return Source(title=title, container="The Harbour Post", issued=PartialDate(2025, 7, 14))


def naughty_strings() -> list[str]:
    """Strings that break programs: some of our own, and the real list where it is at hand."""
    own = [
        "[/b]", "[@click=app.quit]press[/]", "[bold]Report [PDF]", "\x1b]52;c;SGVsbG8=\x07", "\x1b[2J\x1b[31mred", "\x9b31m",
        "\u202egnp.exe", "\u2066x\u2069", "a\u200bb", "\x07bell", "nul\x00", "{}", "{0}", "%s%n", "${HOME}", "</script>",
        "漢字かな", "עברית مرحبا", "👩‍👩‍👧🇩🇪", "e\u0301\u0301\u0301", "\u115f\u3164", "a" * 300, "line\nbreak\r\n", "\\n", "'\"`",
    ]  # fmt: skip
    listed = SHARED / "samples" / "naughty-strings.json"
    return own + (json.loads(listed.read_text(encoding="utf-8")) if listed.is_file() else [])
