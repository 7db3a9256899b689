"""Functions of the public API that join several packages: cite a passage, export annotations, verify a quotation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from annotations.citations import get_style
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import cited_quote
from annotations.exporters.registry import ExportOptions, get_format
from annotations.model.annotation import Annotation
from annotations.model.selectors import Target
from annotations.model.source import Source
from annotations.reports.quote_check.altered_match import altered
from annotations.reports.quote_check.quote_tokens import tokens
from annotations.reports.quote_check.verbatim_match import Match, read_quotation, verbatim

GENERATOR = "glossator"
NEVER = datetime.fromtimestamp(0, UTC)
"""The times of a bare passage, which no quote shows."""


def cite(
    passage: Target | Annotation, source: Source, *, style: str = "apa", markup: str = "plain", locator: str = ""
) -> str:
    """Return a passage as a quotation with its in-text citation and its reference.

    `style` is one of `annotations.citations.style_names()`, `markup` one of `annotations.exporters.quote.QUOTE_FORMATS`;
    UnknownName for another. `locator` says where in the source the passage stands (`p. 4`).
    """
    annotation = passage if isinstance(passage, Annotation) else Annotation("", "", passage, NEVER, NEVER)
    return cited_quote(Excerpt(annotation, source, locator), get_style(style), markup)


def export(
    annotated: Iterable[tuple[Annotation, Source]],
    to: str = "markdown",
    *,
    style: str = "apa",
    now: datetime | None = None,
    generator: str = GENERATOR,
) -> str:
    """Return annotations, each with its source, as a document in the export format `to`.

    `to` is one of `annotations.exporters.registry.formats()`; UnknownName for another. `now` is the time of the export,
    with its zone; the current time if None.
    """
    excerpts = [Excerpt(annotation, source) for annotation, source in annotated]
    options = ExportOptions(get_style(style), now or datetime.now(UTC), generator)
    return get_format(to).render(excerpts, options)


def verify(quotation: str, text: str) -> Match | None:
    """Return where `text` says what `quotation` says, word for word or altered; None if it says nothing like it.

    Ellipses and [insertions] are allowed; `Match.changes` lists them. `Match.parts` shows what differs in an altered one.
    """
    quoted, source = read_quotation(quotation), tokens(text)
    return verbatim(quoted, source) or altered(quoted, source)
