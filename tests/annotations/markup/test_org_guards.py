"""Org: invisible guards stand only where Org would read markup, and never in an address."""

from __future__ import annotations

import pytest

from annotations.markup import org


@pytest.mark.parametrize(
    "plain",
    [
        "https://news.example/a_b_c*d*/e",
        "see https://news.example/a~b~?x=1&y=2 for more",
        "and/or, 3+4, a=b, ann@example.org",
        "A sentence with a well-made (and plain) ending.",
    ],
)
def test_plain_words_and_addresses_have_no_guard(plain: str) -> None:
    assert org.escape(plain) == plain


@pytest.mark.parametrize(
    "marked", ["* Head", "#+begin_src sh", "- item", "1. one", "| a |", "*b*", "/i/", "=v=", "~c~", "a_b"]
)
def test_what_org_would_read_is_guarded_and_comes_back(marked: str) -> None:
    assert org.ZERO_WIDTH_SPACE in org.escape(marked)
    assert org.unescape(org.escape(marked)) == marked
