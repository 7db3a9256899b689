"""README's pictures, taken of the app by the app: `python scripts/pictures.py` writes docs/pictures/*.svg.

Each is a few keys on the sample library in a folder of its own; nothing of the user's is touched.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader.config.paths import Home, seeds_folder
from reader.config.settings import Settings
from reader.services.sample_library import seed
from reader.services.workspace import open_workspace
from reader.ui.app import GlossApp

FOLDER = ROOT / "docs" / "pictures"
Shot = tuple[str, tuple[int, int], str, Sequence[str]]

NOTE = [*"a"] + ["space" if letter == " " else letter for letter in "A first note"]
SHOTS: Sequence[Shot] = (
    ("reading", (120, 36), "gloss-dark", ["right_square_bracket", "right_square_bracket"]),
    ("labels", (100, 24), "gloss-dark", ["f"]),
    ("note", (100, 24), "gloss-dark", ["f", "s", "enter", *NOTE]),
    ("notes", (100, 24), "gloss-light", ["g", "n"]),
    ("cite", (100, 28), "gloss-light", ["right_square_bracket", "c"]),
    ("small", (80, 24), "gloss-light", ["right_square_bracket"]),
)


async def shoot(name: str, size: tuple[int, int], theme: str, keys: Sequence[str]) -> None:
    """One picture."""
    seconds = count()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        with open_workspace(
            home, lambda: datetime(2026, 11, 24, 9, tzinfo=UTC) + timedelta(seconds=next(seconds))
        ) as workspace:
            seed(workspace, seeds_folder())
            app = GlossApp(workspace, Settings(theme=theme), {})
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                for key in keys:
                    await pilot.press(key)
                await pilot.pause(0.2)
                picture = app.export_screenshot(title="gloss")
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


async def main() -> None:
    """All of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        await shoot(*shot)


if __name__ == "__main__":
    asyncio.run(main())
