"""Import of RSS and Atom (by feedparser) and JSON Feed (https://www.jsonfeed.org/version/1.1/), an article per entry."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from msgspec.structs import replace

from annotations.model.source import Name, PartialDate, Source
from reader.articles.article import Draft
from reader.errors import ImportFailed
from reader.importers.content.decode import decode
from reader.importers.content.text_builder import Composer, TextPiece
from reader.importers.html.elements import MarkupReader
from reader.importers.html.parsing import parse_html
from reader.importers.metadata.byline_names import byline_of, names_of
from reader.importers.metadata.page_metadata import partial_date
from reader.text.cleaning import clean_line, clean_text

ROOT = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|(?:\w+:)?RDF|channel|entry)\b",
    re.S,
)
JSON_FEED = re.compile(rb"\s*\{.{0,2000}?\"version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org", re.S)
MAX_ENTRIES = 3_000
ELEMENT = re.compile(r"<[a-zA-Z/!]|&[#\w]+;")
MAX_TITLE = 80
"""Characters of a title that is made from the beginning of the text."""


class FeedImporter:
    """The importer of feeds."""

    name = "feed"

    def recognises(self, data: bytes, name: str) -> float:
        """Return 0.95 for content that begins as a feed."""
        head = data[:8_192].lstrip(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe")
        found = ROOT.match(head)
        if found and (b"RDF" not in found.group() or b"purl.org/rss" in head):
            return 0.95
        return 0.95 if JSON_FEED.match(head) else 0.0

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """Return a draft for each entry, in order. Raise ImportFailed for a feed that is broken or empty."""
        drafts = _json(data, origin) if JSON_FEED.match(data[:8_192].lstrip(b"\xef\xbb\xbf")) else _xml(data, origin)
        if not drafts:
            raise ImportFailed("the feed holds no entries")
        return drafts


def _xml(data: bytes, origin: str) -> list[Draft]:
    import feedparser  # noqa: PLC0415 - 60 ms, needed for feeds only

    try:
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
    except (ValueError, LookupError, TypeError, AttributeError, KeyError) as error:
        raise ImportFailed("the feed is broken") from error
    if feed.bozo and not feed.entries:
        raise ImportFailed("the feed is broken: nothing in it can be read")
    container = plain_title(str(feed.feed.get("title", "")))
    language = clean_line(str(feed.feed.get("language", "")))
    base = str(feed.feed.get("link", "")) or origin
    return [_entry(entry, container, language, base, origin) for entry in feed.entries[:MAX_ENTRIES]]


def _entry(entry: Any, container: str, language: str, base: str, origin: str) -> Draft:
    link = _link([str(entry.get("link", "")), str(entry.get("id", ""))], base)
    contents = [one for one in entry.get("content", []) if one.get("value")]
    best = max(contents, key=lambda one: len(str(one.get("value"))), default=None) or entry.get("summary_detail") or {}
    body = str(best.get("value", ""))
    markup = best.get("type") != "text/plain" or ELEMENT.search(body) is not None
    people = [str(one.get("name", "")) for one in entry.get("authors", []) if one.get("name")]
    byline = byline_of(", ".join(people) or str(entry.get("author", "")))
    source = Source(
        title=plain_title(str(entry.get("title", ""))),
        kind="webpage",
        authors=_authors(people, byline, container),
        container=container,
        issued=_date(entry),
        url=link,
        language=clean_line(str(best.get("language") or language or "")),
    )
    tags = tuple(clean_line(str(one.get("term") or "")) for one in entry.get("tags", []))
    return _draft(source, body, markup, byline, tuple(filter(None, tags))[:20], origin)


def _authors(people: Sequence[str], byline: str, container: str) -> tuple[Name, ...]:
    found = [name for one in people for name in names_of(byline_of(one), container)]
    return tuple(dict.fromkeys(found)) or names_of(byline, container)


def _date(entry: Any) -> PartialDate | None:
    """Return the day of publication in the time zone that the feed states, else in UTC."""
    for name in [each for each in ("published", "created", "updated") if each in set(entry)]:
        said = str(entry.get(name, ""))
        found = partial_date(said) or _rfc822_day(said)
        parsed = entry.get(f"{name}_parsed")
        if found is None and parsed:
            found = partial_date(f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}")
        if found is not None:
            return found
    return None


def _rfc822_day(said: str) -> PartialDate | None:
    """Return the day of a date in the format of RFC 822, which RSS uses, or None."""
    try:
        day = parsedate_to_datetime(said)
        return PartialDate(day.year, day.month, day.day)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _link(places: Sequence[str], base: str) -> str:
    for place in places:
        try:
            whole = urljoin(base, place.strip()) if place.strip() and base.startswith("http") else place.strip()
        except ValueError:
            continue
        if whole.startswith(("http://", "https://")):
            return clean_line(whole)
    return ""


def _draft(source: Source, body: str, markup: bool, byline: str, categories: tuple[str, ...], origin: str) -> Draft:
    composer = Composer(source.title)
    if markup:
        read_markup(body, source.url, composer)
    else:
        for paragraph in re.split(r"\n\s*\n", clean_text(body)):
            composer.write("paragraph", [TextPiece(paragraph)])
    if not composer.length:
        composer = Composer()
        composer.write("paragraph", [TextPiece(source.title or source.url or "This entry has no text.")])
    title = source.title or _shortened(composer.text)
    return Draft(
        text=composer.text,
        source=replace(source, title=title),
        blocks=composer.blocks,
        inlines=composer.inlines,
        categories=categories,
        byline=byline,
        origin=origin,
    )


def _shortened(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= MAX_TITLE else line[:MAX_TITLE].rpartition(" ")[0] + " …"


def read_markup(body: str, base: str, composer: Composer) -> None:
    try:
        root = parse_html(f"<html><body>{body}</body></html>")
    except ImportFailed:
        return
    MarkupReader(composer, base=base).read(root)


def plain_title(markup: str) -> str:
    """Return a title, which may be HTML, as a line of text."""
    if not ELEMENT.search(markup):
        return clean_line(markup)
    composer = Composer()
    read_markup(markup, "", composer)
    return clean_line(composer.text)


def _json(data: bytes, origin: str) -> list[Draft]:
    try:
        feed = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise ImportFailed("the feed is no JSON that can be read") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ImportFailed("the feed is broken: it has no list of items")
    return [_json_entry(one, feed, origin) for one in items[:MAX_ENTRIES] if isinstance(one, dict)]


def _first_string(one: Mapping[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := one.get(name), str) and value.strip()), "")


def _json_entry(one: Mapping[str, Any], feed: Mapping[str, Any], origin: str) -> Draft:
    container = plain_title(_first_string(feed, "title"))
    declared = one.get("authors") or one.get("author") or feed.get("authors") or feed.get("author") or []
    people = [
        _first_string(each, "name")
        for each in (declared if isinstance(declared, list) else [declared])
        if isinstance(each, dict)
    ]
    byline = byline_of(", ".join(filter(None, people)))
    body = _first_string(one, "content_html")
    source = Source(
        title=plain_title(_first_string(one, "title")),
        kind="webpage",
        authors=_authors(people, byline, container),
        container=container,
        issued=partial_date(_first_string(one, "date_published", "date_modified")),
        url=_link(
            [_first_string(one, "url"), _first_string(one, "external_url"), _first_string(one, "id")],
            _first_string(feed, "home_page_url") or origin,
        ),
        language=clean_line(_first_string(one, "language") or _first_string(feed, "language")),
    )
    tags = one.get("tags")
    categories = tuple(clean_line(each) for each in tags if isinstance(each, str)) if isinstance(tags, list) else ()
    return _draft(
        source, body or _first_string(one, "content_text", "summary"), bool(body), byline, categories[:20], origin
    )
