"""Texts that nobody wrote, and edits of them that remember where each character came from.

A `Traced` is a text and, for each of its characters, the offset that it had in the first version (NEW for one that was not
there). So the right place of every passage is known after any number of edits, whatever the text then says.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from msgspec import Struct

from annotations.model.span import Span

NEW = -1
ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh st t th tr v w".split()
VOWELS = "a a e e i o u ai ea ou".split()
CODAS = ["", "", "", "n", "r", "s", "t", "l", "nd", "rt", "st", "ck", "ng"]
SMALL = "the of and to in a is that for it was on with as by at from he his had not but be this they were which said".split()
MARKS = ['"{}"', "“{}”", "({})", "‘{}’"]


class Traced(Struct, frozen=True):
    """A text and the offsets that its characters had at first."""

    text: str
    origins: tuple[int, ...]

    @classmethod
    def first(cls, text: str) -> Traced:
        return cls(text, tuple(range(len(text))))

    @classmethod
    def fresh(cls, text: str) -> Traced:
        return cls(text, (NEW,) * len(text))

    def __add__(self, other: Traced) -> Traced:
        return Traced(self.text + other.text, self.origins + other.origins)

    def part(self, start: int, end: int) -> Traced:
        return Traced(self.text[start:end], self.origins[start:end])

    def replaced(self, start: int, end: int, by: str) -> Traced:
        """What stands there instead of `self[start:end]`: it is what that became, so it keeps the offsets as far as they go."""
        was = self.origins[start:end]
        kept = tuple(was[n * len(was) // len(by)] for n in range(len(by))) if was and by else (NEW,) * len(by)
        return self.part(0, start) + Traced(by, kept) + self.part(end, len(self.text))

    def put(self, at: int, what: Traced) -> Traced:
        return self.part(0, at) + what + self.part(at, len(self.text))

    def without(self, start: int, end: int) -> Traced:
        return self.part(0, start) + self.part(end, len(self.text))

    def where(self, span: Span) -> Span | None:
        """Where the passage stands now, from the first of its characters left to the last; None where most are gone."""
        places = [at for at, origin in enumerate(self.origins) if origin in span and not self.text[at].isspace()]
        kept = len({self.origins[at] for at in places})
        return Span(places[0], places[-1] + 1) if places and kept * 5 >= span.length * 2 else None


class Writer:
    """A language of its own for each seed, and texts in it."""

    def __init__(self, rnd: random.Random) -> None:
        self.rnd = rnd
        self.words = SMALL + [
            "".join(self._syllable() for _ in range(rnd.choice([1, 2, 2, 3, 3, 4]))) for _ in range(2_500)
        ]
        self.weights = [1 / (n + 4) for n in range(len(self.words))]

    def _syllable(self) -> str:
        return self.rnd.choice(ONSETS) + self.rnd.choice(VOWELS) + self.rnd.choice(CODAS)

    def some(self, count: int) -> list[str]:
        return self.rnd.choices(self.words, self.weights, k=count)

    def other(self, word: str) -> str:
        """Another word."""
        return next(drawn for drawn in iter(lambda: self.some(1)[0], None) if drawn != word.lower())

    def sentence(self) -> str:
        words = self.some(self.rnd.randint(4, 26))
        if self.rnd.random() < 0.3:
            at = self.rnd.randrange(len(words))
            words[at] = words[at].capitalize()
        if self.rnd.random() < 0.25 and len(words) > 6:
            at = self.rnd.randrange(1, len(words) - 4)
            words[at : at + 3] = [self.rnd.choice(MARKS).format(" ".join(words[at : at + 3]))]
        if self.rnd.random() < 0.4:
            at = self.rnd.randrange(1, len(words))
            words[at - 1] += self.rnd.choice([",", ",", ";", " —", " -", ","])
        if self.rnd.random() < 0.15:
            words.insert(1, str(self.rnd.randint(2, 2_030)))
        text = " ".join(words)
        return text[0].upper() + text[1:] + self.rnd.choice("....?!")

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.rnd.randint(1, 7)))

    def article(self, paragraphs: int) -> str:
        return "\n\n".join(self.paragraph() for _ in range(paragraphs))


def passage(rnd: random.Random, text: str) -> Span:
    """What a reader marks: mostly a sentence, sometimes a few words, sometimes several sentences."""
    sentences = [Span(*found.span()) for found in re.finditer(r"\S[^.?!\n]*[.?!]+[\"”’)]*", text)]
    at = rnd.randrange(len(sentences))
    drawn = rnd.random()
    if drawn < 0.55:
        return sentences[at]
    if drawn < 0.7:
        return sentences[at].union(sentences[min(len(sentences) - 1, at + rnd.randint(1, 3))])
    words = [Span(*found.span()) for found in re.finditer(r"\w+", sentences[at].of(text))]
    first = rnd.randrange(len(words))
    last = min(len(words) - 1, first + (rnd.randint(1, 8) if drawn < 0.95 else 0))
    return words[first].union(words[last]).shift(sentences[at].start)


Edit = Callable[[Traced, Span, Writer], Traced]
"""A new version of a text; the span is the passage that somebody marked in the first one."""


def _paragraphs(traced: Traced) -> list[Span]:
    return [Span(*found.span()) for found in re.finditer(r"[^\n]+", traced.text)]


def _assembled(parts: list[Traced], between: str = "\n\n") -> Traced:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + Traced.fresh(between) + part
    return whole


def away_from(traced: Traced, span: Span, rnd: random.Random) -> int:
    """The end of some paragraph that is neither the passage's nor the one before it; else the end of the text."""
    here = traced.where(span)
    spans = _paragraphs(traced)
    near = [n for n, one in enumerate(spans) if here is not None and one.overlaps(here)]
    ends = [one.end for n, one in enumerate(spans) if n not in near and n + 1 not in near]
    return rnd.choice(ends or [len(traced.text)])


def unchanged(traced: Traced, span: Span, writer: Writer) -> Traced:
    return traced


def typos_fixed(traced: Traced, span: Span, writer: Writer) -> Traced:
    """A letter changed, lost, put in or swapped, in one word of twelve."""
    for found in reversed(list(re.finditer(r"\w{3,}", traced.text))):
        if writer.rnd.random() < 1 / 12:
            traced = _slip(traced, writer.rnd.randrange(found.start(), found.end() - 1), writer.rnd)
    return traced


def _slip(traced: Traced, at: int, rnd: random.Random) -> Traced:
    letter, kind = rnd.choice("abcdefghijklmnoprstuvwyz"), rnd.randrange(4)
    if kind == 0:
        return traced.replaced(at, at + 1, letter)
    if kind == 1:
        return traced.without(at, at + 1)
    if kind == 2:
        return traced.put(at + 1, Traced.fresh(letter))
    return (
        traced.part(0, at)
        + traced.part(at + 1, at + 2)
        + traced.part(at, at + 1)
        + traced.part(at + 2, len(traced.text))
    )


def paragraphs_added(traced: Traced, span: Span, writer: Writer) -> Traced:
    parts = [traced.part(one.start, one.end) for one in _paragraphs(traced)]
    for _ in range(writer.rnd.randint(1, 6)):
        parts.insert(writer.rnd.randint(0, len(parts)), Traced.fresh(writer.paragraph()))
    return _assembled(parts)


def paragraphs_removed(traced: Traced, span: Span, writer: Writer) -> Traced:
    here = traced.where(span)
    parts = [
        traced.part(one.start, one.end)
        for one in _paragraphs(traced)
        if writer.rnd.random() < 0.6 or (here is not None and one.overlaps(here))
    ]
    return _assembled(parts)


def paragraphs_moved(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Up to four paragraphs elsewhere; those of the passage stay together."""
    here = traced.where(span)
    parts: list[Traced] = []
    joined = False
    for one in _paragraphs(traced):
        inside = here is not None and one.overlaps(here)
        part = traced.part(one.start, one.end)
        if inside and joined:
            parts[-1] = parts[-1] + Traced.fresh("\n\n") + part
        else:
            parts.append(part)
        joined = inside
    for _ in range(writer.rnd.randint(1, 4)):
        parts.insert(writer.rnd.randrange(len(parts)), parts.pop(writer.rnd.randrange(len(parts))))
    return _assembled(parts)


def paragraphs_merged(traced: Traced, span: Span, writer: Writer) -> Traced:
    for found in reversed(list(re.finditer(r"\n\n", traced.text))):
        if writer.rnd.random() < 0.5:
            traced = traced.replaced(found.start(), found.end(), " ")
    return traced


def paragraphs_split(traced: Traced, span: Span, writer: Writer) -> Traced:
    for found in reversed(list(re.finditer(r"(?<=[.?!]) ", traced.text))):
        if writer.rnd.random() < 0.5:
            traced = traced.replaced(found.start(), found.end(), "\n\n")
    return traced


def marks_changed(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Other quotation marks and dashes."""
    styles = [
        {'"': "“", "“": '"', "”": '"', "‘": "'", "’": "'", "—": "–", " -": " –"},
        {'"': "«", "“": "«", "”": "»", "—": "--"},
    ]
    style = writer.rnd.choice(styles)
    for found in reversed(list(re.finditer("|".join(map(re.escape, style)), traced.text))):
        traced = traced.replaced(found.start(), found.end(), style[found.group()])
    return traced


def reflowed(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Lines broken elsewhere, two spaces here and there."""
    for found in reversed(list(re.finditer(r" ", traced.text))):
        if writer.rnd.random() < 0.15:
            traced = traced.replaced(found.start(), found.end(), writer.rnd.choice(["\n", "  ", "\u00a0"]))
    return traced


def boilerplate_added(traced: Traced, span: Span, writer: Writer) -> Traced:
    menu = " | ".join(word.capitalize() for word in writer.some(12))
    advert = "Sign up for our newsletter: " + " ".join(writer.some(9)) + "."
    for at in sorted(writer.rnd.choices([one.end for one in _paragraphs(traced)], k=3), reverse=True):
        traced = traced.put(at, Traced.fresh("\n\n" + advert))
    return Traced.fresh(menu + "\n\n") + traced + Traced.fresh("\n\nShare this · " + menu)


def boilerplate_removed(traced: Traced, span: Span, writer: Writer) -> Traced:
    """The first version had it: so the first and the last paragraphs go, as far as the passage does not stand there."""
    spans, here = _paragraphs(traced), traced.where(span)
    kept = [one for one in spans[1:-2] if one] or spans
    if here is not None and not any(one.overlaps(here) for one in kept):
        kept = spans
    start = min(kept[0].start, here.start if here else kept[0].start)
    return traced.part(start, max(kept[-1].end, here.end if here else 0))


def case_changed(traced: Traced, span: Span, writer: Writer) -> Traced:
    changed = writer.rnd.choice([str.upper, str.lower, str.title])(traced.text)
    return Traced(changed, traced.origins) if len(changed) == len(traced.text) else traced


def _words_of(traced: Traced, span: Span) -> list[Span]:
    here = traced.where(span)
    if here is None:
        return []
    return [Span(*found.span()).shift(here.start) for found in re.finditer(r"\w+", here.of(traced.text))]


def partly_rewritten(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Up to three words of ten inside the passage are others."""
    words = _words_of(traced, span)
    inner = words[1:-1]
    for one in sorted(writer.rnd.sample(inner, k=min(len(inner), len(words) * 3 // 10)), reverse=True):
        traced = traced.replaced(one.start, one.end, writer.some(1)[0])
    return traced


def words_inserted(traced: Traced, span: Span, writer: Writer) -> Traced:
    words = _words_of(traced, span)
    for one in sorted(
        writer.rnd.sample(words[:-1], k=max(0, min(len(words) - 1, writer.rnd.randint(1, 3)))), reverse=True
    ):
        traced = traced.put(one.end, Traced.fresh(" " + " ".join(writer.some(writer.rnd.randint(1, 6)))))
    return traced


def same_words_elsewhere(traced: Traced, span: Span, writer: Writer) -> Traced:
    """The passage is quoted in other paragraphs too."""
    words = span.of(traced.text)
    for _ in range(writer.rnd.randint(1, 3)):
        quoted = f"\n\n{writer.sentence()} {words} {writer.sentence()}"
        traced = traced.put(away_from(traced, span, writer.rnd), Traced.fresh(quoted))
    return traced


def deleted(traced: Traced, span: Span, writer: Writer) -> Traced:
    here = traced.where(span)
    return traced if here is None else traced.without(here.start, here.end)


def deleted_with_lookalike(traced: Traced, span: Span, writer: Writer) -> Traced:
    """The passage goes; in another paragraph, something says nearly the same: one word of three is another."""
    words = span.of(traced.text).split(" ")
    changed = writer.rnd.sample(range(len(words)), k=max(1, len(words) // 3))
    alike = " ".join(writer.other(word) if at in changed else word for at, word in enumerate(words))
    at = away_from(traced, span, writer.rnd)
    return deleted(traced.put(at, Traced.fresh(f"\n\n{writer.sentence()} {alike} {writer.sentence()}")), span, writer)


def another_article(traced: Traced, span: Span, writer: Writer) -> Traced:
    return Traced.fresh(writer.article(12))


def a_mix(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Three to five edits one after the other."""
    for edit in writer.rnd.sample(list(KEEPING.values()), k=writer.rnd.randint(3, 5)):
        traced = edit(traced, span, writer)
    return traced


KEEPING: dict[str, Edit] = {
    "unchanged": unchanged,
    "typos fixed": typos_fixed,
    "paragraphs added": paragraphs_added,
    "paragraphs removed": paragraphs_removed,
    "paragraphs moved": paragraphs_moved,
    "paragraphs merged": paragraphs_merged,
    "paragraphs split": paragraphs_split,
    "quotes and dashes": marks_changed,
    "white space": reflowed,
    "boilerplate added": boilerplate_added,
    "boilerplate removed": boilerplate_removed,
    "case": case_changed,
    "partly rewritten": partly_rewritten,
    "words inserted": words_inserted,
    "same words elsewhere": same_words_elsewhere,
}
EDITS: dict[str, Edit] = KEEPING | {
    "a mix of all": a_mix,
    "deleted": deleted,
    "deleted, look-alike": deleted_with_lookalike,
    "another article": another_article,
}
