"""Services that take text out of the program: the clipboard, the browser and the citation styles."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from annotations.citations import DEFAULT_STYLE, Style, get_style, is_style, style_names
from annotations.exporters.quote import QUOTE_FORMATS
from reader.platform.clipboard import Outcome


class Outlets(Struct, frozen=True):
    """The functions and defaults that commands use to take text out of the program.

    `copy` copies a text and says how far it went; `style` finds a style by name or raises; `styles` returns the names on offer.

    `first_style` and `first_format` are in force until others are chosen; `environ` says where programs are.
    """

    copy: Callable[[str], Outcome]
    open_url: Callable[[str], object]
    style: Callable[[str], Style] = get_style
    styles: Callable[[], tuple[str, ...]] = style_names
    first_style: str = DEFAULT_STYLE
    first_format: str = QUOTE_FORMATS[0]
    environ: Mapping[str, str] = field(default_factory=dict)

    def usable_style(self, name: str) -> str:
        """Return `name`, or the first style if this one is not on offer any more."""
        return name if name == self.first_style or is_style(name) or name in self.styles() else self.first_style
