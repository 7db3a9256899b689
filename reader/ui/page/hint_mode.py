"""Hint mode: labels over passages on the screen, chosen by typing their letters. Independent of Textual."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from annotations.model.span import Span
from annotations.text.folding import fold_query
from reader.text.movement.jump_labels import labels

Choose = Callable[[Span, bool], str]
"""Gets what was chosen, and whether with a capital letter; the question for another one of the same, or nothing more."""


def _nothing(span: Span, capital: bool) -> str:
    return ""


class Labelling(Struct, frozen=True):
    """The labels on the screen: the question, a hint if there is room, and the passages by their labels.

    Where there would be too many labels the passages stand in `initials`, by the folded letter that they begin with: that is
    typed first. `again` is set where one has been chosen and another may follow.
    """

    asks: str = ""
    hint: str = ""
    spans: Mapping[str, Span] = field(default_factory=dict)
    initials: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    then: Choose = _nothing
    typed: str = ""
    capital: bool = False
    again: bool = False

    @staticmethod
    def of(asks: str, hint: str, found: Sequence[Span], then: Choose) -> Labelling:
        """Return a labelling of passages, the shortest labels first."""
        return Labelling(asks, hint, _labelled(found), then=then)

    @staticmethod
    def by_initial(asks: str, hint: str, text: str, found: Sequence[Span], then: Choose) -> Labelling:
        """Return a labelling by initial letters, with labels where several passages share one."""
        initials: dict[str, list[Span]] = {}
        for span in found:
            initials.setdefault(_initial(text[span.start]), []).append(span)
        return Labelling(asks, hint, initials=initials, then=then)

    @property
    def on(self) -> bool:
        """Whether any passage is labelled."""
        return bool(self.spans or self.initials)

    def takes(self, key: str) -> bool:
        """Return whether a key is for the labels; once one was chosen, only letters are, and other keys act as usual."""
        return self.on and (not self.again or len(key) <= 1)

    def fed(self, key: str) -> tuple[Labelling, Span | None]:
        """Return the state after a key, with the passage that it chose; a key that fits no label ends the hint mode."""
        if self.initials and not self.spans:
            return self._begun(self.initials.get(_initial(key), ()) if len(key) == 1 else ())
        typed, capital = self.typed + key.lower(), self.capital or key.lower() != key
        chosen = self.spans.get(typed)
        if key and chosen is None and any(label.startswith(typed) for label in self.spans):
            return replace(self, typed=typed, capital=capital), None
        return Labelling(then=self.then, capital=capital), chosen

    def _begun(self, found: Sequence[Span]) -> tuple[Labelling, Span | None]:
        if len(found) > 1:
            return replace(self, spans=_labelled(found), hint=""), None
        return Labelling(then=self.then), found[0] if found else None

    def asking(self, question: str) -> Labelling:
        """Return the labelling of the same passages with another question."""
        spans = {} if self.initials else self.spans
        return Labelling(question, "", spans, self.initials, self.then, again=True)


def _labelled(found: Sequence[Span]) -> dict[str, Span]:
    return dict(zip(labels(len(found)), found, strict=True))


def _initial(character: str) -> str:
    return fold_query(character)[:1]
