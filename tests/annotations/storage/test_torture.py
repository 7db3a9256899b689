"""The short forms of `make torture`; see tests/torture. In a process of their own: what forks must hold no lock."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.fakes import ROOT
from tests.torture.killing import OPERATIONS


def tortured(only: str, *words: str) -> str:
    command = [sys.executable, "-m", "tests.torture", "--only", only, "--seed", "1", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS])
def test_a_killed_writer_loses_nothing_that_it_had_acknowledged(name: str) -> None:
    assert "| 6 kills |" in tortured(name, "--kills", "6")


def test_four_writers_at_once_lose_nothing_and_none_is_refused() -> None:
    assert "| 40 changes | 40 changes | 0 |" in tortured("crowd", "--changes", "40")
