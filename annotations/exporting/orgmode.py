"""Excerpts as an Org file: a heading for each group and passage, properties, quote blocks, citations by key (Org 9.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.citing import listing
from annotations.exporting.excerpt import Excerpt, grouped, keyed
from annotations.exporting.markups import org, written
from annotations.exporting.registry import ExportOptions

TAG = re.compile(r"[^\w@#%]+")


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """The document; its references stand at the end, written out."""
    keys = {one.annotation.id: key for key, each in keyed(excerpts) for one in each}
    lines = ["#+title: Annotated excerpts", f"#+date: {options.now.date().isoformat()}", ""]
    for heading, each in grouped(excerpts, options.group):
        lines += [f"* {org(_line(heading)) or 'Untitled'}", ""]
        for one in each:
            lines += _excerpt(one, keys[one.annotation.id])
    if excerpts:
        lines += ["* References", ""]
        for reference in listing(((one.source, one.locator) for one in excerpts), options.style).references():
            lines += [written(reference, "org"), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _excerpt(one: Excerpt, key: str) -> list[str]:
    tags = ":".join(tag for tag in (TAG.sub("_", tag).strip("_") for tag in one.annotation.tags) if tag)
    locator = f" {org(one.locator)}" if one.locator else ""
    words = org(_line(one.passage)[:60])
    lines = [
        f"** {words}{f' :{tags}:' if tags else ''}",
        ":PROPERTIES:",
        f":CUSTOM_ID: gloss-{one.annotation.id.lower()}",
    ]
    lines += [f":CREATED: {one.annotation.created.isoformat()}", ":END:", "#+begin_quote"]
    lines += [
        "\n\n".join(org(line.strip()) for line in one.quotation.splitlines() if line.strip()),
        f"[cite:@{key}{locator}]",
    ]
    lines += ["#+end_quote", ""]
    if one.shows_source:
        lines += [f"{org(_line(one.before))} *{org(_line(one.passage))}* {org(_line(one.after))}".strip(), ""]
    for line in one.annotation.note.splitlines():
        lines += [org(line.strip()), ""] if line.strip() else []
    return lines


def _line(text: str) -> str:
    return " ".join(text.split())
