"""The names of the CSL style repository lead to the built-in styles."""

from __future__ import annotations

import pytest

from annotations.citations import CSL_NAMES, get_style, is_style, style_names
from annotations.model.errors import UnknownName


def test_each_csl_name_is_a_built_in_style_and_shadows_none() -> None:
    assert set(CSL_NAMES.values()) <= set(style_names())
    assert not set(CSL_NAMES) & set(style_names())
    for name, own in CSL_NAMES.items():
        assert is_style(name)
        assert get_style(name) == get_style(own)


def test_a_mistyped_csl_name_is_unknown() -> None:
    with pytest.raises(UnknownName):
        get_style("chicago-author-dates")
