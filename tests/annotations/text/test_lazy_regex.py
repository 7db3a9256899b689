"""An expression that is compiled late answers as one that is compiled at once."""

from __future__ import annotations

import re

import pytest

from annotations.text.lazy_regex import expression


@pytest.mark.parametrize(("pattern", "flags"), [(r"(?P<word>[^\W\d]+)", 0), ("KEEPER", re.IGNORECASE), (r"\s{2,}", 0)])
def test_it_answers_as_one_compiled_at_once(pattern: str, flags: int) -> None:
    text = "The keeper  wrote\n\nit down in 1871."
    for _ in range(2):
        late, early = expression(pattern, flags), re.compile(pattern, flags)
        assert [found.span() for found in late.finditer(text)] == [found.span() for found in early.finditer(text)]
        assert late.findall(text) == early.findall(text)
        assert late.sub("-", text) == early.sub("-", text)
        assert late.split(text) == early.split(text)
        assert (late.match(text, 4) is None) == (early.match(text, 4) is None)
        assert (late.pattern, late.flags, late.groupindex) == (early.pattern, early.flags, early.groupindex)


def test_a_wrong_one_is_refused_when_it_is_asked() -> None:
    late = expression("(")
    with pytest.raises(re.error):
        late.search("x")
