"""The house: who may import whom is held by import contracts; here, what really gets loaded, and how big rooms are."""

from __future__ import annotations

import ast
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tests.fakes import ROOT

SOURCES = [path for folder in ("annotations", "reader") for path in sorted((ROOT / folder).rglob("*.py"))]


def loaded(program: str) -> set[str]:
    """The top-level names of the modules that a program loads."""
    shown = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return {name.split(".")[0] for name in shown.stdout.split()}


@pytest.mark.parametrize(
    ("program", "never"),
    [
        (
            "import annotations.model.annotation, annotations.anchoring.reanchor, annotations.storage.file_format, annotations.storage.undo_history",
            {"tinydb", "textual", "rich", "reader"},
        ),
        ("import annotations.citations, annotations.exporters.registry", {"tinydb", "textual", "rich", "reader"}),
        (
            "import reader.text.movement.motions, reader.text.layout.text_layout, reader.text.search.text_search",
            {"textual", "sqlite3", "tinydb"},
        ),
        ("import reader.library.library, reader.importers.targets.targets", {"textual", "tinydb"}),
        ("import reader.cli", {"textual", "click"}),
        ("import reader.cli.main", {"textual"}),
        (
            "import reader.services.workspace, reader.ui.app",
            {"hashlib", "tinydb", "lxml", "jinja2", "regex", "wcwidth"},
        ),
    ],
)
def test_what_is_not_needed_is_not_loaded(program: str, never: set[str]) -> None:
    assert not loaded(program) & never


def test_an_export_never_pays_for_the_screen(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['gloss', '--home', {str(tmp_path)!r}, 'export', '--format', 'json', '-o', {str(tmp_path / 'out.json')!r}]\n"
        "from reader.cli import run\n"
        "assert run() == 0"
    )
    assert not loaded(program) & {"textual", "pyperclip"}


def test_nothing_touches_the_disk_or_the_clock_at_import(tmp_path: Path) -> None:
    modules = ", ".join(
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in SOURCES
        if path.name not in ("__init__.py", "__main__.py")
    )
    program = f"import {modules}"
    environ = {"HOME": str(tmp_path), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, env=environ)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_stay_small_and_say_what_they_are_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if len(source.splitlines()) > 400:
        warnings.warn(f"{path.name} is long: is it two modules?", stacklevel=1)
    tree = ast.parse(source)
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or node.lineno) - node.lineno <= 50, f"{node.name} is two functions"
