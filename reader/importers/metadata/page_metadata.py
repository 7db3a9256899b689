"""Metadata of a web page: title, authors, date, site, address, language.

Sources in order of trust: JSON-LD of schema.org, the meta elements that libraries read (`citation_*` of Google Scholar, Dublin
Core), Open Graph and other meta elements, the element that is marked as the byline.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from annotations.model.source import Name, PartialDate, Source
from reader.importers.html.element_rules import attribute, local_name
from reader.importers.metadata.byline_names import byline_of, names_of
from reader.importers.metadata.page_titles import page_title, site_in
from reader.text.cleaning import clean_line

TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title", "title", "twitter:title", "parsely-title")
AUTHORS = ("dc.creator", "dcterms.creator", "author", "parsely-author", "sailthru.author", "article:author",
    "og:article:author", "byl")  # fmt: skip
DATES = ("citation_publication_date", "citation_date", "article:published_time", "article:published", "datepublished",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "parsely-pub-date", "sailthru.date", "date", "pubdate",
    "pdate", "og:article:published_time")  # fmt: skip
SITES = ("citation_journal_title", "og:site_name", "application-name", "dc.publisher")
ARTICLES = re.compile(r"(?:Article|Posting|Report|Review|WebPage|Book|Chapter|Thesis)$")
SECOND_AUTHOR = re.compile(r"\s+(?:and|und|et|y|&)\s+[^\W\d_a-z][\w.'’-]*(?:\s+[^\W\d_a-z][\w.'’-]*){1,2}")
BYLINES = re.compile(r"byline|author|writtenby|p-author", re.I)
SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)|(?:^|\s)url:\s*(https?://\S+)", re.I)
ISO_DATE = re.compile(r"\s*(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)|\s*(\d{4})(\d{2})(\d{2})(?!\d)")
MAX_SCRIPT = 500_000
"""Characters of the longest JSON-LD script that is parsed."""

MAX_BYLINE_ELEMENTS = 20_000
"""Elements of a page that are searched for a marked byline."""


class PageData(Struct):
    """The metadata found; `metas` is by lower-case name, `linked` the JSON-LD of the article itself."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    linked: Mapping[str, Any] = field(default_factory=dict)
    head_title: str = ""
    headings: list[str] = field(default_factory=list)
    byline: str = ""
    times: list[str] = field(default_factory=list)
    address: str = ""
    language: str = ""

    def first(self, *names: str) -> str:
        """Return the first non-empty meta value of these names, or an empty string."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")


def page_data(root: Any) -> PageData:
    """Collect the metadata of a page."""
    data = PageData(language=attribute(root, "lang") or attribute(root, "xml:lang"))
    candidates: list[Mapping[str, Any]] = []
    for element in root.iter("meta", "link", "title", "script", "h1", "h2", "time"):
        name = local_name(element)
        if name == "meta":
            _take_meta(data, element)
        elif name == "link" and "canonical" in attribute(element, "rel").lower().split():
            data.address = data.address or attribute(element, "href").strip()
        elif name == "title" and not data.head_title and local_name(element.getparent()) != "svg":
            data.head_title = "".join(element.itertext())
        elif name in ("h1", "h2") and len(data.headings) < 20:
            data.headings.append(clean_line("".join(element.itertext())))
        elif name == "script" and "ld+json" in attribute(element, "type"):
            candidates += _linked(element.text or "")
        elif name == "time" and _says_published(element):
            data.times.append(attribute(element, "datetime"))
    data.linked = max(candidates, key=_worth, default={})
    data.byline = _marked_byline(root)
    return data


def _take_meta(data: PageData, element: Any) -> None:
    value = attribute(element, "content") or attribute(element, "value")
    for key in ("name", "property", "itemprop", "http-equiv"):
        for name in attribute(element, key).lower().split():
            known = re.sub("^(dc|dcterm)s?[:.]", lambda found: "dcterms." if "t" in found[1] else "dc.", name)
            data.metas.setdefault(known, []).append(clean_line(value))


def _says_published(element: Any) -> bool:
    return "datePublished" in attribute(element, "itemprop") or element.get("pubdate") is not None


def _linked(script: str) -> list[Mapping[str, Any]]:
    """Return the objects in a JSON-LD script that describe a text."""
    if len(script) > MAX_SCRIPT:
        return []
    try:
        loaded = json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return []
    found: list[Mapping[str, Any]] = []
    waiting = [loaded]
    while waiting and len(found) < 50:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one[:50]
        elif isinstance(one, dict):
            waiting += [one[key] for key in ("@graph", "mainEntity") if key in one]
            if any(ARTICLES.search(kind) for kind in _strings(one.get("@type"))):
                found.append(one)
    return found


def _worth(one: Mapping[str, Any]) -> int:
    article = not any(kind == "WebPage" for kind in _strings(one.get("@type")))
    return 4 * article + 2 * ("headline" in one) + ("author" in one)


def _strings(value: Any) -> Iterator[str]:
    """Yield the strings in a JSON-LD value: itself, the items of a list, the `name` of an object."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value[:50]:
            yield from _strings(one) if not isinstance(one, list) else ()
    elif isinstance(value, dict):
        yield from (one for one in [value.get("name")] if isinstance(one, str))


def _marked_byline(root: Any) -> str:
    """Return the text of the first element that is marked as the author, or an empty string."""
    for n, element in enumerate(root.iter()):
        if n > MAX_BYLINE_ELEMENTS:
            break
        if not isinstance(element.tag, str) or local_name(element) in ("html", "body", "meta", "link", "script", "img"):
            continue
        said = f"{attribute(element, 'class')} {attribute(element, 'id')}"
        owned = element.get("rel") == "author" or "author" in attribute(element, "itemprop").split()
        if owned or BYLINES.search(said):
            named = next((each for each in element.iter() if "name" in attribute(each, "itemprop").split()), element)
            text = clean_line(attribute(named, "content") or " ".join(named.itertext()))
            if 0 < len(text) <= 200 and byline_of(text):
                return _with_second_author(named, text)
    return ""


def _with_second_author(element: Any, text: str) -> str:
    """Return the byline around a linked author if it adds exactly one name: `By <a>A</a> and B`."""
    parent = element.getparent()
    if local_name(element) != "a" or parent is None:
        return text
    around = byline_of(" ".join(parent.itertext()))
    return around if around.startswith(text) and SECOND_AUTHOR.fullmatch(around[len(text) :]) else text


def source_of(data: PageData, url: str, comments: str = "") -> tuple[Source, str]:
    """Return the citation data and the byline as printed.

    `url` is the address that the page was read from; `comments` may contain the address that it was saved from.
    """
    site = data.first(*SITES) or next(_strings(data.linked.get("publisher")), "")
    address = _address(data, url, comments)
    byline = _byline(data)
    authors = _authors(data, byline, site)
    title = page_title(
        [*_strings(data.linked.get("headline")), *(value for name in TITLES for value in data.metas.get(name, ()))],
        data.head_title,
        data.headings,
        site,
    )
    journal = data.first("citation_journal_title")
    site = site or site_in(data.head_title, title)
    source = Source(
        title=title,
        kind=_kind(data),
        authors=authors,
        container=journal or site or _host(address),
        publisher=data.first("citation_publisher", "dc.publisher"),
        issued=_issued(data),
        url=address,
        doi=data.first("citation_doi", "dc.identifier.doi").removeprefix("https://doi.org/"),
        language=_language(data),
        volume=data.first("citation_volume"),
        issue=data.first("citation_issue"),
        pages="–".join(filter(None, (data.first("citation_firstpage"), data.first("citation_lastpage")))),
    )
    return source, byline


def _byline(data: PageData) -> str:
    said = ", ".join(dict.fromkeys(map(clean_line, _strings(data.linked.get("author")))))
    for value in (said, *(value for name in AUTHORS for value in data.metas.get(name, ()))):
        if value and not value.startswith(("http:", "https:", "@", "/")) and byline_of(value):
            return byline_of(value)
    return byline_of(data.byline)


def _authors(data: PageData, byline: str, site: str) -> tuple[Name, ...]:
    scholars = data.metas.get("citation_author", [])
    if scholars:
        return tuple(Name.parse(each) for each in dict.fromkeys(scholars) if each)
    declared = data.linked.get("author")
    people = [one for one in (declared if isinstance(declared, list) else [declared]) if isinstance(one, dict)]
    if any(one.get("@type") == "Organization" for one in people):
        return tuple(
            Name(literal=clean_line(name)) if one.get("@type") == "Organization" else Name.parse(clean_line(name))
            for one in people
            for name in _strings(one)
            if clean_line(name)
        )
    return names_of(byline, site)


def _kind(data: PageData) -> str:
    kinds = set(_strings(data.linked.get("@type")))
    if data.first("citation_journal_title") or "ScholarlyArticle" in kinds:
        return "article-journal"
    if kinds & {"NewsArticle", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle"}:
        return "news"
    if "BlogPosting" in kinds:
        return "blog"
    return "news" if data.first("article:published_time", "article:published") else "webpage"


def _issued(data: PageData) -> PartialDate | None:
    said = [
        *_strings(data.linked.get("datePublished")),
        *(value for name in DATES for value in data.metas.get(name, ())),
    ]
    return next((found for value in (*said, *data.times) if (found := partial_date(value))), None)


def partial_date(text: str) -> PartialDate | None:
    """Return the year-first date at the start of `text` at its own precision, without time and zone; else None."""
    found = ISO_DATE.match(text)
    if not found:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)
    try:
        return PartialDate(int(year), int(month) if month else None, int(day) if day else None)
    except ValueError:
        return None


def _address(data: PageData, url: str, comments: str) -> str:
    saved = SAVED_FROM.search(comments)
    was = url or ((saved[1] or saved[2]) if saved else "")
    places = [place for place in (data.address, data.first("og:url")) if not _points_home(place, was)] + [was]
    return next(
        (clean_line(place) for place in places if place.startswith(("http://", "https://")) and _host(place)), ""
    )


def _points_home(place: str, was: str) -> bool:
    """Whether an address is that of the site, which some sites declare for every page."""
    try:
        return urlsplit(place).path in ("", "/") and urlsplit(was).path not in ("", "/") and was != ""
    except ValueError:
        return True


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _language(data: PageData) -> str:
    said = data.language or data.first("og:locale", "content-language", "dc.language", "language")
    found = re.match(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z", said.strip())
    return said.strip().replace("_", "-") if found else ""
