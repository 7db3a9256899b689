"""The ways out of the screen: what it may copy to and open, and the styles to cite in; each a parameter."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from annotations.citations import Style, get_style, style_names
from annotations.exporters.quote import QUOTE_FORMATS
from reader.platform.clipboard import Outcome


class Outlets(Struct, frozen=True):
    """`copy` takes a text out and says how far it went; `style` finds a style by name or raises; `styles` are on offer.

    `first_style` and `first_format` are in force until others are chosen; `environ` says where programs are.
    """

    copy: Callable[[str], Outcome]
    open_url: Callable[[str], object]
    style: Callable[[str], Style] = get_style
    styles: tuple[str, ...] = style_names()
    first_style: str = style_names()[0]
    first_format: str = QUOTE_FORMATS[0]
    environ: Mapping[str, str] = field(default_factory=dict)
