"""Carrying passages away: the clipboard, citations, exports, the source itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from annotations.citing import get_style, style_names
from annotations.errors import AnnotationsError
from annotations.exporting.excerpt import Excerpt
from annotations.exporting.quote import QUOTE_FORMATS, cited_quote
from annotations.exporting.registry import formats, get_format
from reader.clipboard import Outcome
from reader.keys import Invocation
from reader.text.clean import clean_line, clean_text
from reader.ui.controllers.host import Handler, Host
from reader.ui.screens.dialogs import LineDialog
from reader.ui.screens.picker import Picker
from reader.ui.widgets.row_list import Item


class Taking:
    """Commands that copy or write; what they say is what happened."""

    def __init__(self, host: Host, copy: Callable[[str], Outcome]) -> None:
        self._host, self._copy = host, copy

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        return {
            "take.passage": self._passage,
            "take.cited": self._cited,
            "take.style": self._style,
            "take.export": self._export,
        }

    def _excerpt(self) -> Excerpt | None:
        """The highlight under the cursor, else the selection or sentence, with its source; None without a text."""
        page, desk = self._host.page, self._host.desk
        if desk.article is None:
            return None
        found = None if page.selection else desk.at(page.cursor.head)
        if found is not None:
            return self._host.workspace.excerpt(found)
        span = page.passage()
        return self._host.workspace.passage(desk.article, span) if span else None

    def _say(self, outcome: Outcome) -> None:
        page = self._host.page
        if page.selection is not None:
            page.select(None)
        self._host.notice(outcome.sentence, warning=outcome.route == "file")

    def _passage(self, call: Invocation) -> None:
        taken = self._excerpt()
        if taken is None:
            self._host.notice("There is no text here to copy.")
        else:
            self._say(self._copy(taken.annotation.target.quote.exact))

    def _cited(self, call: Invocation) -> None:
        taken = self._excerpt()
        if taken is None:
            self._host.notice("There is no text here to cite.")
            return
        try:
            self._say(self._copy(self._quote(taken, self._choice())))
        except AnnotationsError as error:
            self._host.notice(str(error), warning=True)

    def _choice(self) -> tuple[str, str]:
        """Style and format in force."""
        style, form = self._host.recall("style", ""), self._host.recall("format", "")
        known_style = style if style in style_names() else style_names()[0]
        return known_style, form if form in QUOTE_FORMATS else QUOTE_FORMATS[0]

    @staticmethod
    def _quote(taken: Excerpt, choice: tuple[str, str]) -> str:
        return cited_quote(taken, get_style(choice[0]), choice[1])

    def _style(self, call: Invocation) -> None:
        taken = self._excerpt()
        choices = [(style, form) for style in style_names() for form in QUOTE_FORMATS]
        items = [Item(f"{style} {form}", get_style(style).title, form) for style, form in choices]

        def find(words: str) -> tuple[Sequence[Item], str]:
            wanted = words.casefold()
            return [item for item in items if wanted in f"{item.title} {item.detail}".casefold()], "remembered for Y"

        def preview(value: str) -> str:
            style, form = value.split(" ")
            return clean_text(self._quote(taken, (style, form))) if taken else ""

        def chosen(value: str | None) -> None:
            if value is not None:
                style, form = value.split(" ")
                self._host.remember("style", style)
                self._host.remember("format", form)
                self._cited(call)

        picker = Picker("Style and format", find, self._host.palette, preview=preview, chosen=" ".join(self._choice()))
        self._host.ask(picker, chosen)

    # Export

    def _export(self, call: Invocation) -> None:
        desk = self._host.desk
        excerpts = [self._host.workspace.excerpt(item.annotation) for item in desk.placed]
        excerpts += [self._host.workspace.excerpt(orphan) for orphan in desk.orphans]
        if desk.article is None or not excerpts:
            self._host.notice("No highlights in this article yet · ⏎ makes one.")
            return
        counted = "1 excerpt" if len(excerpts) == 1 else f"{len(excerpts)} excerpts"
        items = [Item(name, each.title, f"{desk.article.id}.{each.extension}") for name, each in formats().items()]

        def rendered(name: str) -> str:
            return self._host.workspace.export(excerpts, get_format(name), get_style(self._choice()[0]))

        def find(words: str) -> tuple[Sequence[Item], str]:
            wanted = words.casefold()
            return [item for item in items if wanted in item.title.casefold()], counted

        def preview(name: str) -> str:
            return "\n".join(clean_line(line) for line in rendered(name).splitlines()[:8])

        picker = Picker("Export this article's excerpts", find, self._host.palette, preview=preview)
        self._host.ask(picker, lambda name: self._ask_path(name, rendered) if name else None)

    def _ask_path(self, name: str, rendered: Callable[[str], str]) -> None:
        article = self._host.desk.article
        if article is None:
            return
        suggested = str(Path.cwd() / f"{article.id}.{get_format(name).extension}")
        dialog = LineDialog("Write to", suggested, "⏎ write   Esc leave")
        self._host.ask(dialog, lambda path: self._write(path, rendered(name)) if path else None)

    def _write(self, path: str, text: str) -> None:
        try:
            written = self._host.workspace.write_new(Path(path).expanduser(), text)
        except (AnnotationsError, OSError) as error:
            self._host.notice(str(error), warning=True)
            return
        self._host.notice(f"Written to {clean_line(str(written))}")
