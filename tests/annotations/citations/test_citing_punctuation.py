"""The punctuation of citations over missing fields: whatever is not known leaves no trace.

Every kind in every style with few fields, or with all but a few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from annotations.citations import get_style, render, style_names
from annotations.model.source import KINDS, Name, PartialDate, Source

FIELDS = {
    "authors": (Name("Herbert", "Frank"),),
    "container": "Sea Post",
    "publisher": "Quay Press",
    "issued": PartialDate(2024, 3, 4),
    "url": "https://example.org/x",
    "editors": (Name("Holm", "Jan"),),
    "volume": "4",
    "issue": "2",
    "pages": "3–5",
    "edition": "2",
    "number": "17",
    "place": "Leith",
    "genre": "Memo",
}
WRONG = {
    "doubled": r"(?<!\.)\.\.(?!\.)|,,|[?!]\.(?!\w)|  |;,|:,|\.”\.|”\.$(?<=[?!]”\.)",
    "lonely": r",\.|[.,] \.|\s[,.;:](?![\d.])|^\W*[,.;:]|[,;:]$|:\s*[,.)]|,[”’]\.",
    "empty": r"\(\s*\)|\[\s*\]|“\s*”|‘\s*’|\(,|,\)|\(\s|\s\)|\b[Ii]n [(.,]|\b[Ii]n$",
    "glued": r"\w“|”\w|\)\w|[A-Za-z]\(|[,;]\w(?<!\d)",
}


def subsets() -> Iterator[dict[str, object]]:
    """Yield the fields by twos at most, and all of them but one at most."""
    for count in (0, 1, 2, len(FIELDS) - 1, len(FIELDS)):
        for names in combinations(FIELDS, count):
            yield {name: FIELDS[name] for name in names}


@pytest.mark.parametrize("style_name", style_names())
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_known_leaves_no_punctuation(kind: str, style_name: str) -> None:
    style = get_style(style_name)
    for fields in subsets():
        for title in ("Dune", "Bridge?"):
            source = Source(title=title, kind=kind, **fields)  # type: ignore[arg-type]  # fields by name
            for text in (style.reference(source), style.in_text(source), style.in_text(source, "p. 4")):
                shown = render(text)
                found = {name for name, pattern in WRONG.items() if re.search(pattern, shown)}
                assert not found, f"{shown} {sorted(fields)}"
