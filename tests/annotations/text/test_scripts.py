"""The sets of scripts: how many code points each holds, and what tells them apart."""

from __future__ import annotations

import re

import pytest

from annotations.text import scripts


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("IDEOGRAPHS", 27_840),
        ("NAMES_CJK", 28_352),
        ("COLLATION_IDEOGRAPHS", 159_378),
        ("COLLATION_SYLLABLES", 439),
        ("ALIGNMENT_SINGLE", 159_968),
        ("INDEX_SINGLE", 176_216),
        ("QUOTE_SCAN_SINGLE", 39_152),
        ("NO_SPACE_QUOTES", 40_480),
        ("NO_SPACE_LINES", 29_808),
        ("COMBINING", 473),
        ("COMMON_COMBINING", 225),
        ("ZERO_WIDTH", 6),
    ],
)
def test_a_set_holds_as_many_code_points_as_it_was_made_of(name: str, size: int) -> None:
    found = re.compile(f"[{getattr(scripts, name)}]").match
    assert sum(found(chr(code)) is not None for code in range(0x110000)) == size


@pytest.mark.parametrize(
    ("character", "names"),
    [
        ("漢", {"IDEOGRAPHS", "NAMES_CJK", "COLLATION", "ALIGNMENT", "INDEX", "SCAN", "QUOTES", "LINES"}),
        ("カ", {"IDEOGRAPHS", "NAMES_CJK", "COLLATION", "ALIGNMENT", "INDEX", "SCAN", "QUOTES", "LINES"}),
        ("한", {"INDEX", "SCAN", "QUOTES"}),
        ("ก", {"COLLATION", "ALIGNMENT", "INDEX", "SCAN"}),
        ("ຫ", {"COLLATION", "ALIGNMENT", "INDEX"}),
        ("𠀀", {"COLLATION", "ALIGNMENT", "INDEX"}),
        ("、", {"QUOTES", "LINES"}),
        ("é", set()),
        ("я", set()),
    ],
)
def test_a_character_is_in_the_sets_of_its_script(character: str, names: set[str]) -> None:
    sets = {
        "IDEOGRAPHS": scripts.IDEOGRAPHS,
        "NAMES_CJK": scripts.NAMES_CJK,
        "COLLATION": scripts.COLLATION_IDEOGRAPHS + scripts.COLLATION_SYLLABLES,
        "ALIGNMENT": scripts.ALIGNMENT_SINGLE,
        "INDEX": scripts.INDEX_SINGLE,
        "SCAN": scripts.QUOTE_SCAN_SINGLE,
        "QUOTES": scripts.NO_SPACE_QUOTES,
        "LINES": scripts.NO_SPACE_LINES,
    }
    assert {name for name, ranges in sets.items() if re.match(f"[{ranges}]", character)} == names
