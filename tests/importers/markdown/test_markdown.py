"""Markdown and its front matter."""

from __future__ import annotations

import pytest

from annotations.model.source import Name, PartialDate
from reader.articles.article import Draft
from reader.importers.markdown.markdown import MarkdownImporter
from tests.importers.html.test_elements import lawful

NOTE = """---
title: "Of mud: a note"
author: [Ada Keeper, "Li, Bo"]
date: 2024-05
url: https://example.org/mud
tags: [sea, mud]
---

Some *em*, **strong**, `code` and [a link](https://example.org/x).[^1]

## Lists

- one
- two
  1. deep

> quoted
> lines

```python
def f():
    return 1
```

| a | b |
|---|---|
| 1 | 2 |

<script>alert(1)</script>

[^1]: The *note*.
"""


def read(text: str, name: str = "my_notes.md") -> Draft:
    (draft,) = MarkdownImporter().read(text.encode(), name)
    lawful(draft.text, draft.blocks, draft.inlines)
    return draft


def test_front_matter_and_structure() -> None:
    draft = read(NOTE)
    source = draft.source
    assert (source.title, source.issued, source.url) == (
        "Of mud: a note",
        PartialDate(2024, 5),
        "https://example.org/mud",
    )
    assert source.authors == (Name("Keeper", "Ada"), Name("Bo", "Li")) or source.authors[1].family == "Li"
    assert draft.categories == ("sea", "mud")
    assert [(block.kind, block.level, block.span.of(draft.text)) for block in draft.blocks] == [
        ("paragraph", 0, "Some em, strong, code and a link.[1]"),
        ("heading", 2, "Lists"),
        ("list-item", 1, "• one"),
        ("list-item", 1, "• two"),
        ("list-item", 2, "1. deep"),
        ("quote", 1, "quoted lines"),
        ("code", 0, "def f():\n    return 1"),
        ("table", 1, "a\tb\n1\t2"),
        ("footnote", 0, "[1] The note."),
    ]
    kinds = {one.kind: one.span.of(draft.text) for one in reversed(draft.inlines)}
    assert kinds == {"emphasis": "em", "strong": "strong", "code": "code", "link": "a link", "footnote": "[1]"}


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# Title\n\nBody.", "Title", "Body."),
        ("Title\n=====\n\nBody.", "Title", "Body."),
        ("---\ntitle: Title\n---\n# Title\n\nBody.", "Title", "Body."),
        ("---\ntitle: One\n---\n# Other\n\nBody.", "One", "Other\n\nBody."),
        ("Body.\n\n# Later", "my notes", "Body.\n\nLater"),
        ("---\n\nA rule above.", "my notes", "A rule above."),
    ],
)
def test_where_the_title_comes_from(text: str, title: str, body: str) -> None:
    draft = read(text)
    assert (draft.source.title, draft.text) == (title, body)


@pytest.mark.parametrize(
    "block",
    [
        "a: &x [1]\nb: *x",
        "a: !!python/object/apply:os.system [echo]",
        "a: [",
        "a: " + "[" * 5_000,
        "title: {}",
        "date: yesterday",
        "author: {x: 1}",
        "author: [[[a]]]",
    ],
    ids=["alias", "tag", "broken", "deep", "mapping", "no date", "odd author", "nested"],
)
def test_front_matter_that_cannot_be_taken_costs_no_text(block: str) -> None:
    assert read(f"---\n{block}\n---\n\nBody.").text == "Body."
