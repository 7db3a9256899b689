"""ARCHITECTURE.md agrees with the code."""

from __future__ import annotations

import re

from scripts.architecture_map import PAGE, with_map
from tests.fakes import ROOT


def test_the_map_is_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert with_map(text) == text, "python scripts/architecture_map.py draws it anew"


def test_every_path_that_the_page_names_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    paths = re.findall(r"`((?:reader|annotations|tests|benchmarks|scripts)/[\w/.]+)`", text)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
