"""YAML front matter of a Markdown file. Values stay strings; no tag builds an object, and aliases are refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from annotations.model.source import Name, Source
from reader.importers.metadata.byline_names import names_of
from reader.importers.metadata.page_metadata import partial_date
from reader.text.cleaning import clean_line

BLOCK = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
FIELD = re.compile(r"([\w-]+)[ \t]*:(?:[ \t]+(.*))?$")
MAX_FRONT_MATTER = 65_536
"""Characters of the longest front matter."""


def split_front_matter(text: str) -> tuple[Mapping[str, Any], str, str]:
    """Return the values, the text after them, and a sentence about anything that could not be read."""
    found = BLOCK.match(text[: MAX_FRONT_MATTER + 10])
    if not found or not re.search(r"^[\w-]+[ \t]*:", found[1], re.M):
        return {}, text, ""
    values, problem = _load(found[1])
    return values, text[found.end() :], problem


def _load(block: str) -> tuple[Mapping[str, Any], str]:
    import yaml  # noqa: PLC0415 - 15 ms, needed for front matter only

    class Plain(yaml.BaseLoader):  # type: ignore[misc]  # yaml ships no types
        """A loader of strings, lists and mappings. It refuses aliases, which can make a small file expand without end."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases are not read")
            return super().compose_node(parent, index)

    try:
        loaded = yaml.load(block, Loader=Plain)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = "aliases are not read" if "aliases" in str(error) else "it is no YAML that can be read"
        plain = _by_line(block)
        left = "was read line by line" if plain else "was left out"
        return plain, f"The front matter of this file {left}: {reason}."
    return (loaded, "") if isinstance(loaded, dict) else ({}, "")


def _by_line(block: str) -> Mapping[str, Any]:
    """Return the fields that fit on one line; `title: My: post` is not valid YAML but unambiguous."""
    found = {}
    for line in block.split("\n"):
        field = FIELD.match(line)
        value = (field[2] or "").strip() if field else ""
        if field and value and value[0] not in "[{&*|>!":
            whole = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
            found[field[1]] = value[1:-1] if whole else value.strip("\"'")
    return found


def source_of(values: Mapping[str, Any], title: str) -> Source:
    """Return citation data from the usual fields of front matter."""
    lower = {str(key).lower(): value for key, value in values.items()}

    def first(*names: str) -> str:
        return next((said for name in names if (said := _line(lower.get(name)))), "")

    return Source(
        title=first("title") or title,
        kind=first("kind") or ("blog" if "layout" in lower else "webpage"),
        authors=_authors(lower.get("author") or lower.get("authors")),
        container=first("container", "container-title", "site", "publication", "journal"),
        publisher=first("publisher"),
        issued=partial_date(first("date", "issued", "published", "created")),
        url=url if (url := first("url", "canonical_url", "canonical", "source", "link")).startswith("http") else "",
        doi=first("doi"),
        language=first("lang", "language"),
    )


def tags_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the categories or tags of the file."""
    found = values.get("categories") or values.get("category") or values.get("tags") or ()
    parts = re.split(r"[,;]", found) if isinstance(found, str) else found if isinstance(found, list) else ()
    return tuple(line for part in parts if (line := _line(part)))[:20]


def _line(value: Any) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def _authors(value: Any) -> tuple[Name, ...]:
    if isinstance(value, str):
        return names_of(clean_line(value))
    found: list[Name] = []
    for one in value[:50] if isinstance(value, list) else ():
        said = (
            one.get("name") or " ".join(filter(None, (one.get("given"), one.get("family"))))
            if isinstance(one, dict)
            else one
        )
        found += names_of(said) if isinstance(said, str) else ()
    return tuple(found)
