"""Reports from the command line: put together, written whole or not at all, and the sources of a text that cites by key."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from reader.cli.main import main
from reader.services.report_service import cited_keys
from tests.annotations.excerpts import pandoc
from tests.fakes import DIGEST

CSL = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
  <info><title>Own notes</title><id>own-notes</id><updated>2025-01-01T00:00:00+00:00</updated></info>
  <citation><layout suffix="." delimiter="; ">
    <choose>
      <if position="ibid"><text value="Ibid"/></if>
      <else><text variable="title"/></else>
    </choose>
  </layout></citation>
  <bibliography><layout suffix="."><text variable="title"/><text variable="container-title" prefix=", " font-style="italic"/></layout></bibliography>
</style>
"""


class Done(Struct):
    returncode: int
    stdout: str
    stderr: str


class Gloss:
    """The real command, in this process."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capture = patch, capture
        patch.setenv("GLOSS_HOME", str(folder / "home"))
        patch.setenv("GLOSS_CONFIG", str(folder / "config.toml"))

    def run(self, *words: str) -> Done:
        self._capture.readouterr()
        self._patch.setattr("sys.argv", ["gloss", *words])
        try:
            status = main()
        except SystemExit as left:
            status = int(left.code or 0)
        said = self._capture.readouterr()
        return Done(status, said.out, said.err)

    def __call__(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def fails(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 1, done.stdout + done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        return done.stderr


@pytest.fixture
def gloss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Gloss:
    made = Gloss(tmp_path, monkeypatch, capfd)
    (tmp_path / "digest.txt").write_text(DIGEST)
    made("add", str(tmp_path / "digest.txt"))
    return made


@pytest.fixture
def marked(gloss: Gloss) -> list[str]:
    passages = [("mud", "Mud remembers the moon."), ("mud", "one list item"), ("sea first", "It was read every hour.")]
    return [gloss("highlight", article, "--quote", quote).strip() for article, quote in passages]


def test_from_highlights_to_a_report(gloss: Gloss, marked: list[str], tmp_path: Path) -> None:
    assert "no report yet" in gloss.fails("report", "show")
    gloss("report", "new", "On tides")
    gloss("report", "heading", "First")
    gloss("report", "add", *marked)
    gloss("report", "words", "So it is.", "--at", "2")
    gloss("report", "move", "5", "3")
    shown = gloss.json("report", "show")
    assert [part["kind"] for part in shown["parts"]] == ["heading", "words", "quote", "quote", "quote"]
    assert [part["annotation"] for part in shown["parts"][2:]] == [marked[2], marked[0], marked[1]]
    text = gloss("report", "export", "--format", "text")
    assert text.index("So it is.") < text.index("every hour") < text.index("Mud remembers") < text.index("References")
    gloss("report", "drop", "3")
    assert len(gloss.json("report", "show")["parts"]) == 4
    gloss("report", "new", "Another")
    gloss("report", "rename", "Yet another")
    assert {one["title"]: one["at_hand"] for one in gloss.json("report", "list")} == {
        "Yet another": True,
        "On tides": False,
    }
    gloss("report", "use", "tides")
    gloss("report", "remove", "another")
    assert [one["title"] for one in gloss.json("report", "list")] == ["On tides"]
    for wrong in (
        ["drop", "9"],
        ["show", "nothing"],
        ["export", "--format", "markdwn"],
        ["heading", " "],
        ["add", "ZZZZ"],
    ):
        gloss.fails("report", *wrong)


def test_a_deleted_highlight_is_still_quoted(gloss: Gloss, marked: list[str]) -> None:
    gloss("report", "add", marked[0])
    gloss("delete", marked[0])
    assert "“Mud remembers the moon” (" in gloss("report", "export", "--format", "text")


def test_doctor_names_a_report_that_cannot_be_read(gloss: Gloss, marked: list[str], tmp_path: Path) -> None:
    gloss("report", "add", *marked)
    (file,) = (tmp_path / "home" / "reports").glob("*.json")
    file.write_text("torn")
    done = gloss.run("doctor")
    assert (done.returncode, f"WRONG reports: {file}: the report cannot be read" in done.stdout) == (1, True)


def test_files_are_written_whole_or_not_at_all(gloss: Gloss, marked: list[str], tmp_path: Path) -> None:
    gloss("report", "add", *marked)
    target = tmp_path / "my report.tex"
    gloss.run("report", "export", "--format", "latex", "-o", str(target))
    assert "\\addbibresource{my-report.bib}" in target.read_text()
    assert (tmp_path / "my-report.bib").read_text().count("@") == 2
    assert "file exists" in gloss.fails("report", "export", "--format", "latex", "-o", str(target))
    target.unlink()
    assert "my-report.bib: file exists" in gloss.fails("report", "export", "--format", "latex", "-o", str(target))
    assert not target.exists()
    assert gloss.run("report", "export", "--format", "latex", "-o", str(target), "--force").returncode == 0
    assert "name a file" in gloss.fails("report", "export", "--format", "docx")
    assert "no such style" in gloss.fails("report", "export", "--style", str(tmp_path / "none.csl"))
    gloss.fails("report", "export", "-o", str(tmp_path / "none" / "x.md"))
    assert sorted(path.name for path in tmp_path.glob("*my*")) == ["my report.tex", "my-report.bib"]


@pytest.mark.skipif(pandoc() is None, reason="no pandoc here")
@pytest.mark.parametrize("form", ["docx", "odt"])
@pytest.mark.parametrize("style", ["apa", "chicago-notes", "own.csl"])
def test_office_files_through_pandoc(form: str, style: str, gloss: Gloss, marked: list[str], tmp_path: Path) -> None:
    (tmp_path / "own.csl").write_text(CSL)
    gloss("report", "new", "On tides")
    gloss("report", "heading", "First")
    gloss("report", "add", *marked)
    target = tmp_path / f"report.{form}"
    wanted = str(tmp_path / style) if style.endswith(".csl") else style
    done = gloss.run("report", "export", "--format", form, "--style", wanted, "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert zipfile.ZipFile(target).testzip() is None
    read = subprocess.run(
        [pandoc() or "", str(target), "--to=plain", "--wrap=none"], capture_output=True, text=True, check=True
    ).stdout
    for each in ("First", "“Mud remembers the moon", "one list item", "It was read every hour"):
        assert each in read
    if style == "own.csl":
        assert read.count("Ibid.") == 1
        assert read.count("The moon and the mud, Coast - Weekly.") == 1
    assert read.count("The Harbour Post") >= 1


@pytest.mark.skipif(pandoc() is None, reason="no pandoc here")
@pytest.mark.parametrize("form", ["markdown", "html", "text"])
def test_any_csl_style(form: str, gloss: Gloss, marked: list[str], tmp_path: Path) -> None:
    (tmp_path / "own.csl").write_text(CSL)
    gloss("report", "add", *marked)
    text = gloss("report", "export", "--format", form, "--style", str(tmp_path / "own.csl"))
    assert text.count("Ibid") == 1
    (tmp_path / "bad.csl").write_text("<style>")
    assert "bad.csl" in gloss.fails("report", "export", "--format", form, "--style", str(tmp_path / "bad.csl"))


# The sources of a text


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("See [@bell2025sea, p. 3; -@dahl2024].", ["bell2025sea", "dahl2024"]),
        ("@bell2025sea says @{a/b:c} and @x.", ["bell2025sea", "a/b:c", "x"]),
        ("mail me@example.org, \\@no, `@code`, <!-- @gone --> [@a-b_c:d]", ["a-b_c:d"]),
        ("```\n@code\n```\n\n@one @one", ["one"]),
        ("no keys", []),
    ],
)
def test_the_keys_of_a_text(text: str, keys: list[str]) -> None:
    assert cited_keys(text) == keys


def test_bib_writes_exactly_the_sources_that_are_cited(gloss: Gloss, marked: list[str], tmp_path: Path) -> None:
    quotes = [gloss("cite", one, "--format", "pandoc") for one in marked[:2]]
    report = tmp_path / "report.md"
    report.write_text("\n\n".join(quotes))
    assert gloss("bib", str(report)).count("@") == 1
    (item,) = json.loads(gloss("bib", str(report), "--format", "csl-json"))
    assert f"@{item['id']}" in quotes[0]
    assert item["title"] == "The moon and the mud"
    report.write_text(report.read_text() + " [@nobody2020]")
    done = gloss.run("bib", str(report), "--format", "bibtex", "-o", str(tmp_path / "out.bib"))
    assert (done.returncode, done.stderr) == (1, "gloss: not in the library: @nobody2020\n")
    assert (tmp_path / "out.bib").read_text().count("@") == 1
    assert "file exists" in gloss.fails("bib", str(report), "-o", str(tmp_path / "out.bib"))
    (tmp_path / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert "a PNG picture" in gloss.fails("bib", str(tmp_path / "picture.md"))
    gloss.fails("bib", str(tmp_path / "none.md"))
