"""A template by its name and text, to be rendered when it is wanted: Jinja is loaded only then."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import ExportOptions, Render


class Template(Struct, frozen=True):
    """`name` is what errors call it; `find` knows the templates that it may extend and include, beside the built-in ones."""

    name: str
    source: str
    find: Callable[[str], str | None] | None = None

    def render(self, excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
        """The document; TemplateFault names the line of what is wrong."""
        from annotations.exporters.template_engine import render_template  # noqa: PLC0415 - Jinja takes a tenth of a second

        return render_template(self.name, self.source, excerpts, options, self.find)


def built_in_template(name: str) -> Render:
    """Return the function that writes a document by the built-in template of this name."""

    def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
        from annotations.exporters.template_engine import render_built_in  # noqa: PLC0415 - Jinja takes a tenth of a second

        return render_built_in(name, excerpts, options)

    return render
