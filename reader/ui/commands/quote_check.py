"""The command that checks the quotations of a report against the library and shows the verdicts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from reader.config.key_parser import Invocation
from reader.services.quote_check import Checked, Verifier
from reader.services.report_reader import read_report
from reader.services.workspace import Workspace
from reader.text.cleaning import clean_line
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.text_dialogs import LineDialog
from reader.ui.render.row_painter import spans
from reader.ui.screens.quote_check import verdicts_screen

LAST_FILE_SETTING = "report"


class QuoteCheckCommand:
    """Asks for a file, checks it in a thread and lists the verdicts."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    def check_report(self, call: Invocation) -> None:
        suggested = self._context.settings.recall(LAST_FILE_SETTING, str(Path.cwd()) + os.sep)
        hint = "Markdown, text, HTML, LaTeX, Org, docx or odt   ⏎ check   Esc close"
        self._context.ask(LineDialog("Check the quotations of", suggested, hint), self._check)

    def _check(self, name: str | None) -> None:
        if not name or not name.strip():
            return
        path = Path(name.strip()).expanduser()

        def check(other: Workspace) -> Sequence[Checked]:
            return Verifier(other.library, other.echoes).verify(read_report(path, os.environ))

        self._context.notify(f"Checking the quotations of {clean_line(path.name)} …")
        self._context.background.query(check, lambda found: self._show(path, found), "quote-check")

    def _show(self, path: Path, found: Sequence[Checked]) -> None:
        self._context.settings.remember(LAST_FILE_SETTING, str(path))
        if not found:
            self._context.notify(f"No quotation of four words or more in {clean_line(path.name)}.")
            return
        screen = verdicts_screen(path.name, found, self._context.palette)
        self._context.ask(screen, lambda value: self._go(found[int(value)]) if value else None)

    def _go(self, checked: Checked) -> None:
        """Go to the passage of a verdict and light it."""
        found = checked.found
        if found is None:
            self._context.notify("Nothing in the library is like this quotation.", warning=True)
            return
        self._context.jumps.leave_here()
        self._context.view.open_article(found.entry.id, found.match.span.start if found.newest else None)
        if found.newest:
            self._context.page.matches = spans([found.match.span])
            self._context.page.refresh()
        else:
            self._context.notify(f"The words stand in version {found.version} alone; this is the newest.", warning=True)
