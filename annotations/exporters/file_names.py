"""File names of exports."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.exporters.excerpt import Excerpt

MAX_NAME_CHARACTERS = 60


def file_name(excerpts: Sequence[Excerpt], extension: str, meant: str = "") -> str:
    """Return a name like `who-measured-the-sea-first.md`: from `meant` (a tag, a query), else the only article, else `excerpts`."""
    from slugify import slugify  # noqa: PLC0415  # its tables are large and only names need them

    articles = {one.annotation.article_id: one.source.title for one in excerpts}
    alone = next(iter(articles.values())) if len(articles) == 1 else ""
    name = meant or alone or "".join(articles if len(articles) == 1 else ())
    return f"{slugify(name, max_length=MAX_NAME_CHARACTERS, word_boundary=True) or 'excerpts'}.{extension}"
