"""Writing the excerpts of the open article to a file, in a format that is shown before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from slugify import slugify

from annotations.errors import AnnotationsError
from annotations.exporting.excerpt import Excerpt
from annotations.exporting.registry import formats, get_format
from reader.errors import ReaderError
from reader.keys import Invocation
from reader.text.clean import clean_line, clean_text
from reader.ui.controllers.host import Handler, Host
from reader.ui.outlets import Outlets
from reader.ui.screens.dialogs import LineDialog
from reader.ui.screens.picker import Picker, Switch
from reader.ui.widgets.row_list import Item

PREVIEWED = 4_000
"""Characters of a document that its preview shows the beginning of."""
NAME_LENGTH = 60


class Exporting:
    """One command, `x`; nothing is overwritten from here."""

    def __init__(self, host: Host, outlets: Outlets) -> None:
        self._host, self._outlets = host, outlets
        self._sentence = False

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        return {"take.export": self._export}

    def _excerpts(self) -> list[Excerpt]:
        desk = self._host.desk
        found = [self._host.workspace.excerpt(item.annotation) for item in desk.placed]
        return found + [self._host.workspace.excerpt(orphan) for orphan in desk.orphans]

    def _export(self, call: Invocation) -> None:
        excerpts = self._excerpts()
        if not excerpts:
            self._host.notice("No highlights in this article yet · ⏎ makes one.")
            return
        counted = "1 excerpt" if len(excerpts) == 1 else f"{len(excerpts)} excerpts"
        items = [Item(name, name, f"{each.title} · .{each.extension}") for name, each in formats().items()]

        def find(words: str) -> tuple[Sequence[Item], str]:
            wanted = words.casefold()
            return [item for item in items if wanted in f"{item.title} {item.detail}".casefold()], counted

        picker = Picker(
            "Export this article's excerpts as",
            find,
            self._host.palette,
            preview=lambda name: self._preview(excerpts, name),
            chosen=self._host.recall("export-format", "markdown"),
            switches=[Switch("s", "whole sentences", self._sentence)],
            switched=self._switched,
            doing="choose a file",
        )
        self._host.ask(picker, lambda name: self._ask_path(excerpts, name) if name else None)

    def _switched(self, words: Sequence[str]) -> None:
        self._sentence = bool(words)

    def _rendered(self, excerpts: Sequence[Excerpt], name: str) -> str:
        style = self._host.recall("style", self._outlets.first_style)
        known = style if style in self._outlets.styles else self._outlets.first_style
        return self._host.workspace.export(
            excerpts, get_format(name), self._outlets.style(known), context=self._sentence
        )

    def _preview(self, excerpts: Sequence[Excerpt], name: str) -> str:
        try:
            document = self._rendered(excerpts, name)
        except (AnnotationsError, ReaderError) as error:
            return f"! {error}"
        start = max(0, document.find("<article>"))  # of a page the reader knows the head
        return clean_text(document[start : start + PREVIEWED])

    def _ask_path(self, excerpts: Sequence[Excerpt], name: str) -> None:
        self._host.remember("export-format", name)
        title = excerpts[0].source.title or excerpts[0].annotation.article_id
        stem = slugify(title, max_length=NAME_LENGTH, word_boundary=True) or excerpts[0].annotation.article_id
        suggested = str(Path.cwd() / f"{stem}.{get_format(name).extension}")
        dialog = LineDialog("Write to", suggested, "⏎ write   Esc leave")
        self._host.ask(dialog, lambda path: self._write(path, lambda: self._rendered(excerpts, name)) if path else None)

    def _write(self, path: str, rendered: Callable[[], str]) -> None:
        try:
            written = self._host.workspace.write_new(Path(path).expanduser(), rendered())
        except (AnnotationsError, ReaderError, OSError) as error:
            self._host.notice(str(error), warning=True)
            return
        self._host.notice(f"Written to {clean_line(str(written))}")
