"""Citations: from a source to a formatted reference and an in-text citation, in one of several styles.

A style is loaded when it is asked for. The package knows no export format and nothing of the reader.
"""

from __future__ import annotations

from annotations.citations.bibliography import Listing, bibliography, listing
from annotations.citations.keys import Keyring, citation_key, key_among, unique_keys
from annotations.citations.style_api import ALONE, Apart, Style
from annotations.markup.rich_text import Run, render
from annotations.plugins import PluginTable

__all__ = [
    "ALONE",
    "CSL_NAMES",
    "DEFAULT_STYLE",
    "STYLES",
    "Apart",
    "Keyring",
    "Listing",
    "Run",
    "Style",
    "bibliography",
    "citation_key",
    "get_style",
    "is_style",
    "key_among",
    "listing",
    "render",
    "style_names",
    "unique_keys",
]

STYLES: PluginTable[Style] = PluginTable(
    "style",
    "glossator.styles",
    {
        "apa": "annotations.citations.styles.apa:STYLE",
        "chicago": "annotations.citations.styles.chicago:STYLE",
        "chicago-notes": "annotations.citations.styles.chicago_notes:STYLE",
        "mla": "annotations.citations.styles.mla:STYLE",
        "harvard": "annotations.citations.styles.harvard:STYLE",
        "ieee": "annotations.citations.styles.ieee:STYLE",
    },
)
"""Each leads to a Style. A new one is a file of its own and a row here, or an entry point `glossator.styles`."""

CSL_NAMES = {
    "american-psychological-association": "apa",
    "chicago-author-date": "chicago",
    "chicago-author-date-17th-edition": "chicago",
    "chicago-fullnote-bibliography": "chicago-notes",
    "chicago-note-bibliography": "chicago-notes",
    "chicago-notes-bibliography": "chicago-notes",
    "chicago-notes-bibliography-17th-edition": "chicago-notes",
    "harvard-cite-them-right": "harvard",
    "modern-language-association": "mla",
}
"""Names that the CSL style repository gives to our styles where they differ from ours."""

DEFAULT_STYLE = "apa"


def style_names() -> tuple[str, ...]:
    """Return the names that `get_style` takes, the default first."""
    return STYLES.names()


def is_style(name: str) -> bool:
    """Return whether `get_style` takes this name; quicker than looking through `style_names`."""
    return name in STYLES or name in CSL_NAMES


def get_style(name: str) -> Style:
    """Return the style of this name; UnknownName for one that is not there."""
    return STYLES.load(CSL_NAMES.get(name, name))
