"""Commands about reports: add a passage, and the report screen, where every change is saved at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from slugify import slugify

from annotations.citations import Style
from annotations.exporters.report_forms import get_report_form, report_forms
from annotations.model.annotation import Annotation
from annotations.model.errors import AnnotationsError
from annotations.reports.report import MAX_HEADING_LEVEL, Report, ReportPart
from reader.config.key_parser import Invocation
from reader.errors import ReaderError
from reader.services.report_service import (
    FIRST_TITLE,
    add_quotes,
    as_text,
    begin,
    choose,
    current,
    excerpt_of,
    files_of,
    own_part,
    write_report,
)
from reader.text.cleaning import clean_line
from reader.ui.commands.annotations import AnnotationCommands
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.picker import Picker
from reader.ui.dialogs.text_dialogs import LineDialog, NoteDialog, Written
from reader.ui.lists.row_list import Item
from reader.ui.screens.report import PreviewScreen, ReportScreen, Shown

MAX_FILE_NAME_CHARACTERS = 60
MAX_UNDO_STEPS = 200


class ReportCommands:
    """Commands about reports, and the report screen while it is open."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._report: Report | None = None
        self._screen: ReportScreen | None = None
        self._undo_stack: list[Report] = []

    def add_passage(self, call: Invocation) -> None:
        """Add the passage to the current report; begin one if there is none."""
        self._context.commands.get(AnnotationCommands).with_passage(self._add_to_report)

    def _add_to_report(self, taken: Annotation) -> None:
        workspace = self._context.workspace
        report = current(workspace) or begin(workspace, FIRST_TITLE)
        changed = add_quotes(workspace, report, [taken])
        self._context.notify(f"In “{clean_line(changed.title)}”, {len(changed.quoted())} quotes · R opens it.")

    def open_report(self, call: Invocation) -> None:
        workspace = self._context.workspace
        self._report, self._undo_stack = current(workspace) or begin(workspace, FIRST_TITLE), []
        does = {
            "enter": self._edit, "J": lambda at: self._move(at, 1), "K": lambda at: self._move(at, -1), "h": self._heading,
            "<": lambda at: self._level(at, -1), ">": lambda at: self._level(at, 1), "w": self._words, "d": self._remove,
            "u": self._undo, "p": self._preview, "s": self._style, "x": self._export, "t": self._title, "o": self._other,
            "n": self._new,
        }  # fmt: skip
        self._screen = ReportScreen(self._context.palette, self._shown, does)
        self._context.ask(self._screen, self._closed)

    def _closed(self, annotation_id: str | None) -> None:
        self._screen = None
        if annotation_id:
            found = self._context.workspace.excerpt(self._context.workspace.store.get(annotation_id))
            self._context.view.open_article(found.annotation.article_id, found.span.start if found.span else None)

    # What is shown

    @property
    def _current(self) -> Report:
        assert self._report is not None  # the screen that asks was opened with one
        return self._report

    def _shown(self) -> Shown:
        items = [self._item(number, part) for number, part in enumerate(self._current.parts)]
        return f"{self._current.title}  ·  {len(self._current.quoted())} quotes  ·  {self._style_name()}", items

    def _item(self, number: int, part: ReportPart) -> Item:
        if part.kind == "heading":
            return Item(str(number), "  " * (part.level - 1) + part.text, f"heading {part.level}", "#", strong=True)
        if part.kind == "words":
            return Item(str(number), part.text, "your words", " ")
        excerpt = excerpt_of(self._context.workspace, part)
        if excerpt is None:
            return Item(str(number), part.text, "its highlight is gone; the words are kept", "?")
        facts = [excerpt.source.title, excerpt.locator, "no longer in the text" if excerpt.state == "orphan" else ""]
        return Item(str(number), excerpt.quotation, " · ".join(fact for fact in facts if fact), "“")

    # Changes: durable, then shown

    def _change(self, edit: Callable[[Report], Report], at: int) -> int | None:
        before = self._current
        try:
            self._report = files_of(self._context.workspace).update(before.id, edit)
        except (AnnotationsError, ReaderError) as error:
            self._say(f"! {error}")
            return None
        self._undo_stack = [*self._undo_stack[-MAX_UNDO_STEPS:], before]
        return at

    def _say(self, what: str) -> None:
        if self._screen is not None:
            self._screen.say(what)

    def _refresh_screen(self, at: int | None) -> None:
        if self._screen is not None and at is not None:
            self._screen.renew(at)

    def _move(self, at: int, by: int) -> int | None:
        now, to = self._context.workspace.clock(), at + by
        if not 0 <= to < len(self._current.parts):
            return None
        return self._change(lambda report: report.moved(at, to, now), to)

    def _remove(self, at: int) -> int | None:
        now = self._context.workspace.clock()
        done = self._change(lambda report: report.without(at, now), at) if self._current.parts else None
        if done is not None:
            self._refresh_screen(done)
            self._say("Taken out; the highlight stays · u puts it back.")
        return None

    def _undo(self, at: int) -> int | None:
        if not self._undo_stack:
            self._say("Nothing to undo.")
            return None
        *rest, before = self._undo_stack
        now = self._context.workspace.clock()
        done = self._change(lambda report: replace(report, parts=before.parts, title=before.title, modified=now), at)
        self._undo_stack = rest if done is not None else self._undo_stack
        return done

    def _level(self, at: int, by: int) -> int | None:
        part = self._current.parts[at] if self._current.parts else None
        if part is None or part.kind != "heading" or not 1 <= part.level + by <= MAX_HEADING_LEVEL:
            return None
        now = self._context.workspace.clock()
        return self._change(lambda report: report.changed(at, replace(part, level=part.level + by), now), at)

    def _edit(self, at: int) -> int | None:
        """Go to the passage of a quote; edit a heading or words."""
        part = self._current.parts[at] if self._current.parts else None
        if part is None:
            return None
        if part.kind == "quote":
            if excerpt_of(self._context.workspace, part) is None:
                self._say("Its highlight is gone; the words are kept here.")
            elif self._screen is not None:
                self._screen.dismiss(part.annotation)
        elif part.kind == "heading":
            self._ask_heading(part.text, lambda text: self._changed(at, replace(part, text=text)))
        else:
            self._ask_words(part.text, lambda text: self._changed(at, replace(part, text=text)))
        return None

    def _changed(self, at: int, part: ReportPart) -> str:
        now, made = self._context.workspace.clock(), own_part(part.kind, part.text, part.level)
        self._refresh_screen(self._change(lambda report: report.changed(at, made, now), at))
        return ""

    def _heading(self, at: int) -> int | None:
        self._ask_heading("", lambda text: self._insert(at, "heading", text))
        return None

    def _words(self, at: int) -> int | None:
        self._ask_words("", lambda text: self._insert(at, "words", text))
        return None

    def _insert(self, at: int, kind: str, text: str) -> str:
        """Insert a part behind the chosen one."""
        now, place = self._context.workspace.clock(), min(at + 1, len(self._current.parts))
        part = own_part(kind, text)
        self._refresh_screen(self._change(lambda report: report.with_part(part, now, place), place))
        return ""

    def _ask_heading(self, text: str, save: Callable[[str], str]) -> None:
        dialog = LineDialog("Heading", text, "⏎ save   Esc close", save=self._saving(save))
        self._context.ask(dialog, lambda _: None)

    def _ask_words(self, text: str, save: Callable[[str], str]) -> None:
        def left(written: Written | None) -> None:
            if written is not None and not written.saved and written.text.strip() and written.text != text:
                self._context.workspace.drafts.write(f"report-{self._current.id}", written.text)
                self._say("Not saved · kept as a draft for the next w.")

        drafts, name = self._context.workspace.drafts, f"report-{self._current.id}"
        draft = drafts.read(name) if not text else None

        def keep_and_drop(words: str) -> str:
            wrong = self._saving(save)(words)
            if not wrong:
                drafts.drop(name)
            return wrong

        dialog = NoteDialog(
            self._current.title, draft or text, bool(draft), lambda words: drafts.write(name, words), keep_and_drop
        )
        self._context.ask(dialog, left)

    def _saving(self, save: Callable[[str], str]) -> Callable[[str], str]:
        def kept(text: str) -> str:
            try:
                return save(text)
            except (AnnotationsError, ReaderError) as error:
                return str(error)

        return kept

    def _title(self, at: int) -> int | None:
        def save(text: str) -> str:
            now, title = self._context.workspace.clock(), own_part("heading", text).text
            self._refresh_screen(self._change(lambda report: report.titled(title, now), at))
            return ""

        dialog = LineDialog("Title of the report", self._current.title, "⏎ save   Esc close", save=self._saving(save))
        self._context.ask(dialog, lambda _: None)
        return None

    # Other reports

    def _new(self, at: int) -> int | None:
        def save(text: str) -> str:
            self._open_other(begin(self._context.workspace, own_part("heading", text).text))
            return ""

        dialog = LineDialog("New report title", "", "⏎ create   Esc close", save=self._saving(save))
        self._context.ask(dialog, lambda _: None)
        return None

    def _other(self, at: int) -> int | None:
        found = {report.id: report for report in files_of(self._context.workspace).all()}
        items = [
            Item(each.id, each.title, f"{len(each.quoted())} quotes · {each.modified:%Y-%m-%d}")
            for each in found.values()
        ]

        def find(words: str) -> tuple[Sequence[Item], str]:
            kept = [item for item in items if words.casefold() in item.title.casefold()]
            return kept, f"{len(kept)} of {len(items)}"

        picker = Picker("Reports", find, self._context.palette, chosen=self._current.id, doing="open")
        self._context.ask(picker, lambda value: self._open_other(found[value]) if value else None)
        return None

    def _open_other(self, report: Report) -> None:
        choose(self._context.workspace, report)
        self._report, self._undo_stack = report, []
        self._refresh_screen(0)

    # Style, preview, export

    def _style_name(self) -> str:
        style = self._context.settings.recall("style", self._context.output.first_style)
        return self._context.output.usable_style(style)

    def _style(self, at: int) -> int | None:
        items = [Item(name, name, "") for name in self._context.output.styles()]

        def find(words: str) -> tuple[Sequence[Item], str]:
            return [item for item in items if words.casefold() in item.title.casefold()], ""

        def chosen(name: str | None) -> None:
            if name:
                self._context.settings.remember("style", name)
                self._refresh_screen(at)

        picker = Picker("Style", find, self._context.palette, chosen=self._style_name(), brief=True)
        self._context.ask(picker, chosen)
        return None

    def _chosen_style(self) -> Style:
        return self._context.output.style(self._style_name())

    def _preview(self, at: int) -> int | None:
        try:
            text = as_text(self._context.workspace, self._current, get_report_form("text"), self._chosen_style())
        except (AnnotationsError, ReaderError) as error:
            self._say(f"! {error}")
            return None
        self._context.ask(PreviewScreen(f"{self._current.title}  ·  {self._style_name()}", text), lambda _: None)
        return None

    def _export(self, at: int) -> int | None:
        items = [Item(name, name, f"{each.title} · .{each.extension}") for name, each in report_forms().items()]

        def find(words: str) -> tuple[Sequence[Item], str]:
            return [item for item in items if words.casefold() in f"{item.title} {item.detail}".casefold()], ""

        first = self._context.settings.recall("report-format", "markdown")
        picker = Picker(
            "Write the report as", find, self._context.palette, chosen=first, brief=True, doing="choose a file"
        )
        self._context.ask(picker, lambda name: self._ask_path(name) if name else None)
        return None

    def _ask_path(self, name: str) -> None:
        self._context.settings.remember("report-format", name)
        form = get_report_form(name)
        stem = slugify(self._current.title, max_length=MAX_FILE_NAME_CHARACTERS, word_boundary=True) or "report"

        def save(path: str) -> str:
            target = Path(path).expanduser()
            written = write_report(
                self._context.workspace, self._current, form, self._chosen_style(), self._context.output.environ, target
            )
            self._say(f"Written: {', '.join(str(each) for each in written)}")
            return ""

        suggested = str(Path.cwd() / f"{stem}.{form.extension}")
        self._context.ask(
            LineDialog("Write to", suggested, "⏎ write   Esc close", save=self._saving(save)), lambda _: None
        )
