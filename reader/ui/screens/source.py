"""The citation data of one article, to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label

from annotations.source import Name, PartialDate, Source
from reader.article import Article
from reader.text.clean import clean_line
from reader.ui.screens.dialog import Dialog

FIELDS = (
    ("title", "Title", ""),
    ("authors", "Authors", "Family, Given; {Corporate}"),
    ("issued", "Date", "2025-06-30, 2025-06 or 2025"),
    ("container", "In", "newspaper, site, journal"),
    ("publisher", "Publisher", ""),
    ("url", "Address", "https://..."),
    ("accessed", "Read on", "2025-06-30"),
    ("doi", "DOI", ""),
    ("language", "Language", "en, ru, ..."),
    ("kind", "Kind", "news, webpage, blog, report, book ..."),
)
"""Each field's name in Source, its label, and what an empty one shows."""


def written(source: Source) -> dict[str, str]:
    """A source as the form shows it."""
    values = {name: getattr(source, name) for name, _, _ in FIELDS}
    values["authors"] = "; ".join(written_name(name) for name in source.authors)
    values["issued"] = source.issued.iso() if source.issued else ""
    values["accessed"] = source.accessed.iso() if source.accessed else ""
    return {name: clean_line(str(value)) for name, value in values.items()}


def written_name(name: Name) -> str:
    """What Name.parse reads back to the same name."""
    if name.literal:
        return f"{{{name.literal}}}"
    return f"{name.family}, {name.given}" if name.given else f"{{{name.family}}}"


def read(source: Source, values: dict[str, str]) -> Source:
    """The source that the form says; ValueError, with what is wrong, for a date that is none."""
    cleaned = {name: clean_line(value) for name, value in values.items()}
    authors = tuple(Name.parse(part) for part in cleaned.pop("authors").split(";") if part.strip())
    dates = {name: PartialDate.parse(text) if (text := cleaned.pop(name)) else None for name in ("issued", "accessed")}
    if not cleaned["title"]:
        raise ValueError("a source needs a title")
    plain: dict[str, Any] = cleaned  # the names are FIELDS, all of them text
    return replace(source, authors=authors, issued=dates["issued"], accessed=dates["accessed"], **plain)


class SourceDialog(Dialog[Source | None]):
    """A form; Enter saves it, Escape leaves it. A byline or an agency found in the text is offered, not taken.

    `related` are lines about other articles, shown below.
    """

    def __init__(self, article: Article, related: Sequence[str] = ()) -> None:
        super().__init__()
        self._article, self._related = article, related
        self._offers = [found for found in (article.byline, article.agency) if found]

    def compose(self) -> ComposeResult:
        """A line for each field."""
        values = written(self._article.source)
        with VerticalScroll(classes="dialog form"):
            yield Label(Content("Citation data"), classes="heading")
            for name, label, example in FIELDS:
                with Horizontal(classes="field"):
                    yield Label(Content(label))
                    yield Input(values[name], example, id=f"source-{name}", compact=True, select_on_focus=False)
            for warning in self._article.warnings[:2]:
                yield Label(Content(f"! {clean_line(warning)}"), classes="note")
            for line in self._related:
                yield Label(Content(clean_line(line)), classes="related")
            if self._offers:
                found = clean_line(self._offers[0])
                yield Label(Content(f"F2 takes the author found in the text: {found}"), classes="note")
            yield Label(Content("⏎ save   Tab next field   Esc leave"), id="problem", classes="hint")

    def on_mount(self) -> None:
        """The cursor in the first field."""
        self.query_one("#source-title", Input).focus()

    def on_key(self, event: events.Key) -> None:
        """Escape leaves, F2 takes the author that was found in the text."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key == "f2" and self._offers:
            event.stop()
            agency = self._offers[0] == self._article.agency
            name = Name(literal=self._offers[0]) if agency else Name.parse(self._offers[0])
            self.query_one("#source-authors", Input).value = written_name(name)

    @on(Input.Submitted)
    def _save(self) -> None:
        values = {name: self.query_one(f"#source-{name}", Input).value for name, _, _ in FIELDS}
        try:
            self.dismiss(read(self._article.source, values))
        except ValueError as error:
            self.query_one("#problem", Label).update(Content(f"! {error}   Esc leave"))
