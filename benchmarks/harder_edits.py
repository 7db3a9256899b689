"""More edits that remember each character's origin: what converters, scanners, editors and careless hands do to a text."""

from __future__ import annotations

import random
import re

from annotations.model.span import Span
from benchmarks.edited_texts import Edit, Traced, Writer, away_from, deleted, paragraphs_moved, typos_fixed

CONFUSED = {
    "m": "rn",
    "rn": "m",
    "l": "1",
    "o": "0",
    "e": "c",
    "cl": "d",
    "h": "b",
    "u": "v",
    "fi": "\ufb01",
    "fl": "\ufb02",
}
LOOK_ALIKE = str.maketrans("aceopx", "асеорх")


def _everywhere(traced: Traced, pattern: str, by: str, rnd: random.Random, share: float) -> Traced:
    """Each match replaced, with that probability, by what `Match.expand` makes of `by`."""
    for found in reversed(list(re.finditer(pattern, traced.text))):
        if rnd.random() < share:
            traced = traced.replaced(found.start(), found.end(), found.expand(by))
    return traced


def _put_everywhere(traced: Traced, pattern: str, what: list[str], rnd: random.Random, share: float) -> Traced:
    """Something put in behind matches."""
    for found in reversed(list(re.finditer(pattern, traced.text))):
        if rnd.random() < share:
            traced = traced.put(found.end(), Traced.fresh(rnd.choice(what)))
    return traced


def scanned(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Letters misread: about one in thirty."""
    for found in reversed(list(re.finditer("|".join(sorted(CONFUSED, key=len, reverse=True)), traced.text))):
        if writer.rnd.random() < 0.08:
            traced = traced.replaced(found.start(), found.end(), CONFUSED[found.group()])
    return traced


def misspelt(traced: Traced, span: Span, writer: Writer) -> Traced:
    """A slip in nearly every other word."""
    for _ in range(4):
        traced = typos_fixed(traced, span, writer)
    return traced


def hyphenated(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Long words divided at the ends of lines."""
    traced = _put_everywhere(traced, r"\w{4}(?=\w{3})", ["-\n", "\u00ad"], writer.rnd, 0.15)
    return _everywhere(traced, " ", "\n", writer.rnd, 0.1)


def marked_up(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Emphasis and links written out."""
    for found in reversed(list(re.finditer(r"\w+", traced.text))):
        if writer.rnd.random() < 0.06:
            before, after = writer.rnd.choice(
                [("*", "*"), ("**", "**"), ("_", "_"), ("[", f"](https://{writer.some(1)[0]}.example)")]
            )
            traced = traced.put(found.end(), Traced.fresh(after)).put(found.start(), Traced.fresh(before))
    return traced


def footnoted(traced: Traced, span: Span, writer: Writer) -> Traced:
    marks = [f"[{n}]" for n in range(1, 40)] + [" (see below)", "¹", "*"]
    return _put_everywhere(traced, r"\w(?=[.,;?! ])", marks, writer.rnd, 0.05)


def paged(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Page numbers and running heads in the middle of sentences."""
    head = " ".join(writer.some(4)).upper()
    for n, found in enumerate(reversed(list(re.finditer(r"(?<=\w) (?=\w)", traced.text)))):
        if n % 45 == 20:
            traced = traced.replaced(found.start(), found.end(), " ").put(
                found.start(), Traced.fresh(f"\n\n{n}\n{head}\n\n")
            )
    return traced


def spelt_otherwise(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Another house style: other endings, accents, joined compounds, figures as words."""
    traced = _everywhere(traced, r"(?<=\w\w)ou(?=\w)", "o", writer.rnd, 0.8)
    traced = _everywhere(traced, r"\bsaid\b", "told", writer.rnd, 0.8)
    traced = _everywhere(traced, r"e(?=\w)", "é", writer.rnd, 0.1)
    return _everywhere(traced, r"\b\d+\b", "many", writer.rnd, 1.0)


def look_alikes(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Cyrillic letters among Latin ones, as some keyboards leave them."""
    letters = [char.translate(LOOK_ALIKE) if writer.rnd.random() < 0.1 else char for char in traced.text]
    return Traced("".join(letters), traced.origins)


def half_reworded(traced: Traced, span: Span, writer: Writer) -> Traced:
    """One word of four is another, through the whole text."""
    for found in reversed(list(re.finditer(r"\w+", traced.text))):
        if writer.rnd.random() < 0.25:
            traced = traced.replaced(found.start(), found.end(), writer.some(1)[0])
    return traced


def sentences_shuffled(traced: Traced, span: Span, writer: Writer) -> Traced:
    """The sentences of each paragraph in another order; a passage of several stays together."""
    here = traced.where(span)
    spans: list[Span] = []
    for found in re.finditer(r"\S[^.?!\n]*[.?!]+[\"”’)]*\s*", traced.text):
        one = Span(*found.span())
        if spans and here and spans[-1].overlaps(here) and one.overlaps(here):
            spans[-1] = spans[-1].union(one)
        else:
            spans.append(one)
    for at in range(0, len(spans) - 1, 2):
        if writer.rnd.random() < 0.5:
            spans[at], spans[at + 1] = spans[at + 1], spans[at]
    whole = Traced.fresh("")
    for one in spans:
        whole = whole + traced.part(one.start, one.end) + Traced.fresh(" ")
    return whole


def turned_round(traced: Traced, span: Span, writer: Writer) -> Traced:
    """The paragraphs in reverse, newest first."""
    here, parts = traced.where(span), [Span(*found.span()) for found in re.finditer(r"[^\n]+", traced.text)]
    joined: list[Span] = []
    for one in parts:
        if joined and here and joined[-1].overlaps(here) and one.overlaps(here):
            joined[-1] = joined[-1].union(one)
        else:
            joined.append(one)
    whole = Traced.fresh("")
    for one in reversed(joined):
        whole = whole + traced.part(one.start, one.end) + Traced.fresh("\n\n")
    return whole


def moved_and_mended(traced: Traced, span: Span, writer: Writer) -> Traced:
    return typos_fixed(paragraphs_moved(traced, span, writer), span, writer)


def passage_moved(traced: Traced, span: Span, writer: Writer) -> Traced:
    """The passage alone stands elsewhere."""
    here = traced.where(span)
    if here is None:
        return traced
    what, rest = traced.part(here.start, here.end), traced.without(here.start, here.end)
    ends = [found.end() for found in re.finditer(r"[.?!] ", rest.text)] or [len(rest.text)]
    return rest.put(writer.rnd.choice(ends), what + Traced.fresh(" "))


def cut_short(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Only what stands near the passage is left: an excerpt of the article."""
    here = traced.where(span)
    if here is None:
        return traced
    return traced.part(max(0, here.start - writer.rnd.randint(40, 400)), here.end + writer.rnd.randint(40, 400))


def teaser_before(traced: Traced, span: Span, writer: Writer) -> Traced:
    """The passage again at the top, as a summary."""
    return Traced.fresh(f"{writer.sentence()} {span.of(traced.text)} {writer.sentence()}\n\n") + traced


def half_of_it_cut(traced: Traced, span: Span, writer: Writer) -> Traced:
    """A third of the passage goes at one of its ends."""
    here = traced.where(span)
    if here is None or here.length < 30:
        return traced
    third = here.length // 3
    if writer.rnd.random() < 0.5:
        return traced.without(here.start, here.start + third)
    return traced.without(here.end - third, here.end)


def deleted_with_paragraph(traced: Traced, span: Span, writer: Writer) -> Traced:
    return _without_paragraphs(deleted(traced, span, writer), traced, span)


def _without_paragraphs(left: Traced, traced: Traced, span: Span) -> Traced:
    gone = {
        at
        for found in re.finditer(r"[^\n]+", traced.text)
        if Span(*found.span()).overlaps(span)
        for at in range(*found.span())
    }
    kept = [at for at, origin in enumerate(left.origins) if origin not in gone]
    return Traced("".join(left.text[at] for at in kept), tuple(left.origins[at] for at in kept))


def replaced_by_another(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Another sentence stands where the passage stood."""
    here = traced.where(span)
    if here is None:
        return traced
    count = max(1, len(here.of(traced.text).split()))
    return deleted(traced, span, writer).put(here.start, Traced.fresh(" ".join(writer.some(count))))


def replaced_by_lookalike(traced: Traced, span: Span, writer: Writer) -> Traced:
    """Deleted, and a sentence that shares half of its words stands in another paragraph."""
    words = span.of(traced.text).split(" ")
    alike = " ".join(word if n % 2 else writer.other(word) for n, word in enumerate(words))
    at = away_from(traced, span, writer.rnd)
    return deleted(traced.put(at, Traced.fresh(f" {alike} {writer.sentence()}")), span, writer)


def deleted_from_a_mix(traced: Traced, span: Span, writer: Writer) -> Traced:
    traced = deleted(traced, span, writer)
    for edit in writer.rnd.sample([typos_fixed, paragraphs_moved, half_reworded, footnoted, hyphenated], k=2):
        traced = edit(traced, span, writer)
    return traced


HARDER: dict[str, Edit] = {
    "scanned": scanned,
    "misspelt": misspelt,
    "hyphenated": hyphenated,
    "marked up": marked_up,
    "footnoted": footnoted,
    "paged": paged,
    "spelt otherwise": spelt_otherwise,
    "look-alike letters": look_alikes,
    "a quarter reworded": half_reworded,
    "sentences shuffled": sentences_shuffled,
    "turned round": turned_round,
    "moved and mended": moved_and_mended,
    "the passage moved": passage_moved,
    "cut short": cut_short,
    "teaser before": teaser_before,
    "a third of it cut": half_of_it_cut,
}
HARDER_GONE: dict[str, Edit] = {
    "with its paragraph": deleted_with_paragraph,
    "another in its place": replaced_by_another,
    "half alike elsewhere": replaced_by_lookalike,
    "deleted from a mix": deleted_from_a_mix,
}
