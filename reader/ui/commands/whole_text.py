"""The text of the open article, whole, for work in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable

from reader.errors import ReaderError
from reader.services.workspace import open_workspace
from reader.text.layout.chunked_text import ChunkedText
from reader.ui.commands.context import ReaderContext


def whole_text(context: ReaderContext, text: str) -> Callable[[], str]:
    """What gives `text` in another thread; where it comes chunk by chunk it is read there anew, and is not kept.

    The connection of the screen is its thread's alone.
    """
    home, article = context.workspace.home, context.editor.article
    if article is None or not isinstance(text, ChunkedText):
        return lambda: text

    def read() -> str:
        try:
            with open_workspace(home) as other:
                return other.library.article(article.id).text
        except ReaderError:
            return ""  # gone meanwhile: whatever looks next says so

    return read
