"""Matches of altered quotations: the passage of a text that a quotation alters, and the words that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from annotations.alignment.local_alignment import merged, shared_passages
from annotations.alignment.word_diff import Difference, Words, collate, word_form, words
from annotations.model.quotation_rules import CHANGE
from annotations.model.span import Span
from annotations.reports.quote_check.quote_tokens import QuoteTokens
from annotations.reports.quote_check.verbatim_match import ENDS, Match, MatchPart, Quoted

MIN_SHARED = 0.5
"""The share of a quotation's words that must stand in a text for it to be an alteration of them."""
MIN_MATCHED_WORDS = 3
"""The number of words that must match, in a row or with little between them."""
MIN_NEAREST_SHARED, NEAREST_SEED_WORDS = 0.3, 2
"""The share of a quotation's words in the nearest passage, and the words in a row that a search for it starts from."""
TELLING_LETTERS, MIN_TELLING_WORDS = 5, 2
"""The nearest passage shares at least MIN_TELLING_WORDS different words of TELLING_LETTERS letters."""
CACHED_TEXTS = 64
"""Texts whose words are kept for the next quotation, and for a second comparison of the same one."""
MAX_STRAY_WORDS = 2
"""Equal words at an end of a quotation that are given up if a sentence ends between them and the rest."""
SENTENCE_ENDS = frozenset({".", "!", "?", "…", "。"})
SLACK_WORDS = 4
"""Additional words of the text on each side, for those that a quotation leaves out."""


def altered(quoted: Quoted, source: QuoteTokens, seed: int | None = None) -> Match | None:
    """Return the passage of the text that the quotation alters, with the differences; None if nothing is similar."""
    return _most_similar(quoted, source, seed, MIN_SHARED)


def nearest(quoted: Quoted, source: QuoteTokens) -> Match | None:
    """Return the passage of the text most like the quotation, which does not count as its source; None if chance."""
    found = _most_similar(quoted, source, NEAREST_SEED_WORDS, MIN_NEAREST_SHARED)
    if found is None:
        return None
    same = {form for part in found.parts if part.same for form in words(part.found).forms}
    return found if sum(len(form) >= TELLING_LETTERS for form in same) >= MIN_TELLING_WORDS else None


def _most_similar(quoted: Quoted, source: QuoteTokens, seed: int | None, least: float) -> Match | None:
    mine = words(CHANGE.sub(lambda found: " " * len(found.group()), quoted.text))
    theirs = _words_of(source.text)
    shared = shared_passages(mine, theirs, seed)
    if not shared:
        return None
    best = shared[0]
    if best.matched < min(MIN_MATCHED_WORDS, len(mine)) or best.matched / len(mine) < least:
        return None
    before = best.second - best.first - SLACK_WORDS
    after = best.second_end + len(mine) - best.first_end + SLACK_WORDS
    region = theirs.span(max(0, before), min(len(theirs), max(after, best.second_end)))
    return _side_by_side(quoted, source, region)


@lru_cache(maxsize=CACHED_TEXTS)
def _words_of(text: str) -> Words:
    return words(text)


def _side_by_side(quoted: Quoted, source: QuoteTokens, region: Span) -> Match | None:
    """Return the quotation and a region of the text side by side, the region cut to what the quotation covers."""
    inside = [n for n, at in enumerate(source.starts) if region.start <= at < region.end]
    if not inside:
        return None
    mine, gaps = _with_gaps(quoted)
    start, end = inside[0], inside[-1] + 1
    found = _strict_collation([form for form, _ in mine], source.forms[start:end])
    if not found:
        return None
    parts = [
        MatchPart(
            each.kind == "equal" or _is_marked_change(mine[each.a : each.a_end], gaps),
            _quoted_words(quoted.text, mine, each.a, each.a_end),
            _text_words(source, start + each.b, start + each.b_end, start + found[-1].b_end),
        )
        for each in found
    ]
    if all(part.same for part in parts):
        parts.append(MatchPart(False, "", ""))
    same = sum(each.a_end - each.a for each in found if each.kind == "equal")
    span = source.span(start + found[0].b, start + max(found[-1].b_end, found[0].b + 1))
    return Match(span, span.of(source.text), tuple(parts), score=round(same / max(len(mine), 1), 4))


def _strict_collation(mine: Sequence[str], theirs: Sequence[str]) -> list[Difference]:
    """Return the collation without regard to case and accents, with words that differ only in those as replaced."""
    found = list[Difference]()
    loose = merged(collate([_loose(form) for form in mine], [_loose(form) for form in theirs]))
    for each in _without_loose_ends(_shortest(loose, mine, theirs)):
        if each.kind != "equal":
            found.append(each)
            continue
        for n in range(each.a_end - each.a):
            a, b = each.a + n, each.b + n
            same = mine[a] == theirs[b] or (a == 0 and _same_but_first_case(mine[a], theirs[b]))
            found.append(Difference("equal" if same else "replace", a, a + 1, b, b + 1))
    return merged(found)


def _same_but_first_case(one: str, other: str) -> bool:
    """Return whether two words differ in the case of the first letter only, which a quotation may change."""
    return one[1:] == other[1:] and one[:1] == other[:1].swapcase()


def _shortest(found: Sequence[Difference], mine: Sequence[str], theirs: Sequence[str]) -> list[Difference]:
    """Return the collation without a few equal words at either end that stand apart from the rest of the passage.

    A collation with the fewest changes may find the first word of a quotation a sentence earlier (`The market fell. The
    lock`): the same word is taken where it stands nearest, or given up as replaced if a sentence ends between.
    """
    ahead = _joined_to_rest(found, mine, theirs)
    turned = [_mirrored(each, len(mine), len(theirs)) for each in reversed(ahead)]
    back = _joined_to_rest(turned, mine[::-1], theirs[::-1])
    return [_mirrored(each, len(mine), len(theirs)) for each in reversed(back)]


def _mirrored(each: Difference, size: int, other: int) -> Difference:
    return Difference(each.kind, size - each.a_end, size - each.a, other - each.b_end, other - each.b)


def _joined_to_rest(found: Sequence[Difference], mine: Sequence[str], theirs: Sequence[str]) -> list[Difference]:
    """Return the differences with equal words before a first insertion moved behind it."""
    start = 1 if found and found[0].kind == "insert" else 0
    if len(found) < start + 3:
        return list(found)
    run, gap = found[start], found[start + 1]
    size = run.a_end - run.a
    if run.kind != "equal" or gap.kind != "insert" or gap.b_end - gap.b < size:
        return list(found)
    same = [_loose(form) for form in theirs[gap.b_end - size : gap.b_end]] == [
        _loose(form) for form in mine[run.a : run.a_end]
    ]
    apart = size <= MAX_STRAY_WORDS and any(form in SENTENCE_ENDS for form in theirs[gap.b : gap.b_end])
    if not (same or apart):
        return list(found)
    moved = Difference("equal" if same else "replace", run.a, run.a_end, gap.b_end - size, gap.b_end)
    return [moved, *found[start + 2 :]]


def _loose(form: str) -> str:
    return word_form(form) or form


def _without_loose_ends(found: Sequence[Difference]) -> list[Difference]:
    """Return the differences without insertions of the text at either end; a replacement there keeps the quotation's length."""
    cut = list(found)
    while cut and cut[0].kind == "insert":
        cut.pop(0)
    while cut and cut[-1].kind == "insert":
        cut.pop()
    if cut and cut[0].kind == "replace":
        kind, a, a_end, b, b_end = cut[0]
        cut[0] = Difference(kind, a, a_end, max(b, b_end - (a_end - a)), b_end)
    if cut and cut[-1].kind == "replace":
        kind, a, a_end, b, b_end = cut[-1]
        cut[-1] = Difference(kind, a, a_end, b, min(b_end, b + a_end - a))
    return cut


def _with_gaps(quoted: Quoted) -> tuple[list[tuple[str, Span]], frozenset[str]]:
    """Return the quotation's tokens, with each bracket and ellipsis as one token among them."""
    raw = list(_tokens(quoted.tokens))
    marks = [(found.group(), Span(found.start(), found.end())) for found in CHANGE.finditer(quoted.text)]
    last = marks[-1][1].end if marks else 0
    while raw and raw[-1][0] in ENDS and raw[-1][1].start >= last:
        raw.pop()
    return sorted([*raw, *marks], key=lambda each: each[1].start), frozenset(mark for mark, _ in marks)


def _tokens(read: QuoteTokens) -> Iterator[tuple[str, Span]]:
    for form, start, end in zip(read.forms, read.starts, read.ends, strict=True):
        yield form, Span(start, end)


def _quoted_words(text: str, mine: Sequence[tuple[str, Span]], first: int, last: int) -> str:
    """Return the quotation's words, up to its next token."""
    if first >= last:
        return ""
    return text[mine[first][1].start : mine[last][1].start if last < len(mine) else mine[last - 1][1].end]


def _text_words(source: QuoteTokens, first: int, last: int, end: int) -> str:
    """Return the text's words, up to its next token, of those before `end`."""
    if first >= last:
        return ""
    return source.text[source.starts[first] : source.starts[last] if last < end else source.ends[last - 1]]


def _is_marked_change(stretch: Sequence[tuple[str, Span]], gaps: frozenset[str]) -> bool:
    """Return whether a difference is only an ellipsis or a bracket that stands for omitted or inserted words."""
    return bool(stretch) and all(form in gaps for form, _ in stretch)
