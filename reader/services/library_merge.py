"""Merging another library's articles and annotations into this one; nothing is lost, and the other is only read."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from annotations.model.annotation import Annotation
from annotations.storage.file_store import TinyStore
from annotations.storage.merge_result import Union
from annotations.storage.sync_conflicts import annotations_in
from reader.articles.article import Draft
from reader.config.paths import Home
from reader.errors import ReaderError
from reader.library.library import Library
from reader.services.workspace import Workspace


class Joined(Struct):
    """The result of merging a library; `problems` are lines about what of the other could not be read."""

    annotations: Union = field(default_factory=Union)
    articles: int = 0
    problems: list[str] = field(default_factory=list)


def join(workspace: Workspace, folder: Path) -> Joined:
    """Merge the library, or the folder of annotation files, at `folder`; ReaderError where there is none."""
    store = workspace.store
    other = _annotations_of(folder)
    if not isinstance(store, TinyStore) or other.resolve() == store.folder.resolve():
        raise ReaderError(f"{folder}: this is the library that is open; name another one")
    done = Joined()
    ids = _join_articles(workspace, Home(other.parent).library_db, done)
    for article_id, found in annotations_in(other, done.problems):
        mine = ids.get(article_id, article_id)
        done.annotations += store.merge(mine, [_of(one, mine) for one in found])
    return done


def _annotations_of(folder: Path) -> Path:
    for candidate in (folder / "annotations", folder):
        if candidate.is_dir() and (candidate.name == "annotations" or any(candidate.glob("*.json"))):
            return candidate
    raise ReaderError(f"{folder}: no library here: name the folder that holds library.db and annotations/")


def _of(one: Annotation, article_id: str) -> Annotation:
    return one if one.article_id == article_id else replace(one, article_id=article_id)


def _join_articles(workspace: Workspace, path: Path, done: Joined) -> dict[str, str]:
    """Take in the articles that are not here yet; their ids there and here, where the two differ."""
    mine = workspace.library
    known = {entry.id for each in ("", "is:trashed") for entry in mine.entries(each)}
    ids: dict[str, str] = {}
    if not path.exists():
        return ids
    with _copy_of(path, done) as theirs:
        entries = [entry for each in ("", "is:trashed") for entry in theirs.entries(each)] if theirs else []
        for entry in entries:
            if theirs is None or entry.id in known:
                continue
            article = theirs.article(entry.id)
            draft = Draft(*(getattr(article, name) for name in Draft.__struct_fields__))
            (added,) = mine.add([draft], workspace.clock())
            done.articles += added.status == "added"
            if added.id != entry.id:
                ids[entry.id] = added.id
            if entry.trashed and added.status == "added":
                mine.article_states.trash(added.id, workspace.clock())
    return ids


@contextmanager
def _copy_of(path: Path, done: Joined) -> Iterator[Library | None]:
    """Yield the other library, opened on a copy, or None if it cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "library.db"
        try:
            uri = f"{path.resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            library = Library(copy)
        except (sqlite3.Error, ReaderError) as error:
            done.problems.append(f"{path}: its articles cannot be read: {error}; the annotations were merged")
            yield None
            return
        with library:
            yield library
