"""Cells that are defused for spreadsheets and restored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.markup.csv_cells import FORMULA_STARTS, defuse, restore


@pytest.mark.parametrize(
    ("cell", "defused"),
    [
        ("=cmd()", "'=cmd()"),
        ("'=cmd()", "''=cmd()"),
        ("plain", "plain"),
        ("'tis", "'tis"),
        ("''tis", "''tis"),
        ("", ""),
    ],
)
def test_formulas_get_an_apostrophe(cell: str, defused: str) -> None:
    assert defuse(cell) == defused
    assert restore(defused) == cell


@given(st.text(alphabet=["'", "x", *FORMULA_STARTS], max_size=6))
def test_every_cell_comes_back_as_it_was(cell: str) -> None:
    assert not defuse(cell).startswith(FORMULA_STARTS)
    assert restore(defuse(cell)) == cell
