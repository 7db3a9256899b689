"""Text with italics: citations and references before they are written in a markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct


class Run(Struct, frozen=True):
    """A stretch of text, upright or italic."""

    text: str
    italic: bool = False


def merge(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the same text with neighbours of one kind joined and empty runs left out."""
    merged: list[Run] = []
    for run in runs:
        if merged and merged[-1].italic == run.italic:
            merged[-1] = Run(merged[-1].text + run.text, run.italic)
        elif run.text:
            merged.append(run)
    return tuple(merged)


def render(runs: Sequence[Run]) -> str:
    """Return the plain text."""
    return "".join(run.text for run in runs)


def write_runs(runs: Sequence[Run], escape: Callable[[str], str], emphasis: Callable[[str], str]) -> str:
    """Return the runs on one line of a markup, given how it escapes text and how it sets text in italics.

    Neighbouring runs of one kind are joined first. White space at the ends of an italic run stays outside the italics.
    """
    parts = []
    for run in merge(runs):
        text = run.text.replace("\n", " ")
        body = text.strip()
        if run.italic and body:
            start = text.index(body)
            parts.append(f"{text[:start]}{emphasis(body)}{text[start + len(body) :]}")
        else:
            parts.append(escape(text) if body else text)
    return "".join(parts).strip()
