"""Twenty seconds of random input; `make monkey` goes on for longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.monkey import run


@pytest.mark.e2e
@pytest.mark.parametrize("seed", [1, 2])
def test_random_input_ends_nothing_and_loses_nothing(tmp_path: Path, seed: int) -> None:
    assert run(seed, 10.0, tmp_path / "home") == ""
