"""The samples with which a library begins."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from reader.errors import LibraryError
from reader.services.workspace import SEEDED, Workspace

SAMPLE_NOTES = "start-here-annotations.json"


def seed(workspace: Workspace, folder: Path) -> bool:
    """Fill a library that has never held anything with the samples in `folder`; False where it has."""
    library = workspace.library
    if library.setting(SEEDED) or library.entries() or library.entries("is:trashed"):
        return False
    from reader.importers.targets.targets import read_target  # noqa: PLC0415 - only a new library is filled
    from reader.services.excerpts import find_quote  # noqa: PLC0415

    drafts = [draft for result in read_target(str(folder / "")) for draft in result.drafts if _is_sample(result.origin)]
    added = library.add(drafts, workspace.clock())
    titles = {one.title: one.id for one in added}
    for record in _sample_notes(folder / SAMPLE_NOTES):
        article = library.article(titles[record["title"]])
        span = find_quote(article, record["quote"])
        workspace.annotate(article, span, record["color"], record["note"], record["tags"])
    library.save_setting(SEEDED, workspace.clock().isoformat())
    first = next((one.id for one in added), None)
    if first is not None:
        library.save_setting("article", first)
    return True


def _is_sample(origin: str) -> bool:
    return origin.endswith(".txt")


def _sample_notes(path: Path) -> Sequence[dict[str, str]]:
    try:
        found: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LibraryError(f"{path}: the sample notes cannot be read; install glossator again") from error
    return found
