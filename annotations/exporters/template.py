"""Templates as export formats; Jinja is loaded when the first one is rendered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import ExportOptions, Render


class Template(Struct, frozen=True):
    """A user's template. `name` is used in error messages; `find` returns the templates that it may extend and include."""

    name: str
    source: str
    find: Callable[[str], str | None] | None = None

    def render(self, excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
        """Return the document; TemplateFault names the line of an error."""
        from annotations.exporters.template_engine import render_template  # noqa: PLC0415 - Jinja takes a tenth of a second

        return render_template(self.name, self.source, excerpts, options, self.find)


def built_in_template(name: str) -> Render:
    """Return the function that writes a document by the built-in template of this name."""

    def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
        from annotations.exporters.template_engine import render_built_in  # noqa: PLC0415 - Jinja takes a tenth of a second

        return render_built_in(name, excerpts, options)

    return render
