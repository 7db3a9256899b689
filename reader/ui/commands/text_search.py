"""Commands that search the open text: as one types, for the word under the cursor, by a regular expression.

A long text is searched in slices between the keys: first for the match to go to, then for all the others, which are counted
and lit. Regular expressions are searched in a thread, for a limited time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.timer import Timer
from textual.widgets import Input

from annotations.model.span import Span
from reader.config.key_parser import Invocation
from reader.library.index.index_words import find_words
from reader.library.query.ast import Phrase
from reader.services.workspace import Workspace
from reader.text.cleaning import clean_line
from reader.text.layout.chunked_text import ChunkedText
from reader.text.layout.viewport import Viewport
from reader.text.movement.navigator import Cursor
from reader.text.movement.selection import Selection
from reader.text.search import regex_search
from reader.text.search.text_search import Haystack, TextQuery, find_by_chunk
from reader.text.segments.words import next_word, word_at
from reader.ui.commands.context import ReaderContext
from reader.ui.commands.match_list import MatchList
from reader.ui.render.row_painter import Spans, spans

MAX_SYNCHRONOUS_CHARACTERS = 200_000
"""Length of a text up to which it is searched before the next key is read."""

MAX_COUNTED_MATCHES = 200_000

MAX_LIT_WORDS_CHARACTERS = 2_000_000
"""Length of a text up to which all the words of a search through the library are lit at once."""

TYPING_DELAY_S = 0.015
"""Seconds without another letter after which what has been typed is searched for."""

PATTERN_TIMEOUT_S = 2.0
TYPED_PATTERN_TIMEOUT_S = 0.3
"""The shorter one holds while the pattern is still being typed."""


class TextSearch:
    """The search of one screen: while words are typed the page shows the first match; Escape returns to the origin."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._origin: tuple[Cursor, Viewport | None, Selection | None] = (Cursor(), None, None)
        self._matches: MatchList | None = None
        self._haystack = Haystack("")
        self._steps: Iterator[bool] = iter(())
        self._last_query = ""
        self._typed_words: str | None = None
        self._timer: Timer | None = None
        context.subscribe(context.article_opened, self._forget_article)

    def _line(self) -> Input:
        return self._context.view.typing_line("find")

    def start(self, call: Invocation) -> None:
        page = self._context.page
        self._origin = page.cursor, page.view, page.selection
        line = self._line()
        line.value = ""
        line.add_class("shown")
        line.screen.set_focus(line)

    # Searching

    def typed(self, words: str) -> None:
        """Search for what has been typed, once no letter has come for TYPING_DELAY_S."""
        self._cancel_timer()
        self._typed_words = words
        self._timer = self._line().set_timer(TYPING_DELAY_S, self._search_typed)

    def _search_typed(self) -> None:
        words = self._typed_words
        self._cancel_timer()
        if words is not None:
            self._search(words, self._origin[0].head - 1)

    def _cancel_timer(self) -> None:
        self._typed_words = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _search(self, words: str, offset: int, *, whole: bool = False) -> None:
        """Search for words or a pattern, and go to the first match behind `offset`."""
        page = self._context.page
        self._steps = iter(())
        self._context.turns.take(self._steps)
        page.matches, page.match_starts = Spans(), ()
        if not words.strip() or words == regex_search.PREFIX:
            self._matches = None
            self._restore_origin()
        elif words.startswith(regex_search.PREFIX):
            self._search_pattern(words, offset)
        else:
            self._matches = MatchList(words, TextQuery.of(words, whole=whole))
            self._steps = self._search_steps(self._matches, offset)
            if len(page.sheet.text) <= MAX_SYNCHRONOUS_CHARACTERS:
                self._finish()
            else:
                self._context.turns.take(self._steps)
        page.refresh()

    def _haystack_of_page(self) -> Haystack:
        text = self._context.page.sheet.text
        if self._haystack.text is not text:
            self._haystack = Haystack(text)
        return self._haystack

    def _folded_spans(self) -> list[Span]:
        return [block.span for block in self._context.page.sheet.blocks.folded]

    def _search_steps(self, found: MatchList, offset: int) -> Iterator[bool]:
        """Search the text and yield after each chunk; True once the first match is shown."""
        page, haystack, hidden, query = self._context.page, self._haystack_of_page(), self._folded_spans(), found.query
        if query is None:
            return
        ahead = [chunk for chunk in haystack.chunks if chunk.end > offset]
        behind = [chunk for chunk in haystack.chunks if chunk.start <= max(0, offset)]
        first: list[Span] = []
        for number, chunk in enumerate((*ahead, *behind)):
            least = offset + 1 if number < len(ahead) else 0
            matches = [span for span in haystack.matches(query, chunk) if span.start >= least]
            first = [span for span in matches if not any(span.overlaps(other) for other in hidden)]
            if first:
                break
            yield False
        page.matches = spans(first)
        page.match_starts = [span.start for span in first]
        self._go_to_match(first[0] if first else None)
        yield True
        for matches in find_by_chunk(haystack, query, hidden) if first else ():
            found.add(matches)
            if len(found.starts) > MAX_COUNTED_MATCHES:
                found.has_more = True
                break
            yield True
        found.is_complete = True
        self.light()

    def _finish(self) -> None:
        """Finish the running search now."""
        for _ in self._steps:
            pass

    def _search_pattern(self, typed: str, offset: int) -> None:
        found = self._matches = MatchList(typed, None)
        pattern, text = typed.removeprefix(regex_search.PREFIX), self._context.page.sheet.text
        try:
            regex_search.check(pattern)
        except regex_search.BadPattern as error:
            found.problem = f"Invalid regular expression: {clean_line(str(error))}."
            self._context.notify(found.problem, warning=True)
            self._restore_origin()
            return

        def then(result: regex_search.RegexMatches) -> None:
            if found is self._matches and self._context.page.sheet.text is text:
                self._take_pattern_matches(found, result, offset)

        budget_s = TYPED_PATTERN_TIMEOUT_S if self._line().has_class("shown") else PATTERN_TIMEOUT_S
        article = self._context.editor.article

        def search(other: Workspace) -> regex_search.RegexMatches:
            # A text that comes in chunks belongs to the screen's connection: it is read anew on that of the thread.
            is_chunked = article is not None and isinstance(text, ChunkedText)
            whole = other.library.article(article.id).text if article is not None and is_chunked else text
            return regex_search.search(whole, pattern, budget_s, MAX_COUNTED_MATCHES)

        self._context.background.query(search, then, "pattern-search")

    def _take_pattern_matches(self, found: MatchList, result: regex_search.RegexMatches, offset: int) -> None:
        """Take over the matches of a pattern and go to the first behind `offset`."""
        hidden = self._folded_spans()
        found.add([span for span in result.found if not any(span.overlaps(other) for other in hidden)])
        found.is_complete, found.has_more = True, not result.whole
        self.light()
        self._go_to_match(found.span(found.index_after(offset)) if found.starts else None)
        if not self._line().has_class("shown"):
            self._report_pattern(found)

    def _report_pattern(self, found: MatchList) -> None:
        """Report that a pattern has no match or took too long, once it is typed to its end."""
        if found.has_more and len(found.starts) < MAX_COUNTED_MATCHES:
            some = "Not all of the text was searched" if found.starts else "The search was given up"
            self._context.notify(f"{some}: this pattern takes too long.", warning=True)
        elif not found.starts:
            self._report_missing()
        if found.starts:
            self._context.jumps.leave_here(self._origin[0].head)

    def _go_to_match(self, span: Span | None) -> None:
        if span is None:
            self._restore_origin()
        else:
            self._context.page.go(Cursor(span.start))
        self._context.page.refresh()

    def _restore_origin(self) -> None:
        """Return to where the search was begun, while the line is open."""
        cursor, view, selection = self._origin
        page = self._context.page
        if self._line().has_class("shown"):
            page.come_back(cursor, view, selection)

    def light(self) -> None:
        """Hand the matches near the cursor to the page, and the places of all."""
        page, found = self._context.page, self._matches
        if found is not None and found.is_complete:
            page.matches = spans(found.near(page.cursor.head))
            page.match_starts = found.starts
            page.refresh()

    def light_words(self, phrases: Sequence[Phrase], typed: str) -> None:
        """Light the words of a search through the library, for `n` and `N` to go through."""
        text = self._context.page.sheet.text
        found = self._matches = MatchList(typed, None, is_complete=True)
        self._last_query = phrases[0][0] if phrases else ""
        if len(text) <= MAX_LIT_WORDS_CHARACTERS:
            found.add(find_words(text, phrases))
        elif phrases:
            self._search(phrases[0][0], self._context.page.cursor.head - 1)
            return
        self.light()

    def cursor_moved(self) -> None:
        """Light other matches where the cursor has left those that are lit."""
        lit, found = self._context.page.matches.all, self._matches
        if found is None or not found.is_complete or len(found.starts) <= len(lit) or not lit:
            return
        if not lit[0].span.start <= self._context.page.cursor.head <= lit[-1].span.start:
            self.light()

    # Leaving the line, and going on

    def leave(self, *, accepted: bool) -> None:
        """Close the line: keep the search, or give it up and return to the origin."""
        line = self._line()
        if accepted:
            self._search_typed()
        self._cancel_timer()
        if accepted and not line.value.strip() and self._last_query:
            self._search(self._last_query, self._origin[0].head)
        for shown in self._steps if accepted else ():
            if shown:
                break
        line.remove_class("shown")
        if not accepted:
            self.clear()
            cursor, view, selection = self._origin
            self._context.page.come_back(cursor, view, selection)
            return
        found = self._matches
        if found is None:
            return
        self._last_query = found.typed
        self._context.turns.take(self._steps)
        if found.problem:
            self._context.notify(found.problem, warning=True)
        elif found.query is None and (found.has_more or not found.is_complete):
            self._search(found.typed, self._origin[0].head - 1)
        elif self._context.page.matches.all:
            self._context.jumps.leave_here(self._origin[0].head)
        else:
            self._report_missing()

    def _report_missing(self) -> None:
        typed = self._matches.typed if self._matches else ""
        self._context.notify(f"“{clean_line(typed)}” is not in this text.")

    def clear(self) -> None:
        """Light no match any more."""
        page = self._context.page
        self._steps = iter(())
        self._context.turns.take(self._steps)
        page.matches, page.match_starts = Spans(), ()
        page.refresh()

    def _forget_article(self, article_id: str) -> None:
        """Drop the matches in the text before; the query stays for `n`."""
        if self._matches is not None:
            self._last_query = self._matches.typed
        self._matches, self._haystack, self._steps = None, Haystack(""), iter(())

    def tally(self) -> str:
        """Return which match the cursor stands on, of how many."""
        return self._matches.tally(self._context.page.cursor.head) if self._matches is not None else "MATCH …"

    def next_match(self, call: Invocation) -> None:
        self._next_or_previous(call, True)

    def previous_match(self, call: Invocation) -> None:
        self._next_or_previous(call, False)

    def next_word_match(self, call: Invocation) -> None:
        self._search_word(call, True)

    def previous_word_match(self, call: Invocation) -> None:
        self._search_word(call, False)

    def _next_or_previous(self, call: Invocation, forward: bool) -> None:
        page, found = self._context.page, self._matches
        if found is None and not self._last_query:
            self._context.notify("No search yet · / begins.")
            return
        if found is None:
            self._origin = page.cursor, page.view, page.selection
            self._search(self._last_query, page.cursor.head)
            found = self._matches
        if found is None:
            return
        if not found.is_complete:
            self._finish()
        if not found.starts:
            self._report_missing()
            return
        self._step_to_match(found, (call.count or 1) * (1 if forward else -1))

    def _step_to_match(self, found: MatchList, by: int) -> None:
        """Go `by` matches on from the cursor, round the ends of the text."""
        page = self._context.page
        wanted = found.stepped(page.cursor.head, by)
        if not 0 <= wanted < len(found.starts):
            self._context.notify("Wrapped to top." if by > 0 else "Back from the end of the text.")
        page.go_to(found.span(wanted).start)
        self.light()

    def _search_word(self, call: Invocation, forward: bool) -> None:
        """Search for the selection, or for the word under the cursor or behind it."""
        page = self._context.page
        text, head = page.sheet.text, page.cursor.head
        if page.selection is not None:
            span = page.selection.span(text)
            head = span.start
            page.select(None)
        else:
            span = word_at(text, head)
            while not any(map(str.isalnum, span.of(text))) and span.end < len(text):
                span = word_at(text, next_word(text, span.end if span else head))
                head = span.start
        words = " ".join(span.of(text).split())
        if not words:
            self._context.notify("No word here.")
            return
        self._origin = page.cursor, page.view, None
        self._context.jumps.leave_here(page.cursor.head)
        page.go_to(head)
        self._search(words.lower(), head - 1, whole=len(words.split()) == 1)
        self._finish()
        if self._matches is not None and self._matches.starts:
            self._last_query = self._matches.typed
            self._step_to_match(self._matches, (call.count or 1) * (1 if forward else -1))
