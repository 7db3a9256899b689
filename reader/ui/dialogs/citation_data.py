"""The dialog that edits the citation data of one article."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label

from annotations.model.source import KINDS, Source
from reader.articles.article import Article
from reader.services.citation_form import Suggestion, mended, written
from reader.text.cleaning import clean_line
from reader.ui.dialogs.dialog import Dialog

FIELDS = (
    ("title", "Title", ""),
    ("authors", "Authors", "Family, Given; {Corporate}"),
    ("issued", "Date", "2025-06-30, 2025-06 or 2025"),
    ("container", "Published in", "newspaper, site, journal"),
    ("publisher", "Publisher", ""),
    ("url", "URL", "https://..."),
    ("accessed", "Accessed", "2025-06-30"),
    ("doi", "DOI", "10.1000/182"),
    ("language", "Language", "en, ru, ..."),
    ("kind", "Kind", "news, webpage, blog, report, book ..."),
)
"""Each field's name in Source, its label, and what an empty one shows."""

PRINTED_FIELDS = (
    ("editors", "Editors", "Family, Given; {Corporate}"),
    ("volume", "Volume", ""),
    ("issue", "Issue", ""),
    ("pages", "Pages", "3-5"),
    ("edition", "Edition", ""),
    ("number", "Number", "a report's"),
    ("place", "Place", "where the publisher is"),
)
PRINTED = ("book", "chapter", "article-journal", "report", "thesis")
"""The kinds for which the further fields are shown."""

LABELS = {name: label for name, label, _ in (*FIELDS, *PRINTED_FIELDS)}
KEYS = "⏎ save   Tab next field   F2 suggestion   Esc close"


class SourceDialog(Dialog[Source | None]):
    """A form; Enter saves it, Escape leaves it. F2 goes through what may be right in the field one is in.

    Nothing that was found in the text is taken without being asked for. `related` are lines about other articles.
    """

    def __init__(self, article: Article, offers: Sequence[Suggestion] = (), related: Sequence[str] = ()) -> None:
        super().__init__()
        self._article, self._before, self._related = article, written(article.source), related
        self._offers: dict[str, list[Suggestion]] = {name: [] for name in LABELS}
        for offer in offers:
            if offer.field in self._offers:
                self._offers[offer.field].append(offer)
        known = {offer.value for offer in self._offers["kind"]}
        self._offers["kind"] += [Suggestion("kind", kind, "a kind") for kind in KINDS if kind not in known]
        self._at = dict.fromkeys(LABELS, -1)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog form"):
            yield Label(Content("Citation data"), classes="heading")
            with VerticalScroll(can_focus=False, classes="fields"):
                for name, label, example in FIELDS:
                    yield self._field(name, label, example)
                for name, label, example in PRINTED_FIELDS:
                    yield self._field(name, label, example, "printed")
                for warning in self._article.warnings[:2]:
                    yield Label(Content(f"! {clean_line(warning)}"), classes="note")
                for line in self._related:
                    yield Label(Content(clean_line(line)), classes="related")
            yield Label(Content(""), id="offer", classes="note")
            yield Label(Content(KEYS), id="problem", classes="hint")

    def _field(self, name: str, label: str, example: str, classes: str = "") -> Horizontal:
        line = Input(self._before[name], example, id=f"source-{name}", compact=True, select_on_focus=False)
        return Horizontal(Label(Content(label)), line, classes=f"field {classes}")

    def on_mount(self) -> None:
        self.query_one("#source-title", Input).focus()
        self._show_printed()

    def _line(self, name: str) -> Input:
        return self.query_one(f"#source-{name}", Input)

    def _here(self) -> str:
        """Return the field that has the cursor."""
        return (self.focused.id or "").removeprefix("source-") if isinstance(self.focused, Input) else ""

    @on(Input.Changed, "#source-kind")
    def _show_printed(self) -> None:
        wanted = self._line("kind").value.strip() in PRINTED
        for name, _, _ in PRINTED_FIELDS:
            line = self._line(name)
            if line.parent is not None:
                line.parent.display = wanted or bool(line.value)

    def on_descendant_focus(self) -> None:
        """Show the suggestions for the focused field."""
        name = self._here()
        offers = self._offers.get(name, [])
        following = self._following(name)
        elsewhere = [LABELS[other] for other in ("authors", "issued") if other != name and self._offers[other]]
        text = ""
        if following is not None and (name != "kind" or len(offers) > len(KINDS) - 1):
            text = f"F2: {clean_line(following.value)} · {following.why}"
        elif following is not None:
            text = "F2 goes through the kinds"
        elif elsewhere:
            text = f"Something is suggested for {' and '.join(elsewhere)}."
        self.query_one("#offer", Label).update(Content(text))

    def _following(self, name: str) -> Suggestion | None:
        """Return what F2 would fill in: the field's next suggestion."""
        offers = self._offers.get(name, [])
        return offers[(self._at[name] + 1) % len(offers)] if offers else None

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key == "f2":
            event.stop()
            self._take(self._here())

    def _take(self, name: str) -> None:
        offer = self._following(name)
        if offer is not None:
            self._at[name] = (self._at[name] + 1) % len(self._offers[name])
            self._line(name).value = offer.value
            self._line(name).cursor_position = len(offer.value)
            self.on_descendant_focus()

    @on(Input.Submitted)
    def _save(self) -> None:
        values = {name: self._line(name).value for name in LABELS}
        changed = {name: value for name, value in values.items() if value != self._before[name]}
        try:
            self.dismiss(mended(self._article.source, changed))
        except ValueError as error:
            name, _, message = str(error).partition(": ")
            self.query_one("#problem", Label).update(Content(f"! {LABELS.get(name, name)}: {clean_line(message)}"))
            self._line(name).focus()
