"""TextSearch words in the text as one types them, the word under the cursor, and patterns.

A long text is searched in turns, so that the next key is never waited for: first the match that one goes to, then all the
others, to be counted and lit. Patterns are searched in a thread, for a limited time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from textual.timer import Timer
from textual.widgets import Input

from annotations.model.span import Span
from reader.config.key_parser import Invocation
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
from reader.ui.render.row_painter import Spans, spans

AT_ONCE_UP_TO = 200_000
"""Characters up to which a text is searched before the next key is looked at."""

COUNTED = 200_000
"""Matches up to which they are counted."""

LIT_WORDS_UP_TO = 2_000_000
"""Characters up to which all the words of a search through the library are lit at once."""

LIT = 2_000
"""Matches around the cursor that the page is given to light."""

TYPED_AFTER_S = 0.015
"""Seconds without another letter after which what has been typed is looked for."""

PATTERN_S, TYPED_PATTERN_S = 2.0, 0.3
"""Seconds after which a pattern is given up, and one that is still being typed."""


class Found(Struct):
    """The matches of a query as far as they are known: `whole` once all of them are, `over` where there are too many."""

    typed: str
    query: TextQuery | None
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    whole: bool = False
    over: bool = False
    problem: str = ""

    def add(self, found: list[Span]) -> None:
        """More of them, behind those known."""
        self.starts += [span.start for span in found]
        self.ends += [span.end for span in found]

    def near(self, offset: int) -> list[Span]:
        """The LIT matches around a place."""
        at = bisect_left(self.starts, offset)
        part = slice(max(0, at - LIT // 2), at + LIT // 2)
        return [Span(start, end) for start, end in zip(self.starts[part], self.ends[part], strict=True)]


class TextSearch:
    """`/`, `n`, `N`, `*`, `#`. While words are typed the page shows the first match; Escape goes back to where one was."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._from: tuple[Cursor, Viewport | None, Selection | None] = (Cursor(), None, None)
        self._found: Found | None = None
        self._haystack = Haystack("")
        self._steps: Iterator[bool] = iter(())
        self._before = ""
        self._waiting: str | None = None
        self._timer: Timer | None = None
        context.subscribe(context.article_opened, self._forget_article)

    def _line(self) -> Input:
        return self._context.view.typing_line("find")

    def start(self, call: Invocation) -> None:
        page = self._context.page
        self._from = page.cursor, page.view, page.selection
        line = self._line()
        line.value = ""
        line.add_class("shown")
        line.screen.set_focus(line)

    # Searching

    def typed(self, words: str) -> None:
        """Light the matches of what has been typed, and show the first from where one was; letters that come together once."""
        self._let_go()
        self._waiting = words
        self._timer = self._line().set_timer(TYPED_AFTER_S, self._typed_now)

    def _typed_now(self) -> None:
        words = self._waiting
        self._let_go()
        if words is not None:
            self._search(words, self._from[0].head - 1)

    def _let_go(self) -> None:
        self._waiting = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _search(self, words: str, offset: int, *, whole: bool = False) -> None:
        """Look for words or a pattern, and go to the first match behind `offset`."""
        page = self._context.page
        self._steps = iter(())
        self._context.turns.take(self._steps)
        page.matches, page.match_starts = Spans(), ()
        if not words.strip() or words == regex_search.PREFIX:
            self._found = None
            self._come_back()
        elif words.startswith(regex_search.PREFIX):
            self._search_pattern(words, offset)
        else:
            self._found = Found(words, TextQuery.of(words, whole=whole))
            self._steps = self._all_steps(self._found, offset)
            if len(page.sheet.text) <= AT_ONCE_UP_TO:
                self._finish()
            else:
                self._context.turns.take(self._steps)
        page.refresh()

    def _text(self) -> Haystack:
        text = self._context.page.sheet.text
        if self._haystack.text is not text:
            self._haystack = Haystack(text)
        return self._haystack

    def _folded(self) -> list[Span]:
        return [block.span for block in self._context.page.sheet.blocks.folded]

    def _all_steps(self, found: Found, offset: int) -> Iterator[bool]:
        """A step for each stretch of the text that was looked at; True once the first match is shown."""
        page, haystack, hidden, query = self._context.page, self._text(), self._folded(), found.query
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
        self._show(first[0] if first else None)
        yield True
        for matches in find_by_chunk(haystack, query, hidden) if first else ():
            found.add(matches)
            if len(found.starts) > COUNTED:
                found.over = True
                break
            yield True
        found.whole = True
        self.light()

    def _finish(self) -> None:
        """All of the search that is left, now."""
        for _ in self._steps:
            pass

    def _search_pattern(self, typed: str, offset: int) -> None:
        found = self._found = Found(typed, None)
        pattern, text = typed.removeprefix(regex_search.PREFIX), self._context.page.sheet.text
        try:
            regex_search.check(pattern)
        except regex_search.BadPattern as error:
            found.problem = f"This is no pattern yet: {clean_line(str(error))}."
            self._context.notify(found.problem, warning=True)
            self._come_back()
            return

        def then(result: regex_search.RegexMatches) -> None:
            if found is self._found and self._context.page.sheet.text is text:
                self._take(found, result, offset)

        budget_s = TYPED_PATTERN_S if self._line().has_class("shown") else PATTERN_S
        article = self._context.editor.article

        def search(other: Workspace) -> regex_search.RegexMatches:
            # A text that comes in chunks belongs to the screen's connection: it is read anew on that of the thread.
            is_chunked = article is not None and isinstance(text, ChunkedText)
            whole = other.library.article(article.id).text if article is not None and is_chunked else text
            return regex_search.search(whole, pattern, budget_s, COUNTED)

        self._context.background.query(search, then, "pattern-search")

    def _take(self, found: Found, result: regex_search.RegexMatches, offset: int) -> None:
        """What a pattern has found."""
        hidden = self._folded()
        found.add([span for span in result.found if not any(span.overlaps(other) for other in hidden)])
        found.whole, found.over = True, not result.whole
        self.light()
        at = bisect_right(found.starts, offset)
        if not found.starts:
            self._show(None)
        else:
            at = at if at < len(found.starts) else 0
            self._show(Span(found.starts[at], found.ends[at]))
        if not self._line().has_class("shown"):
            self._say_pattern(found)

    def _say_pattern(self, found: Found) -> None:
        """What a pattern was worth, once it is meant as it stands."""
        if found.over and len(found.starts) < COUNTED:
            some = "Not all of the text was searched" if found.starts else "The search was given up"
            self._context.notify(f"{some}: this pattern takes too long.", warning=True)
        elif not found.starts:
            self._missing()
        if found.starts:
            self._context.jumps.leave_here(self._from[0].head)

    def _show(self, span: Span | None) -> None:
        if span is None:
            self._come_back()
        else:
            self._context.page.go(Cursor(span.start))
        self._context.page.refresh()

    def _come_back(self) -> None:
        """While one types: where one was."""
        cursor, view, selection = self._from
        page = self._context.page
        if self._line().has_class("shown"):
            page.come_back(cursor, view, selection)

    def light(self) -> None:
        """Give the page the matches near the cursor, and the places of all of them."""
        page, found = self._context.page, self._found
        if found is not None and found.whole:
            page.matches = spans(found.near(page.cursor.head))
            page.match_starts = found.starts
            page.refresh()

    def light_words(self, phrases: Sequence[Phrase], typed: str) -> None:
        """Light the words of a search through the library; `n` and `N` then go through them."""
        from reader.library.index.index_words import find_words  # noqa: PLC0415 - only behind a search through the library

        text = self._context.page.sheet.text
        found = self._found = Found(typed, None, whole=True)
        self._before = phrases[0][0] if phrases else ""
        if len(text) <= LIT_WORDS_UP_TO:
            found.add(find_words(text, phrases))
        elif phrases:
            self._search(phrases[0][0], self._context.page.cursor.head - 1)
            return
        self.light()

    def moved(self) -> None:
        """The cursor stands elsewhere: other matches may have to be lit."""
        lit, found = self._context.page.matches.all, self._found
        if found is None or not found.whole or len(found.starts) <= len(lit) or not lit:
            return
        if not lit[0].span.start <= self._context.page.cursor.head <= lit[-1].span.start:
            self.light()

    # Leaving the line, and going on

    def leave(self, *, accepted: bool) -> None:
        """The words are as they are meant to be, or the search is given up."""
        line = self._line()
        if accepted:
            self._typed_now()
        self._let_go()
        if accepted and not line.value.strip() and self._before:
            self._search(self._before, self._from[0].head)
        for shown in self._steps if accepted else ():
            if shown:
                break
        line.remove_class("shown")
        if not accepted:
            self.clear()
            cursor, view, selection = self._from
            self._context.page.come_back(cursor, view, selection)
            return
        found = self._found
        if found is None:
            return
        self._before = found.typed
        self._context.turns.take(self._steps)
        if found.problem:
            self._context.notify(found.problem, warning=True)
        elif found.query is None and (found.over or not found.whole):
            self._search(found.typed, self._from[0].head - 1)
        elif self._context.page.matches.all:
            self._context.jumps.leave_here(self._from[0].head)
        else:
            self._missing()

    def _missing(self) -> None:
        typed = self._found.typed if self._found else ""
        self._context.notify(f"“{clean_line(typed)}” is not in this text.")

    def clear(self) -> None:
        """No match is lit any more."""
        page = self._context.page
        self._steps = iter(())
        self._context.turns.take(self._steps)
        page.matches, page.match_starts = Spans(), ()
        page.refresh()

    def _forget_article(self, article_id: str) -> None:
        """Drop the matches in the text before; the query stays for `n`."""
        if self._found is not None:
            self._before = self._found.typed
        self._found, self._haystack, self._steps = None, Haystack(""), iter(())

    def tally(self) -> str:
        """`3/17`: which match the cursor stands on, of how many."""
        found, page = self._found, self._context.page
        if found is None or not found.whole:
            return "MATCH …"
        at = bisect_right(found.starts, page.cursor.head)
        return f"MATCH {at:,}/{len(found.starts):,}{'+' if found.over else ''}"

    def next_match(self, call: Invocation) -> None:
        self._again(call, True)

    def previous_match(self, call: Invocation) -> None:
        self._again(call, False)

    def next_word_match(self, call: Invocation) -> None:
        self._word(call, True)

    def previous_word_match(self, call: Invocation) -> None:
        self._word(call, False)

    def _again(self, call: Invocation, forward: bool) -> None:
        page, found = self._context.page, self._found
        if found is None and not self._before:
            self._context.notify("Nothing was searched for yet · / begins.")
            return
        if found is None:
            self._from = page.cursor, page.view, page.selection
            self._search(self._before, page.cursor.head)
            found = self._found
        if found is None:
            return
        if not found.whole:
            self._finish()
        if not found.starts:
            self._missing()
            return
        self._step(found, (call.count or 1) * (1 if forward else -1))

    def _step(self, found: Found, by: int) -> None:
        """`by` matches on from the cursor, round the ends."""
        page, count = self._context.page, len(found.starts)
        head = page.cursor.head
        at = bisect_right(found.starts, head) - 1 if by > 0 else bisect_left(found.starts, head)
        wanted = at + by
        if not 0 <= wanted < count:
            self._context.notify("On from the start of the text." if by > 0 else "Back from the end of the text.")
        page.go_to(found.starts[wanted % count])
        self.light()

    def _word(self, call: Invocation, forward: bool) -> None:
        """The word under the cursor or behind it, or what is selected, as a query."""
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
        self._from = page.cursor, page.view, None
        self._context.jumps.leave_here(page.cursor.head)
        page.go_to(head)
        self._search(words.lower(), head - 1, whole=len(words.split()) == 1)
        self._finish()
        if self._found is not None and self._found.starts:
            self._before = self._found.typed
            self._step(self._found, (call.count or 1) * (1 if forward else -1))
