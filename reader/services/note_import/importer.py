"""Foreign notes become annotations: with ids that stay the same, so that a second import changes nothing, and losing none.

What is found nowhere in its article is an orphan there. A source that is not in the library gets an article that says so and
carries its notes; when its text comes and the notes are imported again, they move to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

from msgspec import Struct, field
from msgspec.structs import astuple, replace

from annotations.anchoring.reanchor import Anchored, anchor
from annotations.importers.model import ImportedNote
from annotations.markup.passages import one_line
from annotations.model.annotation import Annotation, clean_tags
from annotations.model.ids import ALPHABET, LENGTH, new_id
from annotations.model.selectors import QuoteSelector, Target, describe
from annotations.model.source import Name, Source
from annotations.model.span import Span
from reader.articles.article import Article, Block, Draft
from reader.services.note_import.article_matcher import STUB, Shelf, address, place, placed_exactly
from reader.services.note_import.quote_locator import bare
from reader.services.workspace import Workspace
from reader.text.cleaning import clean_line, clean_text

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOWHERE = Span(0, 0)


class Gathered(Struct):
    """The result of an import, by ids of notes; `stubs` are the placeholder articles made for sources without a text.

    `left` are the articles that notes have moved away from.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    stubs: list[str] = field(default_factory=list)
    left: set[str] = field(default_factory=set)

    def counts(self) -> dict[str, int]:
        """How many of each; an orphan counts among the added as well."""
        return {name: len(getattr(self, name)) for name in ("added", "updated", "unchanged", "orphans", "stubs")}


class _Known(Struct, frozen=True):
    """The annotations that are there already, tombstones too; `fresh` are those that this import has made."""

    by_id: dict[str, Annotation]
    by_article: dict[str, list[Annotation]]
    fresh: set[str]

    def add(self, annotation: Annotation) -> None:
        self.by_id[annotation.id] = annotation
        kept = self.by_article.setdefault(annotation.article_id, [])
        kept[:] = [one for one in kept if one.id != annotation.id] + [annotation]


def gather(workspace: Workspace, notes: Sequence[ImportedNote], article_id: str | None = None) -> Gathered:
    """Take the notes in, all of an article's in one write; `article_id` says that they are all about that one."""
    shelf, known, done = Shelf(workspace.library, notes), _known(workspace), Gathered()
    for group in _by_source(notes):
        found = article_id or shelf.find(group)
        if found is None:
            found, is_new = _stub(workspace, group)
            done.stubs += [found] if is_new else []
            shelf.include(found)
        _write(workspace, shelf, found, group, known, done)
    _clear_stubs(workspace, shelf, done)
    return done


def _clear_stubs(workspace: Workspace, shelf: Shelf, done: Gathered) -> None:
    """Remove placeholder articles whose notes have all moved to the real article."""
    for article_id in done.left:
        if shelf.is_stub(article_id) and not workspace.store.for_article(article_id):
            workspace.library.article_states.trash(article_id, workspace.clock())


def _known(workspace: Workspace) -> _Known:
    known = _Known({}, {}, set())
    for trashed in (True, False):  # a live one goes before the tombstone that it left where it moved from
        for one in workspace.store.all(trashed=trashed):
            known.add(one)
    return known


def _by_source(notes: Iterable[ImportedNote]) -> list[list[ImportedNote]]:
    groups: defaultdict[tuple[str, ...], list[ImportedNote]] = defaultdict(list)
    for number, note in enumerate(notes):
        named = note.article_id, address(note.source.url), note.source.doi
        titled = bare(note.source.title).letters, "; ".join(name.display() for name in note.source.authors)
        key = named if any(named) else (*titled, note.group)
        alone = () if any(key) else (str(number),)
        groups[*key, *alone].append(note)
    return list(groups.values())


# An article for a source that is not there


def _stub(workspace: Workspace, notes: Sequence[ImportedNote]) -> tuple[str, bool]:
    """Return the id of a placeholder article for a source, and whether it is new."""
    source = _cleaned(max((note.source for note in notes), key=lambda each: (bool(each.title), bool(each.url))))
    if not source.title:
        first = next((note.quote or note.note for note in notes), "")
        source = replace(source, title=source.url or f"Notes on “{clean_line(first)[:40]}…”")
    by = f" by {', '.join(name.display() for name in source.authors)}" if source.authors else ""
    lines = [
        f"The text of “{source.title}”{by} is not in the library; its notes are.",
        "Add the text and import the notes again: they will find their passages in it.",
    ]
    text = clean_text("\n\n".join(lines))
    end = text.index("\n\n")
    blocks = (Block("paragraph", Span(0, end)), Block("paragraph", Span(end + 2, len(text))))
    draft = Draft(text=text, source=source, blocks=blocks, origin=STUB, warnings=("only notes on this are here",))
    (added,) = workspace.library.add([draft], workspace.clock())
    return added.id, added.status == "added"


def _cleaned(source: Source) -> Source:
    people = {
        role: tuple(Name(*map(clean_line, astuple(name))) for name in getattr(source, role))
        for role in ("authors", "editors")
    }
    plain = {
        name: clean_line(getattr(source, name))
        for name in ("title", "container", "publisher", "url", "doi", "language")
    }
    return replace(source, **people, **plain, key="")


# Annotations


def _write(
    workspace: Workspace,
    shelf: Shelf,
    article_id: str,
    notes: Sequence[ImportedNote],
    known: _Known,
    done: Gathered,
) -> None:
    """Decide about each note, write what is new or changed at once, and only then say so."""
    changed: dict[str, Annotation] = {}
    reports: list[tuple[list[str], str]] = []
    before = set(known.by_id)
    for note in notes:
        for made, report in _decided(shelf, shelf.article(article_id), note, known, workspace.clock(), done):
            if made is not None:
                changed[made.id] = made
                known.add(made)
            reports.append((report, made.id if made else ""))
    workspace.store.put(*(one for one in changed.values() if one.id not in before))
    for one in changed.values():
        if one.id in before:
            workspace.store.update(one.id, partial(_instead, one))
    for report, name in reports:
        report.append(name)
    done.orphans += [one.id for one in changed.values() if one.target.position == NOWHERE and not one.deleted]


def _instead(made: Annotation, old: Annotation) -> Annotation:
    """Return an edit that replaces `old` by an annotation that is made already."""
    return made


Decision = tuple[Annotation | None, list[str]]


def _decided(
    shelf: Shelf, article: Article, note: ImportedNote, known: _Known, now: datetime, done: Gathered
) -> Iterator[Decision]:
    """Yield what is to be written for a note, and count it."""
    made = _annotation(article, note, now)
    moved_id = _id(note, article.id)
    old = known.by_id.get(moved_id) or known.by_id.get(made.id)
    if old is None:
        twin = None if _own(note) else _twin(made, known.by_article.get(article.id, []))
        known.fresh.update(() if twin else (made.id,))
        yield (None, done.unchanged) if twin else (made, done.added)
    elif old.deleted is not None:
        yield None, done.unchanged
    elif _moves(shelf, old, made):
        done.left.add(old.article_id)
        moved = old.moved_to(made.target, now)
        yield replace(moved, id=moved_id, article_id=article.id), done.updated
        yield old.trashed(now), []
    else:
        untouched = old.modified == old.created
        newer_there = note.modified > old.modified if note.modified else untouched and not _own(note)
        later = newer_there or old.id in known.fresh
        newer = _newer(old, made, later, max(now, old.modified))
        yield (newer, done.updated) if newer else (None, done.unchanged)


def _moves(shelf: Shelf, old: Annotation, made: Annotation) -> bool:
    """Whether an orphan goes to the article in which its words were found, or whose text has come."""
    if old.article_id == made.article_id or old.target.position != NOWHERE:
        return False
    awaited = shelf.is_stub(old.article_id) and not shelf.is_stub(made.article_id)
    return made.target.position != NOWHERE or awaited


def _newer(old: Annotation, made: Annotation, later: bool, now: datetime) -> Annotation | None:
    """Return the annotation with a newly found place and newer words of the other tool, or None if nothing is new."""
    changed = old
    if old.target.position == NOWHERE != made.target.position and old.article_id == made.article_id:
        changed = changed.moved_to(made.target, now)
    if later:
        known = not made.note or one_line(made.note) in one_line(old.note)
        remark = old.note if known else made.note if old.note in made.note else f"{old.note}\n\n{made.note}"
        tags = clean_tags((*old.tags, *made.tags))
        changed = changed.with_note(remark, now) if remark != old.note else changed
        changed = changed.with_tags(tags, now) if tags != old.tags else changed
    return None if changed == old else changed


def _annotation(article: Article, note: ImportedNote, now: datetime) -> Annotation:
    created = note.created or note.modified or now
    quotation = clean_text(note.quotation)
    return Annotation(
        id=_own(note) or _id(note),
        article_id=article.id,
        target=_target(article, note),
        created=created,
        modified=max(note.modified or created, created),
        note=clean_text(note.note).strip(),
        tags=clean_tags(clean_line(tag) for tag in note.tags),
        color=note.color,
        quotation=quotation,
    )


def _target(article: Article, note: ImportedNote) -> Target:
    """Return the target of a note: its passage, the title for a note on the whole, or no place.

    One of ours comes home as it went, an orphan as an orphan.
    """
    quote = clean_text(note.quote).strip() or clean_line(article.source.title) or article.id
    selector = QuoteSelector(quote, clean_text(note.prefix), clean_text(note.suffix))
    at = placed_exactly(article.text, note)
    home = Target(Span(*at) if at else NOWHERE, replace(selector, exact=note.quote) if at else selector)
    if note.own_id and (note.prefix or note.suffix) and (at or note.start is None or _anchors(article, home)):
        return home
    found = at or place(article.text, note)
    return describe(article.text, Span(*found)) if found else Target(NOWHERE, selector)


def _anchors(article: Article, target: Target) -> bool:
    return isinstance(anchor(article.text, target), Anchored)


def _twin(made: Annotation, others: Iterable[Annotation]) -> Annotation | None:
    """Return an annotation that already says the same of the same words, or None."""
    wanted = {bare(tag).letters for tag in made.tags}
    for one in others:
        same_place = one.target.position == made.target.position and one.target.quote.exact == made.target.quote.exact
        same_words = bare(one.target.quote.exact).letters == bare(made.target.quote.exact).letters
        here = same_place or (same_words and NOWHERE in (one.target.position, made.target.position))
        if (
            here
            and (not made.note or one_line(made.note) == one_line(one.note))
            and wanted <= {bare(tag).letters for tag in one.tags}
        ):
            return one
    return None


def _own(note: ImportedNote) -> str:
    """Return the note's own glossator id, or an empty string."""
    own = note.own_id.upper()
    return own if len(own) == LENGTH and set(own) <= set(ALPHABET) else ""


def _id(note: ImportedNote, article_id: str = "") -> str:
    """Return a stable id made from the other tool's id, or from the note's words."""
    named = note.own_id or note.id
    said = named or "\0".join(
        (
            address(note.source.url),
            bare(note.source.title).letters,
            clean_line(note.quote),
            note.note if not note.quote else "",
        )
    )
    digest = sha256(f"{said}\0{article_id}".encode("utf-8", "replace")).digest()
    return new_id(note.created or EPOCH, lambda count: digest[:count])
