"""Commands that copy a passage to the clipboard, bare or cited in a chosen style and format."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import QUOTE_FORMATS, Wanted, cited_quote
from annotations.model.errors import AnnotationsError
from reader.config.key_parser import Invocation
from reader.errors import ReaderError
from reader.platform.clipboard import Outcome
from reader.text.cleaning import clean_text
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.picker import Picker, Switch, filtered
from reader.ui.lists.row_list import Item

FORM_TITLES = {
    "plain": "plain text, with the reference",
    "markdown": "Markdown",
    "pandoc": "pandoc Markdown, [@key]",
    "html": "HTML",
    "org": "Org, [cite:@key]",
    "latex": "LaTeX, \\textcite",
    "typst": "Typst",
    "rtf": "RTF",
}


class CopyCommands:
    """Commands that copy; their notices say how far the text went."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    def _excerpt(self) -> Excerpt | None:
        """Return the highlight under the cursor, else the selection or the sentence; None, with a notice, without text."""
        page, editor = self._context.page, self._context.editor
        found = None if page.selection else editor.at(page.cursor.head)
        if found is not None:
            return self._context.workspace.excerpt(found)
        span = page.passage() if editor.article is not None else None
        if editor.article is None or span is None:
            self._context.notify("There is no text here to copy.")
            return None
        return self._context.workspace.passage(editor.article, span)

    def _take_out(self, text: str) -> None:
        """Copy in a thread: a clipboard program may take its time."""
        page = self._context.page
        if page.selection is not None:
            page.select(None)
        self._context.background.run(lambda: self._context.output.copy(text), self._say)

    def _say(self, outcome: Outcome) -> None:
        self._context.notify(outcome.sentence, warning=outcome.route in ("file", "none"))

    def copy_passage(self, call: Invocation) -> None:
        taken = self._excerpt()
        if taken is not None:
            self._take_out(taken.passage)

    def copy_cited(self, call: Invocation) -> None:
        taken = self._excerpt()
        if taken is not None:
            self._take_out(self._quote(taken, *self._choice(), self._settings_words()))

    # Style and form

    def _choice(self) -> tuple[str, str]:
        """Return the style and the format in force; a style that is gone gives way to the first."""
        style = self._context.settings.recall("style", self._context.output.first_style)
        form = self._context.settings.recall("format", self._context.output.first_format)
        known = self._context.output.usable_style(style)
        return known, form if form in QUOTE_FORMATS else self._context.output.first_format

    def _settings_words(self) -> list[str]:
        return self._context.settings.recall("quote-with", "").split()

    def _quote(self, taken: Excerpt, style: str, form: str, words: Sequence[str]) -> str:
        wanted = Wanted("note" in words, "tags" in words, "link" in words, "narrative" in words)
        return cited_quote(taken, self._context.output.style(style), form, wanted)

    def choose_style(self, call: Invocation) -> None:
        """Ask for a format in the style in force; `s` there opens the list of styles."""
        taken = self._excerpt()
        if taken is not None:
            self._choose_form(taken)

    def _choose_form(self, taken: Excerpt) -> None:
        """Ask for a format; style and switches chosen in the dialog are saved only when it is confirmed."""
        items = [Item(name, name, FORM_TITLES[name]) for name in QUOTE_FORMATS]
        style, form = self._choice()
        words: Sequence[str] = self._settings_words()

        def chosen(value: str | None) -> None:
            if value is not None:
                self._remember(style, value, words)
                self._take_out(self._quote(taken, style, value, words))

        def styled(name: str) -> None:
            nonlocal style
            style = name
            picker.renew(self._asks_for_form(style))

        def switched(on: Sequence[str]) -> None:
            nonlocal words
            words = on

        picker = Picker(
            self._asks_for_form(style),
            lambda typed: (filtered(items, typed), ""),
            self._context.palette,
            preview=lambda name: self._shown(taken, style, name, words),
            chosen=form,
            switches=[Switch(key, word, word in words) for key, word in _WITH],
            switched=switched,
            elsewhere=("s", "style", lambda: self._choose_style(taken, (style, form), words, styled)),
            doing="copy",
        )
        self._ask(picker, chosen)

    def _remember(self, style: str, form: str, words: Sequence[str]) -> None:
        settings = self._context.settings
        settings.remember("style", style)
        settings.remember("format", form)
        settings.remember("quote-with", " ".join(words))

    def _asks_for_form(self, style: str) -> str:
        return f"Copy quote ({self._title(style)})"

    def _choose_style(
        self, taken: Excerpt, choice: tuple[str, str], words: Sequence[str], then: Callable[[str], None]
    ) -> None:
        """Ask for a style over the list of formats, which then shows it."""
        style, form = choice
        items = [Item(name, name, self._title(name)) for name in self._context.output.styles()]

        def chosen(value: str | None) -> None:
            if value is not None:
                then(value)

        picker = Picker(
            "Citation style",
            lambda typed: (filtered(items, typed), ""),
            self._context.palette,
            preview=lambda name: self._shown(taken, name, form, words),
            chosen=style,
            doing="use this style",
        )
        self._ask(picker, chosen)

    def _ask(self, picker: Picker, then: Callable[[str | None], None]) -> None:
        def guarded(value: str | None) -> None:
            try:
                then(value)
            except (AnnotationsError, ReaderError) as error:
                self._context.notify(str(error), warning=True)

        self._context.ask(picker, guarded)

    def _shown(self, taken: Excerpt, style: str, form: str, words: Sequence[str]) -> str:
        try:
            return clean_text(self._quote(taken, style, form, words))
        except (AnnotationsError, ReaderError) as error:
            return f"! {error}"

    def _title(self, style: str) -> str:
        try:
            return self._context.output.style(style).title
        except (AnnotationsError, ReaderError) as error:
            return f"! {error}"


_WITH = (("n", "note"), ("t", "tags"), ("l", "link"), ("a", "narrative"))
