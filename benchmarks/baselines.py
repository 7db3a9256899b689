"""How else a passage could be found again: what `relocate` is held against.

`by_hypothesis` follows what the Hypothesis client publishes (https://github.com/hypothesis/client, `match-quote`): the
position where the quote still stands there; else all exact occurrences, or where there is none the places with the fewest
errors, at most min(256, half its length); of these the one that scores best, 50 parts for the quote, 20 for the prefix, 20
for the suffix, 2 for being near the old position.
"""

from __future__ import annotations

from annotations.model.selectors import Target
from annotations.model.span import Span

QUOTE, PREFIX, SUFFIX, POSITION = 50, 20, 20, 2


def by_position(old: str, target: Target, new: str) -> Span | None:
    return target.position if target.position.end <= len(new) else None


def by_quote(old: str, target: Target, new: str) -> Span | None:
    at = new.find(target.quote.exact)
    return Span(at, at + len(target.quote.exact)) if at >= 0 else None


def by_hypothesis(old: str, target: Target, new: str) -> Span | None:
    quote = target.quote
    if target.position.of(new) == quote.exact:
        return target.position
    most = min(256, len(quote.exact) // 2)
    scored = [(_score(span, errors, target, new), span) for span, errors in matches(new, quote.exact, most)]
    return max(scored, key=lambda one: one[0])[1] if scored else None


def _score(span: Span, errors: int, target: Target, text: str) -> float:
    quote = target.quote
    before = text[max(0, span.start - len(quote.prefix)) : span.start]
    after = text[span.end : span.end + len(quote.suffix)]
    parts = QUOTE * (1 - errors / len(quote.exact))
    parts += PREFIX * (_likeness(before, quote.prefix) if quote.prefix else 1.0)
    parts += SUFFIX * (_likeness(after, quote.suffix) if quote.suffix else 1.0)
    parts += POSITION * (1 - abs(span.start - target.position.start) / len(text))
    return parts / (QUOTE + PREFIX + SUFFIX + POSITION)


def _likeness(text: str, wanted: str) -> float:
    if not text or not wanted:
        return 0.0
    found = matches(text, wanted, len(wanted))
    return 1 - found[0][1] / len(wanted) if found else 0.0


def matches(text: str, wanted: str, most: int) -> list[tuple[Span, int]]:
    """The exact occurrences, else the places with the fewest errors, with how many those are."""
    exact, at = [], text.find(wanted)
    while at >= 0:
        exact.append((Span(at, at + len(wanted)), 0))
        at = text.find(wanted, at + 1)
    if exact:
        return exact
    errors, ends = _best_ends(text, wanted, most)
    turned = wanted[::-1]
    found = []
    for end in ends:
        _, starts = _best_ends(text[max(0, end - len(wanted) - errors) : end][::-1], turned, errors)
        if starts:
            found.append((Span(end - starts[-1], end), errors))
    return found


def _best_ends(text: str, wanted: str, most: int) -> tuple[int, list[int]]:
    """The fewest errors with which `wanted` ends somewhere in `text`, and where (Myers 1999, bit-parallel)."""
    size, mask = len(wanted), (1 << len(wanted)) - 1
    top, masks = 1 << (size - 1), {char: 0 for char in set(wanted)}
    for at, char in enumerate(wanted):
        masks[char] |= 1 << at
    plus, minus, score = mask, 0, size
    best, ends = most, [0] if size <= most else []
    for at, char in enumerate(text, 1):
        equal = masks.get(char, 0)
        across = (((equal & plus) + plus) ^ plus) | equal | minus
        rising, falling = minus | ~(across | plus), plus & across
        score += bool(rising & top) - bool(falling & top)
        rising, falling = (rising << 1) & mask, (falling << 1) & mask
        steep = equal | minus
        plus, minus = (falling | ~(steep | rising)) & mask, rising & steep & mask
        if score < best:
            best, ends = score, [at]
        elif score == best:
            ends.append(at)
    return best, ends
