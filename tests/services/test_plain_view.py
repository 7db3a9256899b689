"""A text as it is read aloud: what only looks would tell is told by marks, and the words stay what they are."""

from __future__ import annotations

from reader.articles.article import Article
from reader.importers.markdown.markdown import MarkdownImporter
from reader.services.plain_view import aloud


def read(markdown: str) -> Article:
    draft = MarkdownImporter().read(markdown.encode(), "quays.md")[0]
    return draft.with_id("quays")


def test_headings_and_quoted_paragraphs_are_marked_as_deep_as_they_are() -> None:
    found = aloud(
        read(
            "# Quays\n\nWords.\n\n## East\n\n> Said once.\n> \n> > Said twice.\n\n- mud\n- rope\n\n### Far east\n\nMore.\n"
        )
    )
    lines = [line for line in found.splitlines() if line]
    assert lines == ["Words.", "## East", "> Said once.", "> > Said twice.", "• mud", "• rope", "### Far east", "More."]


def test_a_text_without_structure_stays_as_it_is() -> None:
    article = read("One.\n\nTwo.")
    assert aloud(article) == article.text
