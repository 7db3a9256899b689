"""The workspace that the command line and the screen share: one library, its notes, and the operations on both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotations.anchoring.reanchor import Anchored, Orphan
from annotations.model.annotation import COLORS, Annotation, clean_tags
from annotations.model.errors import AnnotationsError, UnknownName
from annotations.model.ids import new_id
from annotations.model.selectors import describe
from annotations.model.source import Source
from annotations.model.span import Span
from annotations.storage.api import AnnotationStore, Watch
from annotations.storage.file_store import TinyStore
from reader.articles.article import Article, Draft
from reader.config.paths import Home
from reader.errors import LibraryError, ReaderError, UnknownArticle
from reader.library.annotation_index.file_index import AnnotationFileIndex
from reader.library.annotation_index.projection import AnnotationProjection
from reader.library.db.database_file import is_earlier
from reader.library.db.models import ArticleSummary, IngestResult
from reader.library.library import Library
from reader.library.query.ast import Query
from reader.services.drafts import Drafts
from reader.text.cleaning import clean_line, clean_text

if TYPE_CHECKING:
    # The modules behind these names are read when something is cited, exported or looked for: a start needs none of them.
    from annotations.citations import Keyring, Style
    from annotations.exporters.excerpt import Excerpt
    from annotations.exporters.registry import ExportOptions, Format
    from annotations.exporters.template import Template
    from reader.library.similar.parallel_passages import ParallelPassageFinder

Steps = Iterator[tuple[int, int]]

GENERATOR = "glossator"
SEEDED = "seeded"
"""The setting that a library has once the samples were added."""


@dataclass(frozen=True)
class Workspace:
    """A library, its annotations and drafts; `clock` gives a time with a zone, `new_id` an id for an annotation."""

    home: Home
    library: Library
    store: AnnotationStore
    drafts: Drafts
    clock: Callable[[], datetime]
    projection: AnnotationProjection
    make_id: Callable[[datetime], str] = new_id
    _keys: dict[tuple[str, str], Keyring] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The keys of one year, as long as no article changes."""

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()
        self.library.close()
        if "echoes" in self.__dict__:
            self.echoes.close()

    @cached_property
    def echoes(self) -> ParallelPassageFinder:
        """Return the finder of parallel passages, opened on first use."""
        from reader.library.similar.fingerprint_index import FingerprintIndex  # noqa: PLC0415
        from reader.library.similar.parallel_passages import ParallelPassageFinder  # noqa: PLC0415 - see the head of this file

        return ParallelPassageFinder(self.library, FingerprintIndex(self.home.echoes_db))

    def new_id(self) -> str:
        """Return a new unique id."""
        return self.make_id(self.clock())

    # Annotations

    def annotate(
        self, article: Article, span: Span, color: str = COLORS[0], note: str = "", tags: Iterable[str] = ()
    ) -> Annotation:
        """Add a highlight, durable on return; ValueError for a span outside the text, UnknownName for a colour."""
        if color not in COLORS:
            raise UnknownName("color", color, COLORS)
        now = self.clock()
        made = Annotation(
            self.make_id(now),
            article.id,
            describe(article.text, span),
            created=now,
            modified=now,
            note=clean_text(note).strip(),
            tags=clean_tags(clean_line(tag) for tag in tags),
            color=color,
        )
        self.store.put(made)
        return made

    def excerpt(self, annotation: Annotation) -> Excerpt:
        """Return the excerpt of an annotation; without its article it has what the annotation knows."""
        return self.excerpts([annotation])[0]

    def excerpts(self, annotations: Iterable[Annotation]) -> list[Excerpt]:
        """Return the excerpts of several annotations in order; consecutive ones of one article read its text once."""
        from annotations.exporters.excerpt import Excerpt  # noqa: PLC0415 - see the head of this file
        from reader.articles.locators import Locating  # noqa: PLC0415 - see the head of this file
        from reader.services.excerpts import excerpt_at  # noqa: PLC0415
        from reader.services.reanchoring import locate  # noqa: PLC0415

        found: list[Excerpt] = []
        for article_id, group in groupby(annotations, key=lambda one: one.article_id):
            try:
                article = self.library.article(article_id)
            except UnknownArticle:
                found += [Excerpt(one, Source(title=article_id), "", "orphan") for one in group]
                continue
            key, places = self.key_of(article.source), Locating(article)
            for one in group:
                excerpt = excerpt_at(one, article, locate(self.library, article, one), places)
                found.append(replace(excerpt, key=key))
        return found

    def passage(self, article: Article, span: Span) -> Excerpt:
        """Return the excerpt of a passage that is not annotated."""
        from reader.services.excerpts import excerpt_at  # noqa: PLC0415 - see the head of this file

        now = self.clock()
        loose = Annotation("", article.id, describe(article.text, span), created=now, modified=now)
        return replace(excerpt_at(loose, article, Anchored(span, "exact")), key=self.key_of(article.source))

    def key_of(self, source: Source) -> str:
        """Return the source's citation key, unique among the articles added before."""
        from annotations.citations import Keyring  # noqa: PLC0415 - see the head of this file

        year = str(source.issued.year) if source.issued else ""
        state = self.library.order_stamp(), year
        if state not in self._keys:
            self._keys.clear()
            self._keys[state] = Keyring(self.library.sources_of_year(year))
        return self._keys[state].key_of(source)

    def find_notes(self, query: str = "") -> list[Excerpt]:
        """Return the excerpts of the annotations that a query selects, by article and place; QueryError."""
        from reader.library.query.parser import parse_query  # noqa: PLC0415 - see the head of this file
        from reader.library.query.predicate import matches_annotation  # noqa: PLC0415 - see the head of this file

        asked = parse_query(query)
        self.catch_up()
        found = []
        for article_id, ids in self._meant(asked).items():
            entry = self._entry(article_id)
            known = self.store.for_article(article_id, trashed=asked.trash)
            for excerpt in self.excerpts(one for one in known if ids is None or one.id in ids):
                if (ids is not None and not asked.asks("is")) or matches_annotation(
                    asked, excerpt.annotation, entry, excerpt.state
                ):
                    found.append(excerpt)
        return found

    def _meant(self, query: Query) -> dict[str, set[str] | None]:
        """Return the ids of annotations that a query may select, by article; None if all have to be checked."""
        found: dict[str, set[str] | None] = {}
        if not self.library.index.is_complete:
            trashed = {entry.id for entry in self.library.entries("is:trashed")} if not query.trash else ()
            articles = sorted({one.article_id for one in self.store.all(trashed=query.trash)})
            return {each: None for each in articles if each not in trashed}
        for annotation_id, article_id in self.projection.select(query):
            known = found.setdefault(article_id, set())
            assert known is not None
            known.add(annotation_id)
        return found

    def _entry(self, article_id: str) -> ArticleSummary | None:
        try:
            return self.library.entry(article_id)
        except UnknownArticle:
            return None

    def catch_up(self, watch: Watch = iter) -> None:
        """Bring the indexes up to date with what others have written; `watch` may show how far it has come."""
        try:
            look = self.projection.folder_stamp
            if self.projection.is_folder_scanned(look):
                self.store.trust()
            else:
                self.store.refresh(watch=watch)
                self.projection.mark_folder_scanned(look if self.store.tidy else "")
            for steps in (self.library.index.build(), self.projection.refresh()):
                for _ in watch(steps):
                    pass
        except LibraryError as error:
            self.library.index.problem = self.library.index.problem or str(error)

    def export(
        self, excerpts: Sequence[Excerpt], form: Format, style: Style, group: str = "article", context: bool = False
    ) -> str:
        """Export excerpts in a format; `context` adds the rest of each sentence."""
        return form.render(*self._prepared(excerpts, style, group, context, form.whole_texts))

    def export_template(
        self,
        excerpts: Sequence[Excerpt],
        template: Template,
        style: Style,
        group: str = "article",
        context: bool = False,
    ) -> str:
        """Export excerpts through a user's template; TemplateFault."""
        prepared, options = self._prepared(excerpts, style, group, context, True)
        return template.render(prepared, options)

    def _prepared(
        self, excerpts: Sequence[Excerpt], style: Style, group: str, context: bool, whole_texts: bool
    ) -> tuple[Sequence[Excerpt], ExportOptions]:
        from annotations.exporters.registry import ExportOptions  # noqa: PLC0415 - see the head of this file
        from reader.services.excerpts import blocks_of, with_sentence  # noqa: PLC0415

        articles: dict[str, Article] = {}
        if whole_texts or context:
            for article_id in dict.fromkeys(one.annotation.article_id for one in excerpts if one.state != "orphan"):
                articles[article_id] = self.library.article(article_id)
        texts = {article_id: article.text for article_id, article in articles.items()}
        if context:
            excerpts = [with_sentence(one, texts.get(one.annotation.article_id, "")) for one in excerpts]
        return excerpts, ExportOptions(style, self.clock(), GENERATOR, group, texts, blocks_of(articles.values()))

    # Articles

    def take_in(self, drafts: Iterable[Draft]) -> list[IngestResult]:
        """Add drafts, and carry what was marked in articles that have another text now over to it."""
        from reader.services.reanchoring import settle  # noqa: PLC0415 - see the head of this file

        added = self.library.add(drafts, self.clock())
        for one in added:
            if one.since and (self.library.entry(one.id).opened or self.store.glance(one.id)):
                self.library.mark_revised(one.id, one.since)
            if one.status == "updated":
                settle(self.library, self.store, self.library.article(one.id), self.clock())
        return added

    def entries(self, query: str = "", sort: str = "date", limit: int | None = None) -> list[ArticleSummary]:
        """Return the articles that a query selects."""
        self.catch_up()
        return self.library.entries(query, sort, limit)

    def has_orphan(self, article_id: str) -> bool:
        """Whether a live annotation of an article has lost its passage; one that cannot be looked for has."""
        from reader.services.reanchoring import locate  # noqa: PLC0415 - see the head of this file

        try:
            article = self.library.article(article_id)
            found = (locate(self.library, article, one) for one in self.store.for_article(article_id))
            return any(isinstance(one, Orphan) for one in found)
        except (ReaderError, AnnotationsError):
            return True

    def place(self, article_id: str) -> int:
        """Where reading stopped, a code point offset."""
        return self.library.entry(article_id).offset

    def keep_place(self, article_id: str, offset: int, progress: float) -> None:
        """Remember where reading stops."""
        self.library.save_position(article_id, offset, progress, self.clock())

    def write_new(self, path: Path, text: str) -> Path:
        """Write a file that is not there yet, whole; the path written, or ReaderError."""
        from reader.platform.atomic_write import write_whole  # noqa: PLC0415 - see the head of this file

        if path.exists():
            raise ReaderError(f"{path}: file exists; not overwritten")
        return write_whole(path, text)


def open_workspace(home: Home, clock: Callable[[], datetime] | None = None) -> Workspace:
    """Open the workspace of a home, creating it if needed; LibraryError."""
    if is_earlier(home.library_db):
        from reader.services.backup import back_up_before_migration  # noqa: PLC0415 - only where there is something to migrate

        back_up_before_migration(home, (clock or now_here)())
    library = Library(home.library_db)
    store = TinyStore(home.annotations, index=AnnotationFileIndex(home.library_db))
    noted = AnnotationProjection(library.database, library.index, home.annotations)
    workspace = Workspace(home, library, store, Drafts(home.drafts), clock or now_here, noted)
    library.catalog.set_orphan_check(workspace.has_orphan)
    return workspace


def now_here() -> datetime:
    """Return the present, to the second, with its zone."""
    return datetime.now(UTC).replace(microsecond=0)
