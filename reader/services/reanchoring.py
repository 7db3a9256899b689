"""Re-anchoring of annotations when an article gets a new text.

A target tells by itself which version it was made of: the one in which its passage and context stand to the letter. Those
of older versions are carried over for good when the article is next opened or added to; what was marked at first is kept.
An annotation whose passage is lost stays as it is, and is an orphan.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from annotations.anchoring.reanchor import Anchored, Orphan, State, anchor, describes, relocate, state_since
from annotations.model.annotation import Annotation
from annotations.model.selectors import Target, describe
from annotations.storage.api import AnnotationStore
from reader.articles.article import Article
from reader.errors import UnknownVersion
from reader.library.library import Library

if TYPE_CHECKING:
    from annotations.alignment.text_changes import ChangedPassage

SEEN, LOST = "seen", "lost"


def locate(library: Library, article: Article, annotation: Annotation) -> Anchored | Orphan:
    """Where an annotation stands in the newest text of its article, and what became of it since it was made."""
    target = annotation.target
    if annotation.was is None and describes(article.text, target):
        return Anchored(target.position, "exact")
    found = _standing(library, article, annotation)
    if isinstance(found, Anchored):
        return Anchored(found.span, state_since(annotation.was or target, describe(article.text, found.span)))
    return found


def _standing(library: Library, article: Article, annotation: Annotation) -> Anchored | Orphan:
    target = annotation.target
    if describes(article.text, target):
        return Anchored(target.position, "exact")
    newest = library.entry(article.id).versions
    if newest == 1:
        return anchor(str(article.text), target)
    if _lost(library, article.id).get(annotation.id) == _mark(newest, target):
        return Orphan()
    old = _made_of(library, article.id, newest, target)
    whole = str(article.text)  # what is open on the screen may come chunk by chunk
    return anchor(whole, target) if old is None else relocate(old, target, whole)


def _made_of(library: Library, article_id: str, newest: int, target: Target) -> str | None:
    """Return the latest older text that a target describes, else the latest that has its words at its place."""
    texts = [library.article_at(article_id, version).text for version in range(newest - 1, 0, -1)]
    described = next((text for text in texts if describes(text, target)), None)
    if described is not None:
        return described
    return next((text for text in texts if target.position.of(text) == target.quote.exact), None)


def states_of(
    library: Library, store: AnnotationStore, ids: Iterable[tuple[str, str]], texts: Mapping[str, str]
) -> dict[str, State]:
    """Return the states of annotations by id; `ids` are pairs of annotation and article, `texts` the articles' newest texts."""
    found: dict[str, State] = {}
    articles: dict[str, Article] = {}
    for annotation_id, article_id in ids:
        annotation, text = store.get(annotation_id), texts.get(article_id)
        if text is None:
            found[annotation_id] = "orphan"
        elif annotation.was is None and describes(text, annotation.target):
            found[annotation_id] = "exact"
        else:
            if article_id not in articles:
                articles[article_id] = library.article(article_id)
            place = locate(library, articles[article_id], annotation)
            found[annotation_id] = place.state if isinstance(place, Anchored) else "orphan"
    return found


def settle(library: Library, store: AnnotationStore, article: Article, now: datetime) -> list[Annotation]:
    """Carry the annotations of an article over to its newest text, durably and at once; those that changed."""
    newest = library.entry(article.id).versions
    if newest == 1 or not _waiting(library, store, article, newest):
        return []
    lost: dict[str, list[int]] = {}

    def carried(one: Annotation) -> Annotation | None:
        if one.article_id != article.id or describes(article.text, one.target):
            return None
        found = _standing(library, article, one)
        if isinstance(found, Orphan):
            lost[one.id] = _mark(newest, one.target)
            return None
        return one.carried_to(describe(article.text, found.span), now)

    changed = store.update_all(carried)
    if lost != _lost(library, article.id):
        library.save_setting(f"{LOST} {article.id}", json.dumps(lost))
    return changed


def _waiting(library: Library, store: AnnotationStore, article: Article, newest: int) -> bool:
    """Whether an annotation is of an older text and was not sought in the newest one yet."""
    known = _lost(library, article.id)
    older = (one for one in store.for_article(article.id) if not describes(article.text, one.target))
    return any(known.get(one.id) != _mark(newest, one.target) for one in older)


def _mark(version: int, target: Target) -> list[int]:
    return [version, target.position.start, target.position.end]


def _lost(library: Library, article_id: str) -> dict[str, list[int]]:
    """Return the orphans that were searched for already, each with the version searched."""
    found: dict[str, list[int]] = json.loads(library.setting(f"{LOST} {article_id}") or "{}")
    return found


class Revision(Struct, frozen=True):
    """The changes of an article since it was read: the version read last, the changed passages, the lost highlights."""

    version: int
    passages: Sequence[ChangedPassage]
    lost: int
    headline: str = ""
    """The one that it had, where it has another one now."""

    @property
    def sentence(self) -> str:
        """`Changed since you read it: the headline, 3 passages; 1 highlight lost its passage`."""
        count = len(self.passages)
        said = ["the headline"] if self.headline else []
        said += [f"{count} passage{'s' if count != 1 else ''}"] if count else []
        parts = [", ".join(said) or "only marks and spaces"]
        if self.lost:
            parts.append(f"{self.lost} highlight{'s' if self.lost != 1 else ''} lost its passage")
        sentence = f"Changed since you read it: {'; '.join(parts)}"
        return sentence.replace("highlights lost its passage", "highlights lost their passages")


def seen_version(library: Library, article_id: str) -> int | None:
    """Return the version that was read last, or None for an article that was never opened."""
    found = library.setting(f"{SEEN} {article_id}")
    if found:
        return int(found)
    return 1 if library.entry(article_id).opened else None


def see(library: Library, article: Article, orphans: Sequence[Annotation]) -> Revision | None:
    """Take note that the newest text is read now; what changed since the last time, or None.

    The same is said again whenever the article is opened, until the change has been looked at (`Library.looked`).
    """
    newest, before = library.entry(article.id).versions, seen_version(library, article.id)
    if newest > 1 and before != newest:
        library.save_setting(f"{SEEN} {article.id}", str(newest))
    before = library.revised_since(article.id) or before
    if before is None or before >= newest:
        return None
    from annotations.alignment.text_changes import changed_passages  # noqa: PLC0415 - only a changed text pays for it
    from reader.library.ingest.version_matching import same_headline  # noqa: PLC0415

    try:
        old = library.article_at(article.id, before).text
    except UnknownVersion:
        return None
    lost = sum(describes(old, one.target) for one in orphans)
    title = library.headlines(article.id)
    headline = "" if same_headline(title(before), title(newest)) else title(before)
    return Revision(before, changed_passages(old, str(article.text)), lost, headline)


def place_now(library: Library, article: Article, offset: int) -> int:
    """Where reading goes on: the offset of the text that was read last, in the newest one."""
    before = seen_version(library, article.id)
    if before is None or before >= library.entry(article.id).versions:
        return offset
    from annotations.alignment.text_changes import carried_offset  # noqa: PLC0415 - only a changed text pays for it

    return carried_offset(library.article_at(article.id, before).text, str(article.text), offset)
