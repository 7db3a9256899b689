"""Annotations on plain texts: describe a passage, find it again, cite it, export it and verify a quotation of it.

The package knows neither a terminal nor a library of articles. Each name below is imported when it is first used, so that
`import annotations` alone loads nothing else.

From a text to a cited quotation, and back to the text:

>>> from annotations import Name, PartialDate, Source, Span, cite, describe, relocate, verify
>>> text = "The tide turned at noon. Nobody had measured it before, and nobody believed the figure."
>>> start = text.index("Nobody")
>>> target = describe(text, Span(start, start + len("Nobody had measured it before")))
>>> target.quote.exact
'Nobody had measured it before'

>>> source = Source("On tides", authors=(Name("Bell", "Ann"),), container="The Harbour Post", issued=PartialDate(2025, 6, 30))
>>> print(cite(target, source, style="apa", locator="para. 1"), end="")
“Nobody had measured it before” (Bell, 2025, para. 1).
<BLANKLINE>
Bell, A. (2025, June 30). On tides. The Harbour Post.

A quotation is verbatim, altered (`verbatim` is False and `parts` say where), or not in the text at all (None):

>>> verify("Nobody had measured it before", text).verbatim
True
>>> altered = verify("Nobody had ever measured it before", text)
>>> altered.verbatim, [part.quoted.strip() for part in altered.parts if not part.same]
(False, ['ever'])
>>> verify("The moon is made of cheese", text) is None
True

In a later version of the text the passage is found again, or it is an orphan:

>>> later = "Correction: the tide turned at one. Nobody had measured it before; nobody believed the figure."
>>> relocate(text, target, later)
Anchored(span=Span(start=36, end=65), state='moved')
>>> relocate(text, target, "Nothing of this is left.")
Orphan()

Annotations, each with its source, become a document in any of the export formats:

>>> from datetime import UTC, datetime
>>> from annotations import Annotation, export
>>> noon = datetime(2025, 7, 1, 12, tzinfo=UTC)
>>> annotation = Annotation("01JZ1Q0000000000000000TIDE", "tides", target, noon, noon, note="Check the archive.")
>>> print(export([(annotation, source)], "csl-json", now=noon))  # doctest: +ELLIPSIS
[
  {
    "id": "bell2025tides",
...
"""

from importlib import import_module

_PUBLIC = {
    "Annotation": "annotations.model.annotation",
    "Name": "annotations.model.source",
    "PartialDate": "annotations.model.source",
    "Source": "annotations.model.source",
    "Span": "annotations.model.span",
    "cite": "annotations.api",
    "describe": "annotations.model.selectors",
    "export": "annotations.api",
    "relocate": "annotations.anchoring.reanchor",
    "verify": "annotations.api",
}
"""Each public name with the module that defines it; `__init__.pyi` tells type checkers the same."""

__all__ = list(_PUBLIC)


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
