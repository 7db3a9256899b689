"""A citation style, an exporter and a note importer added by another distribution, and plugins that cannot be loaded."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotations.citations import STYLES, get_style, is_style, style_names
from annotations.exporters.registry import EXPORTERS, format_names, formats, get_format
from annotations.importers.registry import NOTE_IMPORTERS, read_notes, tool_names
from annotations.model.errors import PluginFault, UnknownName
from annotations.plugins import PluginTable

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
STYLE = """
from annotations.citations.style_api import Composed
from annotations.markup.rich_text import Run

class Plain(Composed):
    name, title, block_from, numbered, dated, names_apart, footnotes = "toy", "Toy 1", 40, False, True, False, False
    narrative = None

    def entry(self, source, year_suffix):
        return (Run(f"<{source.title}>"),)

    def citation(self, source, locator, year_suffix, *, number, apart):
        return (Run(f"<{source.title}, {locator}>"),)

    def sort_key(self, source):
        return (source.title,)

STYLE = Plain()
"""
EXPORTER = """
from annotations.exporters.registry import Format

def render(excerpts, options):
    return "".join(f"TOY {one.passage}\\n" for one in excerpts)

FORMAT = Format("Toy", "toy", render)
"""
NOTE_IMPORTER = """
from annotations.importers.model import ImportedNote, NoteFormat, Reading

def recognises(document):
    return document.head == "TOY NOTES"

def read(document):
    return Reading(tuple(ImportedNote(quote=line) for line in document.text.splitlines()[1:]))

FORMAT = NoteFormat("Toy notes", recognises, read)
"""
ENTRY_POINTS = """
[glossator.styles]
toy = toy_style:STYLE
broken = toy_missing:STYLE
apa = toy_style:STYLE

[glossator.exporters]
toy = toy_exporter:FORMAT
broken = toy_exporter:NOT_THERE

[glossator.note_importers]
toy/lines = toy_note_importer:FORMAT
broken = toy_raises:FORMAT
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution `toys` with one plugin of each kind and some that fail, on the import path."""
    info = tmp_path / "toys-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: toys\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    (tmp_path / "toy_style.py").write_text(STYLE)
    (tmp_path / "toy_exporter.py").write_text(EXPORTER)
    (tmp_path / "toy_note_importer.py").write_text(NOTE_IMPORTER)
    (tmp_path / "toy_raises.py").write_text("raise RuntimeError('no\\nluck')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("installed")
def test_a_style_of_another_distribution_cites() -> None:
    import annotations

    source = annotations.Source("On tides")
    target = annotations.describe("The tide turned.", annotations.Span(0, 8))
    assert style_names()[0] == "apa"
    assert "toy" in style_names()
    assert is_style("toy")
    assert (
        annotations.cite(target, source, style="toy", locator="p. 4") == "“The tide” <On tides, p. 4>.\n\n<On tides>\n"
    )


@pytest.mark.usefixtures("installed")
def test_an_exporter_of_another_distribution_writes_a_document() -> None:
    import annotations

    target = annotations.describe("The tide turned.", annotations.Span(0, 8))
    annotation = annotations.Annotation("1", "tides", target, NOON, NOON)
    assert annotations.export([(annotation, annotations.Source("On tides"))], "toy", now=NOON) == "TOY The tide\n"
    assert "toy" in format_names()
    assert formats()["toy"].extension == "toy"


@pytest.mark.usefixtures("installed")
def test_a_note_importer_of_another_distribution_reads_a_file() -> None:
    assert "toy" in tool_names()
    for tool in ("auto", "toy"):
        reading = read_notes("TOY NOTES\nThe tide turned.\n", tool)
        assert [note.quote for note in reading.notes] == ["The tide turned."]
        assert reading.form == "Toy notes"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            STYLES,
            [
                "the style broken of toys 1.0 cannot be loaded: No module named 'toy_missing'",
                "the style apa of toys 1.0 is skipped: the name is built in",
            ],
        ),
        (
            EXPORTERS,
            [
                "the format broken of toys 1.0 cannot be loaded: module 'toy_exporter' has no attribute 'NOT_THERE'",
            ],
        ),
        (NOTE_IMPORTERS, ["the note format broken of toys 1.0 cannot be loaded: no luck"]),
    ],
)
def test_a_plugin_that_fails_is_named_in_one_line_and_skipped(table: PluginTable[object], lines: list[str]) -> None:
    reported: list[str] = []
    loaded = table.load_all(reported.append)
    assert reported == lines
    assert "broken" not in loaded
    assert {*table.built_in} < {*loaded}


@pytest.mark.usefixtures("installed")
def test_asking_for_a_plugin_that_fails_says_why() -> None:
    with pytest.raises(PluginFault, match=r"^the style broken of toys 1\.0 cannot be loaded: .*'toy_missing'$"):
        get_style("broken")
    with pytest.raises(UnknownName, match="did you mean apa"):
        get_style("appa")
    with pytest.raises(UnknownName):
        get_format("no-such-format")


def test_the_command_line_exports_with_plugins(installed: Path) -> None:
    found = [str(installed), os.environ.get("PYTHONPATH", "")]
    run = subprocess.run(
        [sys.executable, "-m", "reader", "export", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(found)},
    )
    assert "csl-json, toy" in " ".join(run.stdout.split())
