"""Shell completion offers what the library holds, in a real bash, and stays silent where there is no library."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes import DIGEST, ROOT

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")

SCRIPT = """
eval "$(_GLOSS_COMPLETE=bash_source gloss 2>/dev/null)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_gloss_completion gloss
printf '%s\\n' "${COMPREPLY[@]}"
"""


class Shell:
    """Completes command lines in bash with a `gloss` of its own on the PATH."""

    def __init__(self, folder: Path) -> None:
        program = folder / "bin" / "gloss"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "glossator_entry.py"}" "$@"\n')
        program.chmod(0o755)
        self.home = folder / "home"
        path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
        self.environ = os.environ | {"PATH": path, "GLOSS_HOME": str(self.home), "GLOSS_CONFIG": str(folder / "c.toml")}

    def gloss(self, *words: str) -> str:
        done = subprocess.run(["gloss", *words], capture_output=True, text=True, env=self.environ, check=True)
        return done.stdout.strip()

    def complete(self, *words: str) -> list[str]:
        command = ["bash", "--norc", "-c", SCRIPT, "bash", "gloss", *words]
        done = subprocess.run(command, capture_output=True, text=True, env=self.environ, check=False)
        assert done.stderr == ""
        return done.stdout.split()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_what_the_library_holds_is_completed(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "digest.txt").write_text(DIGEST)
    shell.gloss("add", str(tmp_path / "digest.txt"))
    made = shell.gloss("highlight", "mud", "--quote", "Mud remembers", "--tag", "tides")
    articles = shell.complete("show", "")
    assert len(articles) == 2
    assert shell.complete("show", articles[0][:-1]) == [articles[0]]
    assert shell.complete("note", made[:4].lower()) == [made]
    assert set(shell.complete("remove", "")) == {*articles, made}
    assert shell.complete("note", made, "--tag", "t") == ["tides"]
    shell.gloss("remove", articles[0])
    assert shell.complete("restore", "") == [articles[0]]


def test_names_are_completed_and_no_library_is_made(shell: Shell) -> None:
    assert shell.complete("cite", "x", "--style", "chi") == ["chicago", "chicago-notes"]
    assert "markdown" in shell.complete("export", "--format", "")
    assert shell.complete("sea") == ["search"]
    assert shell.complete("show", "") == []
    assert not shell.home.exists()
    shell.home.mkdir()
    (shell.home / "library.db").write_text("no database")
    assert shell.complete("show", "") == []
