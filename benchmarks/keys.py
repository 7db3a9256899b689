"""The fewest keys to take a passage of the screen: here, in vim, and in bookokrat: `python benchmarks/keys.py [TARGETS]`.

Targets are drawn at random from screens of a text of our own making: a sentence, two sentences, a quotation, any run of
words. What a key does here is asked of the very functions that the reader calls; the other two are modelled from what they
publish (vim's motion.txt and visual.txt; bookokrat's README: `n`, vim's motions, `v`, `y`, no sentences, no text objects),
always in their favour: every motion costs what it costs in vim, counts up to nine, `f t F T`, and `/` with as few letters as
tell the place apart. The fewest keys are found by a search in breadth over all places of the screen. Here a passage is
highlighted (`Enter`), in vim and bookokrat yanked (`y`).
"""

from __future__ import annotations

import random
import re
import statistics
import sys
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotations.model.span import Span
from reader.text.layout.text_layout import Layout, Row
from reader.text.movement import jump_labels
from reader.text.movement.navigator import MOVES, Cursor
from reader.text.movement.selection import widen
from reader.text.segments import (
    quotations,
    sentences,
    words,
)

WIDTH, HEIGHT, SCREENS, FAR = 72, 22, 5, 12
Move = Callable[[int, int], int]
"""From an offset and a count to an offset."""

SAYS = [
    "He wrote “{}” and slept.",
    'She said "{}" at last.',
    "Nobody knew.",
    "Dr. Kim of the U.S. Navy came, at noon.",
    "{} again",
]
NOUNS = "the sea stood high that year and nobody in the harbour wrote it down but one keeper who had little else to do".split()


def made_text(rnd: random.Random) -> str:
    """Paragraphs of a news-like text."""

    def phrase(low: int, high: int) -> str:
        return " ".join(rnd.choices(NOUNS, k=rnd.randint(low, high))).capitalize()

    def sentence() -> str:
        pattern = rnd.choice([*SAYS, "{}.", "{}.", "{}, or not."])
        return pattern.format(phrase(3, 16)).removesuffix(" again") + ("." if pattern.endswith("again") else "")

    return "\n\n".join(" ".join(sentence() for _ in range(rnd.randint(3, 8))) for _ in range(120))


class Screen(Struct):
    """The rows that are seen, and the places on them."""

    layout: Layout
    rows: list[Row]

    def __post_init__(self) -> None:
        self.text = self.layout.text
        self.places = [at for row in self.rows if row.kind != "gap" for at in range(row.start, row.end)]
        self.index = {at: n for n, at in enumerate(self.places)}
        self.span = Span(self.places[0], self.places[-1] + 1)
        self.row_at = {at: row for row in self.rows for at in range(row.start, max(row.next, row.start + 1))}
        self.widened: dict[int, dict[Span, int]] = {}
        self.quoted: dict[int, set[Span]] = {}

    def widenings(self, at: int) -> dict[Span, int]:
        """What `+` makes of the cursor at a place, and how often it takes."""
        if at not in self.widened:
            span, found = Span(at, at), {}
            for keys in range(1, FAR):
                wider = widen(self.text, span)
                if wider == span or not self.span.covers(wider):
                    break
                span, found[wider] = wider, keys
            self.widened[at] = found
        return self.widened[at]

    def quotations(self, at: int) -> set[Span]:
        """What `iq` and `aq` select there."""
        if at not in self.quoted:
            end = sentences.sentence_at(self.text, at).end
            pairs = (
                quotations.quotation_at(self.text, at, around) or quotations.quotation_after(self.text, at, end, around)
                for around in (False, True)
            )
            self.quoted[at] = {span for span in pairs if span}
        return self.quoted[at]


class Graph:
    """Which places a set of motions reaches from which, by how many keys each takes."""

    def __init__(self, screen: Screen, moves: Iterable[tuple[int, Move]]) -> None:
        self.screen = screen
        self.steps: list[dict[int, int]] = [{} for _ in screen.places]
        for keys, move in moves:
            once = {at: move(at, 1) for at in screen.places}
            for n, at in enumerate(screen.places):
                to = once[at]
                for count in range(1, 10):
                    place = screen.index.get(to)
                    if place is None or place == n:
                        break
                    cost = keys + (count > 1)
                    self.steps[n][cost] = self.steps[n].get(cost, 0) | 1 << place
                    to = once[to]

    def distances(self, start: int) -> list[int]:
        """The keys from a place to every other, FAR where it is farther than that."""
        found = [FAR] * len(self.steps)
        waiting: list[int] = [0] * (FAR + 4)
        waiting[0], seen = 1 << self.screen.index[start], 0
        for cost in range(FAR):
            fresh = waiting[cost] & ~seen
            seen |= fresh
            while fresh:
                lowest = fresh & -fresh
                n = lowest.bit_length() - 1
                fresh ^= lowest
                found[n] = cost
                for step, to in self.steps[n].items():
                    waiting[cost + step] |= to
        return found


def search_keys(screen: Screen, at: int, to: int) -> int:
    """`/`, as few letters as lead from `at` to `to`, Enter."""
    low = screen.text.lower()
    for length in range(1, FAR - 2):
        if low.find(low[to : to + length], at + 1) == to:
            return length + 2
    return FAR


def our_moves(screen: Screen) -> list[tuple[int, Move]]:
    def of(command: str) -> Move:
        return lambda at, count: MOVES[command](screen.layout, Cursor(at), count).head

    single = (
        "row.next row.previous char.next char.previous word.next word.previous word.end row.start row.end sentence.next"
    )
    single += " sentence.previous paragraph.next paragraph.previous"
    return [(1, of(command)) for command in single.split()]


def vim_moves(screen: Screen, *, by_sentence: bool) -> list[tuple[int, Move]]:
    """Vim's, over rows as lines; `;` and `,` are counted as no key at all, by letting `f` take a count for one key less."""
    text, ours = screen.text, our_moves(screen)
    ends = [found.end() for found in re.finditer(r"[.!?][)\]\"']*(?:\s+|$)|\n\s*\n", text)]

    def big(at: int, count: int) -> int:
        for _ in range(count):
            found = re.compile(r"\s+\S").search(text, at)
            at = found.end() - 1 if found else at
        return at

    def big_back(at: int, count: int) -> int:
        for _ in range(count):
            before = text[:at].rstrip()
            at = max(before.rfind(" "), before.rfind("\n")) + 1
        return at

    def to_letter(letter: str, step: int, short: int) -> Move:
        def move(at: int, count: int) -> int:
            row = screen.row_at[at]
            for _ in range(count):
                found = text.find(letter, at + 1, row.end) if step > 0 else text.rfind(letter, row.start, at)
                if found < 0:
                    return -1
                at = found
            return at - step * short

        return move

    def line(number: int) -> Move:
        rows = [row for row in screen.rows if row.kind != "gap"]
        return lambda at, count: rows[number].start

    moves = [move for n, move in enumerate(ours) if n < 9 or n > 10]
    moves += [(1, big), (1, big_back), *((1, line(n)) for n in (0, HEIGHT // 3, -1))]
    letters = set(text[screen.span.start : screen.span.end]) - {"\n"}
    moves += [(2, to_letter(letter, step, short)) for letter in letters for step in (1, -1) for short in (0, 1)]
    if by_sentence:
        moves.append((1, lambda at, count: next(iter([end for end in ends if end > at][count - 1 :]), -1)))
        moves.append((1, lambda at, count: next(iter([end for end in reversed(ends) if end < at][count - 1 :]), -1)))
    return moves


def run_keys(screen: Screen, graph: Graph, from_cursor: list[int], cursor: int, target: Span, fixed: int) -> int:
    """To one end, `v`, to the other, and what takes it: `fixed` keys beside the ways."""
    best = FAR * 2
    first, last = target.start, target.end - 1
    for one, other in ((first, last), (last, first)):
        there = min(from_cursor[screen.index[one]], search_keys(screen, cursor, one))
        across = min(graph.distances(one)[screen.index[other]], search_keys(screen, one, other))
        best = min(best, there + across + fixed)
    return best


def by_initial(text: str, found: list[Span]) -> dict[Span, str]:
    """What is typed for each word: its first letter, and its label where several begin so."""
    same: dict[str, list[Span]] = {}
    for word in found:
        same.setdefault(text[word.start].casefold(), []).append(word)
    return {
        word: initial + (letters if len(group) > 1 else "")
        for initial, group in same.items()
        for word, letters in zip(group, jump_labels.labels(len(group)), strict=True)
    }


def ours(screen: Screen, graph: Graph, from_cursor: list[int], cursor: int, target: Span) -> int:
    text = screen.text
    shown = sentences.sentences_between(text, screen.span)
    label = dict(zip(shown, jump_labels.labels(len(shown)), strict=True))
    best = run_keys(screen, graph, from_cursor, cursor, target, 2)
    quoted = quotations.quotations_between(text, screen.span)
    for pair, letters in zip(quoted, jump_labels.labels(len(quoted)), strict=True):
        if target in (pair.span, pair.inside):
            best = min(best, 1 + len(letters) + 1)
    found = sorted(words.words_between(text, screen.span), key=lambda word: abs(word.start - cursor))
    letters_of = by_initial(text, found)
    first, last = (words.word_at(text, at) for at in (target.start, target.end - 1))
    if first.start == target.start and last.end == target.end and {first, last} <= letters_of.keys():
        best = min(best, 1 + len(letters_of[first]) + (len(letters_of[last]) if first != last else 0) + 1)
    starts = [one for one in shown if one.start == target.start]
    stops = [one for one in shown if one.end == target.end]
    if starts and stops:
        keys = len(label[starts[0]]) + (len(label[stops[0]]) if starts != stops else 0)
        best = min(best, 1 + keys + 1)
    for n, at in enumerate(screen.places):
        if from_cursor[n] + 2 < best and target.start - 120 < at < target.end:
            best = min(best, from_cursor[n] + screen.widenings(at).get(target, FAR) + 1)
            best = min(best, from_cursor[n] + 3) if target in screen.quotations(at) else best
    return best


def vim(screen: Screen, graph: Graph, from_cursor: list[int], cursor: int, target: Span, kind: str) -> int:
    best = run_keys(screen, graph, from_cursor, cursor, target, 1)  # y and a motion, without v
    objects = {"a sentence": 3, "two sentences": 4}
    if kind in objects:
        starts = [found.end() for found in re.finditer(r"[.!?][)\]\"']*(?:\s+|$)|\n\s*\n|^", screen.text)]
        if target.start in starts and target.end + 1 in [*starts, len(screen.text) + 1]:
            first = sentences.sentence_at(screen.text, target.start)
            near = min(
                (from_cursor[screen.index[at]] for at in range(first.start, first.end) if at in screen.index),
                default=FAR,
            )
            best = min(best, near + objects[kind])
    if kind == "a quotation" and '"' in screen.text[target.start - 1 : target.start + 1]:
        line = sentences.line_at(screen.text, target.start)
        near = min((from_cursor[n] for n, at in enumerate(screen.places) if line.start <= at < target.end), default=FAR)
        best = min(best, near + 3)
    return best


def drawn(screen: Screen, kind: str, rnd: random.Random) -> Span | None:
    """A target of a kind on the screen."""
    whole = [one for one in sentences.sentences_between(screen.text, screen.span) if screen.span.covers(one)]
    if kind == "a sentence":
        return rnd.choice(whole)
    if kind == "two sentences":
        pairs = [one.union(other) for one, other in pairwise(whole) if "\n" not in one.union(other).of(screen.text)]
        return rnd.choice(pairs)
    if kind == "a quotation":
        at = rnd.choice([at for at in screen.places if screen.text[at] in '“"'] or [screen.span.start])
        found = quotations.quotation_at(screen.text, at, around=rnd.random() < 0.5)
        return found if found and screen.span.covers(found) else None
    one = rnd.choice([at for at in screen.places if screen.text[at].isalpha()])
    last = min(one + rnd.randint(5, 200), screen.span.end - 1)
    return (
        words.word_at(screen.text, one).union(words.word_at(screen.text, last)) if screen.text[last].isalpha() else None
    )


def main() -> None:
    wanted, rnd = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000, random.Random(11)
    kinds = ("a sentence", "two sentences", "a quotation", "any run of words")
    layout = Layout(made_text(rnd), WIDTH)
    keys: dict[str, list[tuple[int, int, int]]] = {kind: [] for kind in kinds}
    while sum(map(len, keys.values())) < wanted:
        screen = Screen(layout, layout.window(layout.row_of(rnd.randrange(len(layout.text) * 9 // 10)), HEIGHT))
        graphs = [
            Graph(screen, our_moves(screen)),
            *(Graph(screen, vim_moves(screen, by_sentence=each)) for each in (True, False)),
        ]
        cursor = rnd.choice(screen.places)
        mine, vims, books = (graph.distances(cursor) for graph in graphs)
        for kind in kinds * -(-wanted // SCREENS // len(kinds)):
            target = drawn(screen, kind, rnd)
            if target and screen.span.covers(target) and sum(map(len, keys.values())) < wanted:
                book = 1 + run_keys(screen, graphs[2], books, cursor, target, 2)
                one = (
                    ours(screen, graphs[0], mine, cursor, target),
                    vim(screen, graphs[1], vims, cursor, target, kind),
                    book,
                )
                keys[kind].append(one)
    print(f"{wanted} targets on screens of {WIDTH}x{HEIGHT}: the fewest keys, mean (most)")
    print(f"{'':18}{'gloss':>12}{'vim':>12}{'bookokrat':>12}")
    for kind, found in keys.items():
        columns = [f"{statistics.mean(each):.1f} ({max(each)})" for each in zip(*found, strict=True)]
        print(f"{kind:18}" + "".join(f"{column:>12}" for column in columns))
    assert max(one for one, _, _ in keys["a sentence"]) <= 4, "a sentence takes more than four keys"


if __name__ == "__main__":
    main()
