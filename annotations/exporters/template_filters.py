"""The filters of templates: the escaping of each markup, and the shapes that exports need."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType

from annotations.exporters.bibtex import escaped
from annotations.exporters.obsidian import obsidian_tag
from annotations.exporters.template_context import Cited
from annotations.markup import MARKUPS, markdown, written
from annotations.markup.csv_cells import defuse
from annotations.markup.passages import one_line, paragraphs, quoted

ORG_TAG = re.compile(r"[^\w@#%]+")


def block(passage: object, mark: object = "") -> str:
    """Return a Markdown block quote, with `mark` (Markdown already) behind its last paragraph."""
    return markdown.block_quote(paragraphs(str(passage)), f" {mark}" if str(mark) else "")


def org_tags(tags: Iterable[str]) -> str:
    """Return tags as they stand behind an Org heading, or nothing."""
    joined = ":".join(tag for tag in (ORG_TAG.sub("_", tag).strip("_") for tag in tags) if tag)
    return f" :{joined}:" if joined else ""


def cell(text: object) -> str:
    """Return a cell of a CSV file (RFC 4180), defused if a spreadsheet would run it."""
    return '"' + defuse(str(text)).replace('"', '""') + '"'


def csp_hash(style: object) -> str:
    """Return the Content-Security-Policy source that allows exactly this style or script (CSP level 3, 6.7.2.3)."""
    return f"'sha256-{b64encode(sha256(str(style).encode()).digest()).decode()}'"


def as_json(value: object) -> str:
    """Return a JSON string, number or list, which YAML reads too; it may stand inside `<script>` as well."""
    bare = isinstance(value, int | float | bool | None)
    plain = [str(each) for each in value] if isinstance(value, list | tuple) else value if bare else str(value)
    written = json.dumps(plain, ensure_ascii=False)
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found.group()):04x}", written)


def _in(markup: str, protect: Callable[[str], str]) -> Callable[[object], str]:
    """Return the filter of a markup, for words and for citations with their italics."""

    def write(value: object) -> str:
        return written(value.runs, markup) if isinstance(value, Cited) else protect(str(value))

    return write


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        **{name: _in(name, markup.escape) for name, markup in MARKUPS.items()},
        "line": lambda text: one_line(str(text)),
        "paragraphs": lambda text: paragraphs(str(text)),
        "block": block,
        "quoted": lambda passage: quoted(str(passage)),
        "org_tags": org_tags,
        "obsidian_tag": lambda tag: obsidian_tag(str(tag)),
        "bibtex": lambda text: escaped(str(text)),
        "cell": cell,
        "json": as_json,
        "csp_hash": csp_hash,
    }
)
"""By name; `plain markdown html latex org typst rtf` take words or a citation."""
