"""Parsing of HTML, however broken, to a tree of lxml."""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from reader.errors import ImportFailed


def parse_html(text: str) -> Any:
    """Return the root element of `text`. Raise ImportFailed if there is no element."""
    try:
        root = html.document_fromstring(
            text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=False)
        )
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ImportFailed("no element of a web page was found in it") from error
    if root is None:
        raise ImportFailed("no element of a web page was found in it")
    return root
