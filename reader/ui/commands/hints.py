"""Commands that choose by labels on the screen: a sentence, a quotation, or words from a first to a last."""

from __future__ import annotations

from annotations.model.span import Span
from reader.config.key_parser import Invocation
from reader.text.segments.quotations import quotations_between
from reader.text.segments.sentences import sentences_between
from reader.text.segments.words import words_between
from reader.ui.commands.context import ReaderContext
from reader.ui.page.hint_mode import Labelling

LAST = "UP TO WHICH WORD · Enter: only this"


class HintCommands:
    """Commands that put labels on the screen."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    def _offer(self, labelling: Labelling, nothing: str) -> None:
        if not self._context.page.label(labelling):
            self._context.notify(nothing)

    def _shown(self) -> list[Span]:
        rows = self._context.page.view.rows()
        return [Span(row.start, row.end) for row in rows if row.kind not in ("gap", "fold")]

    def sentence(self, call: Invocation) -> None:
        text = self._context.page.sheet.text
        found = dict.fromkeys(one for row in self._shown() for one in sentences_between(text, row))
        asks = "UP TO WHICH SENTENCE" if self._context.page.selection else "PICK A SENTENCE"

        def choose(span: Span, capital: bool) -> str:
            self._context.page.choose(span)
            return "UP TO WHICH SENTENCE" if capital else ""

        hint = "capital: up to a second one"
        self._offer(Labelling.of(asks, hint, list(found), choose), "No sentence begins on this screen.")

    def quotation(self, call: Invocation) -> None:
        text, shown = self._context.page.sheet.text, self._shown()
        pairs = quotations_between(text, Span(shown[0].start, shown[-1].end)) if shown else []
        inside = {pair.span: pair.inside for pair in pairs}

        def choose(span: Span, capital: bool) -> str:
            self._context.page.choose(span if capital else inside[span])
            return ""

        asks = "PICK A QUOTATION"
        self._offer(Labelling.of(asks, "capital: with its marks", list(inside), choose), "No quotation on this screen.")

    def words(self, call: Invocation) -> None:
        page = self._context.page
        words = dict.fromkeys(word for row in self._shown() for word in words_between(page.sheet.text, row))
        head, reaching = page.cursor.head, page.selection is not None
        nearest = sorted(words, key=lambda word: abs(word.start - head))

        def choose(span: Span, capital: bool) -> str:
            first = page.selection is None
            page.choose(span)
            return LAST if first else ""

        asks, hint = (LAST, "") if reaching else ("PICK A WORD", "type its first letter")
        labelling = Labelling.by_initial(asks, hint, page.sheet.text, nearest, choose)
        self._offer(labelling, "No word on this screen.")
