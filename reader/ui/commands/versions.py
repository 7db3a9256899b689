"""Commands about the versions of an article: what a later text has changed, and highlights that lost their passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from annotations.alignment.text_changes import ChangedPassage, changed_passages
from annotations.anchoring.fallback_search import candidates
from annotations.model.annotation import Annotation
from annotations.model.errors import AnnotationsError
from annotations.model.span import Span
from annotations.text.folding import fold_query
from reader.articles.article import Article
from reader.config.key_parser import Invocation
from reader.library.ingest.version_matching import same_headline
from reader.text.cleaning import clean_line, clean_text
from reader.text.segments.sentences import sentence_at
from reader.ui.commands.annotations import AnnotationCommands
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.picker import Picker
from reader.ui.dialogs.text_dialogs import excerpt
from reader.ui.lists.row_list import Item

ONE_TEXT = "No earlier version of this article; gloss add or gloss refresh brings a newer one."
MAX_CONTEXT_CHARACTERS = 160
"""Characters shown on each side of a changed passage."""

BY_HAND, LEAVE, HEADLINE = "by hand", "leave", "headline"


class VersionCommands:
    """Commands about the versions of the open article."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    def _whole(self) -> Article | None:
        """Return the open article with its text in one piece; the screen's comes in chunks if it is long."""
        article = self._context.editor.article
        return None if article is None else replace(article, text=str(article.text))

    # Versions

    def show_changes(self, call: Invocation) -> None:
        article = self._whole()
        if article is None:
            self._context.notify("No article is open.")
            return
        self._context.editor.looked()
        self._context.article_list.refresh()
        self._context.page.app.clear_notifications()  # what was told there is shown now
        versions = self._context.workspace.library.versions(article.id)
        revision = self._context.editor.revision
        if len(versions) == 1:
            self._context.notify(ONE_TEXT)
        elif revision is not None or len(versions) == 2:
            self._changes(article, revision.version if revision else 1)
        else:
            older = [
                Item(str(one.number), f"Version {one.number}", f"added {one.added[:16]} · {one.words:,} words")
                for one in reversed(versions[:-1])
            ]
            picker = Picker("What has changed since", lambda words: (older, ""), self._context.palette, brief=True)
            self._context.ask(picker, lambda value: self._changes(article, int(value)) if value else None)

    def _changes(self, article: Article, version: int) -> None:
        """List the passages that have changed, those in highlights first; choosing one goes there."""
        old = self._context.workspace.library.article_at(article.id, version)
        passages = sorted(changed_passages(old.text, article.text), key=lambda one: (not self._marked(one), one.new))
        lost = {f"lost {one.id}": one for one in self._context.editor.orphans}
        title = self._context.workspace.library.headlines(article.id)
        before, now = title(version), title(self._context.workspace.library.entry(article.id).versions)
        rows = [] if same_headline(before, now) else [Item(HEADLINE, "headline", _both(before, now))]
        rows += [_lost_row(value, one) for value, one in lost.items()]
        rows += [self._row(number, one, old, article) for number, one in enumerate(passages)]

        def preview(value: str) -> str:
            if value in lost:
                return _describe(lost[value])
            if value == HEADLINE:
                return f"Before:\n{clean_line(before)}\n\nNow:\n{clean_line(now)}"
            one = passages[int(value)]
            was, reads = around(old.text, one.old), around(article.text, one.new)
            return f"Before:\n{was or '(nothing)'}\n\nNow:\n{reads or '(nothing)'}"

        def chosen(value: str | None) -> None:
            if value in lost:
                self._candidates(lost[value])
            elif value == HEADLINE:
                self._context.page.go_to(0)
            elif value is not None:
                self._context.page.go_to(min(passages[int(value)].new.start, max(0, len(article.text) - 1)))

        heading = f"Changed since version {version}: {len(passages)} passage{'s' if len(passages) != 1 else ''}"
        empty = "The same words: only marks, spaces or the order differ."
        self._context.ask(
            Picker(heading, _filter(rows), self._context.palette, empty=empty, preview=preview, doing="go there"),
            chosen,
        )

    def _marked(self, passage: ChangedPassage) -> bool:
        """Whether a passage touches a highlight."""
        here = Span(max(0, passage.new.start - 1), passage.new.end + 1)
        return any(placed.span.overlaps(here) for placed in self._context.editor.placed)

    def _row(self, number: int, passage: ChangedPassage, old: Article, new: Article) -> Item:
        before, now = clean_line(passage.old.of(old.text)), clean_line(passage.new.of(new.text))
        what = _both(before, now) if before and now else f"“{excerpt(now or before, 120)}”"
        kind = "changed" if before and now else "new" if now else "taken out"
        marked = self._marked(passage)
        return Item(str(number), f"{kind}, marked" if marked else kind, what, "▪" if marked else " ")

    # Highlights that lost their passage

    def list_orphans(self, call: Invocation) -> None:
        lost = {one.id: one for one in self._context.editor.orphans}
        if not lost:
            self._context.notify("No orphaned highlights.")
            return
        rows = [_lost_row(value, one) for value, one in lost.items()]
        picker = Picker(
            "Highlights that lost their passage",
            _filter(rows),
            self._context.palette,
            preview=lambda value: _describe(lost[value]),
            doing="find it a place",
        )
        self._context.ask(picker, lambda value: self._candidates(lost[value]) if value else None)

    def _candidates(self, lost: Annotation) -> None:
        """Offer the places where a lost passage may stand now, the likeliest first."""
        article = self._whole()
        if article is None:
            return
        found = {str(number): one for number, one in enumerate(candidates(lost.target, article.text))}
        rows = [
            Item(value, f"{one.likeness:.0%} alike", f"“{excerpt(one.span.of(article.text), 120)}”")
            for value, one in found.items()
        ]
        rows.append(Item(BY_HAND, "By hand", "go to the passage yourself; ⏎ links what is selected"))
        rows.append(Item(LEAVE, "Leave it", "it is kept, with its note, in gl and gn"))

        def preview(value: str) -> str:
            here = f"\n\nHere:\n{around(article.text, found[value].span)}" if value in found else ""
            return _describe(lost) + here

        def chosen(value: str | None) -> None:
            if value == BY_HAND:
                self._by_hand(lost)
            elif value in found:
                self._link(lost, found[value].span)

        picker = Picker(
            "Where it may stand now", lambda words: (rows, ""), self._context.palette, preview=preview, doing="choose"
        )
        self._context.ask(picker, chosen)

    def _link(self, lost: Annotation, span: Span) -> None:
        """Give a highlight that lost its passage another one."""
        try:
            self._context.editor.link(lost, span)
        except AnnotationsError as error:
            self._context.notify(str(error), warning=True)
            return
        self._context.annotations_changed()
        self._context.page.go_to(span.start)
        self._context.notify("Linked to this passage · u takes it back.")

    def _by_hand(self, lost: Annotation) -> None:
        """Link a lost highlight to the passage at the next Enter."""
        self._context.page.select(None)
        self._context.commands.get(AnnotationCommands).on_next_enter = lambda: self._link_here(lost)
        self._context.notify("Go to the passage: ⏎ links the sentence, or what v selects · Esc closes it.")

    def _link_here(self, lost: Annotation) -> bool:
        if lost not in self._context.editor.orphans:
            return False
        span = self._context.page.passage()
        self._context.page.selection = None
        if span is not None:
            self._link(lost, span)
        return True


def _filter(rows: Sequence[Item]) -> Callable[[str], tuple[Sequence[Item], str]]:
    """Return a filter that keeps the rows which contain the words."""

    def find(words: str) -> tuple[Sequence[Item], str]:
        wanted = fold_query(words)
        return [row for row in rows if wanted in fold_query(f"{row.title} {row.detail}")], ""

    return find


def around(text: str, span: Span) -> str:
    """Return a passage with the rest of its sentences, up to MAX_CONTEXT_CHARACTERS on each side, cleaned."""
    if not text:
        return ""
    start = sentence_at(text, min(span.start, len(text) - 1)).start
    end = sentence_at(text, min(max(span.start, span.end - 1), len(text) - 1)).end
    start, end = min(start, span.start), max(end, span.end)
    if span.start - start > MAX_CONTEXT_CHARACTERS:
        start = (
            text.find(" ", span.start - MAX_CONTEXT_CHARACTERS, span.start) + 1 or span.start - MAX_CONTEXT_CHARACTERS
        )
    if end - span.end > MAX_CONTEXT_CHARACTERS:
        end = max(text.rfind(" ", span.end, span.end + MAX_CONTEXT_CHARACTERS), span.end)
    return clean_text(Span(start, end).of(text)).strip()


def _both(before: str, now: str) -> str:
    return f"“{excerpt(clean_line(before), 60)}” → “{excerpt(clean_line(now), 60)}”"


def _lost_row(value: str, one: Annotation) -> Item:
    return Item(value, "lost highlight", f"“{excerpt(one.target.quote.exact, 120)}”", "?")


def _describe(one: Annotation) -> str:
    """Return all that is known of a lost highlight."""
    quote = one.target.quote
    parts = [f"“{clean_text(quote.exact)}”", clean_text(one.note), " ".join(f"#{clean_line(tag)}" for tag in one.tags)]
    stood = f"It stood between “…{clean_line(quote.prefix)}” and “{clean_line(quote.suffix)}…”."
    return "\n\n".join(part for part in (*parts, stood) if part)
