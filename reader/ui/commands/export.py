"""The command that exports excerpts to a file, with a preview of each format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from annotations.exporters.excerpt import GROUPS, Excerpt
from annotations.exporters.file_names import file_name
from annotations.exporters.registry import formats, get_format
from annotations.model.errors import AnnotationsError
from reader.config.key_parser import Invocation
from reader.errors import ReaderError
from reader.text.cleaning import clean_line, clean_text
from reader.ui.commands.bulk_actions import BulkActions
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.picker import Picker, Switch, filtered
from reader.ui.dialogs.text_dialogs import LineDialog
from reader.ui.lists.row_list import Item

MAX_PREVIEW_CHARACTERS = 4_000
EVERYTHING, SENTENCES = "all articles", "whole sentences"


class Scope(Struct, frozen=True):
    """Selection and arrangement of an export: all articles, whole sentences, the order of groups."""

    everything: bool = False
    sentence: bool = False
    group: str = GROUPS[0]


class ExportCommand:
    """The export dialog; an existing file is never overwritten."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._scope = Scope()

    def _excerpts(self) -> list[Excerpt]:
        workspace, editor = self._context.workspace, self._context.editor
        if self._scope.everything:
            return workspace.find_notes("")
        marked = self._context.commands.get(BulkActions).excerpts()
        if marked:
            return marked
        return workspace.excerpts((*(item.annotation for item in editor.placed), *editor.orphans))

    def export(self, call: Invocation) -> None:
        self._scope = replace(self._scope, everything=False)
        if not self._excerpts():
            self._scope = replace(self._scope, everything=True)
            if not self._excerpts():
                self._context.notify("No highlights yet · ⏎ makes one.")
                return
        items = [Item(name, name, f"{each.title} · .{each.extension}") for name, each in formats().items()]
        groups = [f"by {name}" for name in GROUPS]
        at = GROUPS.index(self._scope.group)
        picker = Picker(
            "Export excerpts as",
            lambda words: (filtered(items, words), self._counted()),
            self._context.palette,
            preview=self._preview,
            chosen=self._context.settings.recall("export-format", "markdown"),
            switches=[
                Switch("a", EVERYTHING, self._scope.everything),
                Switch("s", SENTENCES, self._scope.sentence),
                Switch("b", groups[at], True, (*groups[at + 1 :], *groups[:at])),
            ],
            switched=self._switched,
            doing="choose a file",
        )
        self._context.ask(picker, lambda name: self._ask_path(name) if name else None)

    def _counted(self) -> str:
        count = len(self._excerpts())
        return "1 excerpt" if count == 1 else f"{count:,} excerpts"

    def _switched(self, words: Sequence[str]) -> None:
        group = next(name for name in GROUPS if f"by {name}" in words)
        self._scope = Scope(EVERYTHING in words, SENTENCES in words, group)

    def _rendered(self, name: str) -> str:
        style = self._context.settings.recall("style", self._context.output.first_style)
        known = self._context.output.usable_style(style)
        return self._context.workspace.export(
            self._excerpts(),
            get_format(name),
            self._context.output.style(known),
            self._scope.group,
            context=self._scope.sentence,
        )

    def _preview(self, name: str) -> str:
        try:
            document = self._rendered(name)
        except (AnnotationsError, ReaderError) as error:
            return f"! {error}"
        start = max(0, document.find("<article"))  # of a page the reader knows the head
        return clean_text(document[start : start + MAX_PREVIEW_CHARACTERS])

    def _ask_path(self, name: str) -> None:
        self._context.settings.remember("export-format", name)
        path = Path.cwd() / file_name(self._excerpts(), get_format(name).extension)
        dialog = LineDialog("Write to", str(path), "⏎ write   Esc close")
        self._context.ask(dialog, lambda path: self._write(path, lambda: self._rendered(name)) if path else None)

    def _write(self, path: str, rendered: Callable[[], str]) -> None:
        try:
            written = self._context.workspace.write_new(Path(path).expanduser(), rendered())
        except (AnnotationsError, ReaderError, OSError) as error:
            self._context.notify(str(error), warning=True)
            return
        self._context.notify(f"Written to {clean_line(str(written))}")
