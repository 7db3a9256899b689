"""An importer of another distribution, and one that cannot be loaded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.test_cli import Gloss

IMPORTER = """
from annotations.model.source import Source
from reader.articles.article import Draft

class Toy:
    name = "toy"

    def recognises(self, data, name):
        return 1.0 if data.startswith(b"TOY") else 0.0

    def read(self, data, origin):
        return [Draft(data.decode().removeprefix("TOY "), Source("A toy"), origin=origin)]
"""
ENTRY_POINTS = "[glossator.importers]\ntoy = toy_importer:Toy\nbroken = toy_missing:Toy\n"


@pytest.fixture
def gloss(tmp_path: Path) -> Gloss:
    """The command, with a distribution `toys` on its import path."""
    info = tmp_path / "toys" / "toys-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: toys\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    (info.parent / "toy_importer.py").write_text(IMPORTER)
    made = Gloss(tmp_path)
    paths = [str(info.parent), os.environ.get("PYTHONPATH", "")]
    made.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return made


@pytest.mark.parametrize("words", [[], ["--format", "toy"]])
def test_gloss_add_reads_a_file_with_an_importer_of_another_distribution(
    gloss: Gloss, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "a.txt").write_text("TOY words of a text.")
    assert "A toy" in gloss.run("add", *words, str(tmp_path / "a.txt")).stdout
    (article,) = gloss.json("list")
    assert article["title"] == "A toy"
    assert "words of a text." in gloss("show", article["id"], "--text")


def test_an_importer_that_cannot_be_loaded_is_named_in_one_line_and_skipped(gloss: Gloss, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words of a text.")
    (tmp_path / "b.txt").write_text("TOY words of another text.")
    done = gloss.run("add", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr == "gloss: the importer broken of toys 1.0 cannot be loaded: No module named 'toy_missing'\n"
