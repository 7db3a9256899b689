"""Ways to cite: a source to a formatted reference and an in-text citation.

A style is loaded when it is asked for. Knows no format of export and nothing of the reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import cast

from annotations.citations.bibliography import Listing, bibliography, listing
from annotations.citations.keys import Keyring, citation_key, key_among, unique_keys
from annotations.citations.style_api import ALONE, Apart, Style
from annotations.markup.rich_text import Run, markup_names, render
from annotations.model.errors import UnknownName

__all__ = [
    "ALONE",
    "Apart",
    "Keyring",
    "Listing",
    "Run",
    "Style",
    "bibliography",
    "citation_key",
    "get_style",
    "key_among",
    "listing",
    "markup_names",
    "render",
    "style_names",
    "unique_keys",
]

_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "apa": "apa",
        "chicago": "chicago",
        "chicago-notes": "chicago_notes",
        "mla": "mla",
        "harvard": "harvard",
        "ieee": "ieee",
    }
)


def style_names() -> tuple[str, ...]:
    """The names that `get_style` takes, the default first."""
    return tuple(_MODULES)


def get_style(name: str) -> Style:
    """The style of this name; UnknownName for one that is not there."""
    if name not in _MODULES:
        raise UnknownName("style", name, _MODULES)
    return cast(Style, import_module(f"annotations.citations.styles.{_MODULES[name]}").STYLE)
