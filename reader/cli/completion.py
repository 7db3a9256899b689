"""Values that the shell completes: articles, annotations, tags, styles and formats.

A library that cannot be opened, or that is not there yet, has nothing to offer; completion never prints an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pkgutil import resolve_name

import click
from click.shell_completion import CompletionItem

from annotations.model.errors import AnnotationsError
from reader.config.paths import find_home
from reader.errors import ReaderError
from reader.services.workspace import Workspace, open_workspace
from reader.text.cleaning import clean_line

MAX_OFFERS = 200
"""Values offered at once; a longer beginning narrows them down."""

HELP_CHARS = 60
"""Characters of the description beside a value."""

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


@contextmanager
def _library(context: click.Context) -> Iterator[Workspace | None]:
    """Yield the workspace of the command line as far as it is typed, or None where there is no library."""
    home = find_home(context.find_root().params.get("home"), os.environ)
    if not home.library_db.exists():
        yield None
        return
    with open_workspace(home) as workspace:
        yield workspace


def _from_library(values: Callable[[Workspace], Iterable[tuple[str, str]]]) -> Completer:
    """Return a completer of the values that a library holds, each with a description."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            with _library(context) as workspace:
                return _offers(values(workspace), incomplete) if workspace else []
        except (AnnotationsError, ReaderError, OSError):
            return []

    return complete


def _fixed(path: str) -> Completer:
    """Return a completer of names that do not depend on the library, from a collection or function at `module:name`.

    The module is imported only to complete, so that no command waits for it.
    """

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        found = resolve_name(path)
        names: Iterable[str] = found() if callable(found) else found
        return _offers(((name, "") for name in names), incomplete)

    return complete


def _offers(values: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    begun = incomplete.casefold()
    found = (
        CompletionItem(value, help=clean_line(described)[:HELP_CHARS])
        for value, described in values
        if value.casefold().startswith(begun) and value == clean_line(value)
    )
    return [item for item, _ in zip(found, range(MAX_OFFERS), strict=False)]


def _articles(workspace: Workspace) -> Iterator[tuple[str, str]]:
    return ((entry.id, entry.title) for entry in workspace.library.entries())


def _trashed(workspace: Workspace) -> Iterator[tuple[str, str]]:
    yield from ((entry.id, entry.title) for entry in workspace.library.entries("is:trashed"))
    yield from (
        (one.id, one.target.quote.exact) for one in workspace.store.all(trashed=True) if one.deleted is not None
    )


def _annotations(workspace: Workspace) -> Iterator[tuple[str, str]]:
    return ((one.id, one.target.quote.exact) for one in workspace.store.all())


def _articles_and_annotations(workspace: Workspace) -> Iterator[tuple[str, str]]:
    yield from _articles(workspace)
    yield from _annotations(workspace)


def _tags(workspace: Workspace) -> Iterator[tuple[str, str]]:
    counts = workspace.store.tags()
    tagged = workspace.library.article_states.tagged_articles()
    names = dict.fromkeys([*counts, *(tag for entry in tagged for tag in entry.tags)])
    return ((tag, "") for tag in sorted(names, key=str.casefold))


complete_article = _from_library(_articles)
complete_annotation = _from_library(_annotations)
complete_article_or_annotation = _from_library(_articles_and_annotations)
complete_trashed = _from_library(_trashed)
complete_tag = _from_library(_tags)
complete_style = _fixed("annotations.citations:style_names")
complete_export_format = _fixed("annotations.exporters.registry:format_names")
complete_quote_format = _fixed("annotations.exporters.quote:QUOTE_FORMATS")
complete_report_format = _fixed("annotations.exporters.report_forms:report_forms")
