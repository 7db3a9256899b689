"""Citation data as text: read from what one typed, checked field by field, and what might be right where something is missing.

The form of the reader and `gloss edit` say and take the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import asdict, replace

from annotations.model.source import KINDS, Name, PartialDate, Source
from reader.articles.article import Article
from reader.text.cleaning import clean_line

DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
TYPED_DOI = re.compile(r"10\.\d{4,9}/[^\s\"]+")
"""A DOI on its own, in which `<` and `>` may stand (DOI Handbook, 2.5)."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_:-]*")
SCHEMES = ("http", "https", "ftp", "file", "urn", "doi", "mailto")
NAMES, DATES = ("authors", "editors"), ("issued", "accessed")
LOOKED_THROUGH = 4_000
"""Characters at each end of a text in which a DOI of its own may stand."""


class Suggestion(Struct, frozen=True):
    """A value for one field, written as the form takes it, and where it was found."""

    field: str
    value: str
    why: str


def written(source: Source) -> dict[str, str]:
    """Every field of a source as the form shows it."""
    found = asdict(source)
    found |= {name: "; ".join(map(written_name, found[name])) for name in NAMES}
    found |= {name: found[name].iso() if found[name] else "" for name in DATES}
    return {name: clean_line(str(value)) for name, value in found.items()}


def written_name(name: Name) -> str:
    """Return a name so that Name.parse reads it back."""
    if name.literal:
        return f"{{{name.literal}}}"
    parts = [part for part in (name.surname, name.given, name.suffix) if part]
    return ", ".join(parts) if name.given else f"{{{' '.join(parts)}}}"


def mended(source: Source, values: Mapping[str, str]) -> Source:
    """Return the source with values from the form; a ValueError begins with the name of the wrong field."""
    changes: dict[str, Any] = {}
    for field, text in values.items():
        try:
            changes[field] = _read(field, clean_line(text).strip())
        except ValueError as error:
            raise ValueError(f"{field}: {error}") from error
    return replace(source, **changes)


def _read(field: str, text: str) -> object:
    if field in NAMES:
        return names(text)
    if field in DATES:
        return PartialDate.parse(text) if text else None
    check = CHECKS.get(field)
    return check(text) if check else text


def names(text: str) -> tuple[Name, ...]:
    """Names with `;` between them, each `Family, Given`, `Given Family` or `{Corporate}`."""
    return tuple(Name.parse(part) for part in re.split(r";(?![^{]*\})", text) if part.strip(" {},"))


def _title(text: str) -> str:
    if not text:
        raise ValueError("a source needs a title")
    return text


def _kind(text: str) -> str:
    wanted = "-".join(text.lower().replace("_", " ").split())
    known = ALIASES.get(wanted, wanted)
    if known not in KINDS:
        near = get_close_matches(known, KINDS, n=1)
        offer = f"did you mean {near[0]}? " if near else ""
        raise ValueError(f"no kind {text!r}: {offer}there are {', '.join(KINDS)}")
    return known


def _doi(text: str) -> str:
    found = TYPED_DOI.search(text)
    if text and found is None:
        raise ValueError(f"no DOI: {text!r} (they begin with 10., as in 10.1000/182)")
    return found.group().rstrip(".,;)") if found else ""


def _url(text: str) -> str:
    if text and (urlsplit(text).scheme.lower() not in SCHEMES or " " in text):
        raise ValueError(f"no address: {text!r} (they begin with https://)")
    return text


def _language(text: str) -> str:
    if text and not LANGUAGE.fullmatch(text):
        raise ValueError(f"no language: {text!r} (write en, ru, pt-BR ...)")
    return text


def _key(text: str) -> str:
    if text and not KEY.fullmatch(text):
        raise ValueError(f"{text!r} has characters that BibTeX or pandoc would not take")
    return text


CHECKS: Mapping[str, Callable[[str], str]] = {
    "title": _title,
    "kind": _kind,
    "doi": _doi,
    "url": _url,
    "language": _language,
    "key": _key,
}
ALIASES = {
    "web": "webpage", "web-page": "webpage", "website": "webpage", "journal": "article-journal", "article": "article-journal",
    "journal-article": "article-journal", "newspaper": "news", "paper": "article-journal", "law": "legislation",
    "dissertation": "thesis", "press": "press-release",
}  # fmt: skip


def suggestions(article: Article, imported: Source, added: str) -> list[Suggestion]:
    """Return suggestions for each field, the likeliest first, without what is there already.

    `imported` is the source as the importer had it, `added` the ISO time at which the article came into the library.
    """
    present = written(article.source)
    found = dict.fromkeys(_found(article, imported, added))
    return [one for one in found if one.value and one.value != present[one.field]]


def _found(article: Article, imported: Source, added: str) -> Iterator[Suggestion]:
    yield Suggestion("authors", "; ".join(map(written_name, people(article.byline))), "the byline in the text")
    if article.agency:
        yield Suggestion("authors", written_name(Name(literal=article.agency)), "the agency in the dateline")
    source, url = article.source, article.source.url or article.origin
    for field, value in written(imported).items():
        yield Suggestion(field, "" if field == "kind" else value, "what the import found")
    if urlsplit(url).scheme in ("http", "https"):
        yield Suggestion("url", url, "where the text came from")
        yield Suggestion("container", (urlsplit(url).hostname or "").removeprefix("www."), "the address")
        yield Suggestion("accessed", added[:10], "the day it was added")
    if not source.doi:
        yield Suggestion("doi", _own_doi(article), "in the address or the text")
    if source.doi or _own_doi(article):
        yield Suggestion("kind", "article-journal", "it has a DOI")
    yield Suggestion("kind", imported.kind, "what the import found")


def people(byline: str) -> list[Name]:
    """Return the names in a byline such as `By Ann Lee and Bo Chen`."""
    plain = re.sub(r"^\s*by:?\s+", "", byline, flags=re.IGNORECASE)
    return [Name.parse(part) for part in re.split(r"\s+(?:and|&)\s+|\s*;\s*|\s*,\s*(?=\S+\s)", plain) if part.strip()]


def _own_doi(article: Article) -> str:
    text = article.text
    for where in (article.source.url, article.origin, text[:LOOKED_THROUGH]):
        found = DOI.search(where)
        if found:
            return found.group().rstrip(".,;)")
    return ""
