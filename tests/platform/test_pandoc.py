"""CSL styles through pandoc, where it is found; what is said where it is not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from annotations.citations import listing, render
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import cited_quote
from annotations.markup import written
from annotations.model.errors import UnknownName
from annotations.model.source import Name, PartialDate, Source
from reader.errors import ReaderError
from reader.platform.pandoc import find_pandoc, find_style, installed_styles, write_with_pandoc
from tests.annotations.excerpts import pandoc
from tests.fakes import made, source

CITES = {
    "in-text": '<text variable="title"/>',
    "note": '<text variable="title"/><text variable="container-title" prefix=", "/>',
}
STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="{kind}" version="1.0">
<info><title>House of Tides</title><id>house</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout prefix="{left}" suffix="{right}" delimiter="; "><group delimiter=" at ">
<names variable="author"><name form="short"/></names><group>{cite}</group><text variable="locator"/></group></layout></citation>
<bibliography><sort><key variable="title"/></sort><layout suffix=".">
<text variable="title" font-style="italic"/><text variable="container-title" prefix=". "/><date variable="issued" form="numeric" prefix=", "/>
</layout></bibliography></style>
"""


def style_file(folder: Path, kind: str = "in-text") -> Path:
    left, right = ("{", "}") if kind == "in-text" else ("", ".")
    path = folder / "tides.csl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(STYLE.format(kind=kind, left=left, right=right, cite=CITES[kind]), encoding="utf-8")
    return path


found = find_pandoc(os.environ)
needs_pandoc = pytest.mark.skipif(found is None, reason="no pandoc here")


@needs_pandoc
def test_a_style_by_its_file_cites_and_lists(tmp_path: Path) -> None:
    style = find_style(str(style_file(tmp_path)), os.environ)
    assert style.title == "House of Tides"
    entry = written(style.reference(source()), "markdown")
    assert entry.startswith("*Who measured the sea first?*")
    assert "The Harbour Post" in entry
    assert render(style.in_text(source(), "para. 2")) == "{Who measured the sea first? at 2}"


@needs_pandoc
def test_a_style_by_its_name_in_the_folder_of_pandoc(tmp_path: Path) -> None:
    style_file(tmp_path / "pandoc/csl")
    environ = {"PATH": os.environ.get("PATH", ""), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    assert installed_styles(environ) == ("tides",)
    assert find_style("tides", environ).name == "tides"


@needs_pandoc
def test_a_list_comes_in_the_order_of_the_style_and_each_source_is_cited(tmp_path: Path) -> None:
    style = find_style(str(style_file(tmp_path)), os.environ)
    sources = [
        Source(title=title, authors=(Name("Kim", "Ana"),), issued=PartialDate(2025))
        for title in ("Zinc", "A <b> & *c*: {d} $e$ @f")
    ]
    made_list = listing([(each, "para. 3") for each in sources], style)
    assert [render(entry).split(",")[0] for entry in made_list.references()] == ["A <b> & *c*: {d} $e$ @f", "Zinc"]
    assert render(made_list.in_text(sources[0], "para. 3")) == "{Kim at Zinc at 3}"


@needs_pandoc
def test_a_note_style_gives_footnotes_that_never_say_ibid(tmp_path: Path) -> None:
    style = find_style(str(style_file(tmp_path, "note")), os.environ)
    assert style.footnotes
    made_list = listing([(source(), "para. 1"), (source(), "para. 2")], style)
    assert "Harbour" in render(made_list.in_text(source(), "para. 2"))
    assert "[^" in cited_quote(Excerpt(made(), source(), "para. 2"), style, "markdown")


@needs_pandoc
def test_what_is_no_style_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.csl"
    path.write_text("<style>", encoding="utf-8")
    with pytest.raises(ReaderError, match=r"broken\.csl: pandoc cannot use this style"):
        find_style(str(path), os.environ).reference(source())


def test_a_style_that_is_nowhere_is_named_with_the_ones_there_are(tmp_path: Path) -> None:
    environ = {"PATH": "", "HOME": str(tmp_path)}
    with pytest.raises(UnknownName, match="apa"):
        find_style("chicagoo", environ)
    with pytest.raises(ReaderError, match=r"gone\.csl: no such style file"):
        find_style(str(tmp_path / "gone.csl"), environ)


def test_without_pandoc_the_way_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.platform.pandoc.find_pandoc", lambda environ: None)
    with pytest.raises(ReaderError, match=r"needs pandoc: install it"):
        find_style(str(style_file(tmp_path)), {"PATH": "", "HOME": str(tmp_path)})
    assert installed_styles({"PATH": "", "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}) == ()


def fake_pandoc(folder: Path, script: str, version: str = "3.1.2") -> Path:
    """Write a program that states a version and otherwise runs a shell script."""
    program = folder / "pandoc"
    stated = f'if [ "$1" = --version ]; then echo "pandoc {version}"; exit 0; fi\n' if version else ""
    program.write_text(f"#!/bin/sh\n{stated}{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.mark.parametrize("version", ["", "2.9.2.1", "2.16"])
def test_a_pandoc_that_is_broken_or_too_old_is_passed_over_for_the_extras(tmp_path: Path, version: str) -> None:
    broken = fake_pandoc(tmp_path, "exit 127", version)
    found = find_pandoc({"PATH": str(tmp_path)})
    assert found != str(broken)
    assert found == pandoc()


@pytest.mark.skipif(pandoc() is None, reason="no pandoc here")
def test_a_pandoc_without_its_data_files_is_passed_over_when_something_is_written(tmp_path: Path) -> None:
    refusal = "echo 'Could not find data file data/data/docx/[Content_Types].xml' >&2; exit 97"
    fake_pandoc(tmp_path, refusal)
    made = write_with_pandoc({"PATH": str(tmp_path)}, ["--from=commonmark", "--to=docx"], "Words.", tmp_path / "a.docx")
    assert made.startswith(b"PK")


def test_the_only_pandoc_writes_without_the_sandbox_when_that_hides_its_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = """case "$*" in *--sandbox*) echo 'Could not find data file data/x' >&2; exit 97;; esac
for each in "$@"; do case "$each" in --output=*) echo made > "${each#--output=}";; esac; done"""
    program = fake_pandoc(tmp_path, script)
    monkeypatch.setattr("reader.platform.pandoc.find_pandocs", lambda environ: [str(program)])
    assert write_with_pandoc({}, ["--to=docx"], "Words.", tmp_path / "a.docx") == b"made\n"


def test_a_pandoc_that_fails_is_said(tmp_path: Path) -> None:
    fake_pandoc(tmp_path, "echo 'out of tide' >&2\nexit 9")
    style = find_style(str(style_file(tmp_path)), {"PATH": str(tmp_path), "HOME": str(tmp_path)})
    with pytest.raises(ReaderError, match="out of tide"):
        style.in_text(source())
