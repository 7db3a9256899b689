"""Cells of CSV files that spreadsheets open: formulas are defused on the way out and restored on the way in."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""The beginnings of a cell that some spreadsheet takes for a formula (OWASP, CSV Injection), full-width signs included."""


def defuse(cell: str) -> str:
    """Return the cell, with an apostrophe before it if a spreadsheet would run it."""
    return f"'{cell}" if _is_formula(cell) else cell


def restore(cell: str) -> str:
    """Return the cell as it was before `defuse`."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell[1:]) else cell


def _is_formula(cell: str) -> bool:
    """Return whether a cell is a formula, or one behind apostrophes, which `restore` must be able to tell apart."""
    return cell.lstrip("'").startswith(FORMULA_STARTS)
