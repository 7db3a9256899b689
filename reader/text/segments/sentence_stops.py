"""Sentence ends within a text without line breaks.

Each stop is judged by its context. Closing marks and footnote marks after it belong to it; a small letter after it means
that the sentence continues, and so may an abbreviation before it; a short quotation or bracket is never divided. Where the
word before a full stop is short and in no list, sentencex decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from msgspec import Struct
from sentencex import get_sentence_boundaries

from annotations.model.span import Span
from annotations.text.scripts import IDEOGRAPHS
from reader.text.segments import abbreviations as known
from reader.text.segments.quote_pairs import OPENING, pair_marks
from reader.text.unicode.cells import cell_len

MAX_UNDIVIDED_CELLS = 240
"""Cells of the longest quotation or bracket that is not divided into sentences."""

FOOTNOTE = r"(?:\[(?:\d{1,3}|[a-z]|note \d+|citation needed)\]|［\d{1,3}］|[¹²³⁰-⁹]+|[*†‡](?=\s|$))"
CANDIDATE = re.compile(
    r"(?P<stop>\.(?:[ \u00a0]\.){2,3}|[.!?…‥؟۔।॥։።៕។‼⁇⁈⁉]+|[。！？｡．][。！？｡．…‥!?]*)"
    rf"(?P<close>(?:{FOOTNOTE}|[\"'”’›)\]}}」』】〉》）］〕｣]|[»«“‘](?=[\s.,;:)]|$)|[ \u00a0\u202f][»”](?=[\s.,;:)]|$))*)"
    r"(?P<gap>\s*)"
)
SPACED_FOOTNOTES = re.compile(rf"(?:\s?{FOOTNOTE})+(?=\s|$)")
LIST_MARKER = re.compile(r"\s*[\[(]?\d{1,3}[\])]")
OPENERS = re.compile(r"(?:[\"'“”‘«»‹›„‚‟「『｢《〈(\[（［【〔¿¡]|[-–—―•·]\s*)*")
WORD_BEFORE = re.compile(r"[^\W\d_]+(?:[.'’·-][^\W\d_]+)*$")
NEXT_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
NUMBER_BEFORE = re.compile(r"(?:\d|\b[IVXLCМІХ]+)[\s\u00a0]*$")
ENUMERATOR = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[IVXLivxl]{1,6}|[A-Za-zА-Яа-яІі])\W*$")
ROMAN = re.compile(r"[IVXLCDM]+\b")
ALSO_CAPITAL = re.compile(r"[a-z][A-Z\d]")
CASELESS_SINGLE = re.compile("[\u0590-\u06ff]")
IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
WIDE_STOPS = "。！？｡．"
UNSPACED_STOPS = "؟۔।॥።៕།"
"""Stops after which a sentence may begin without a space."""

SPEECH_VERBS = (
    "said says asked asks replied cried wrote writes added adds told answered exclaimed shouted whispered wondered continued "
    "insisted demanded declared argued explained recalled warned noted observed murmured muttered called quipped joked"
).split()
ATTRIBUTION = re.compile(rf"(?:[^\W\d_][\w.'’-]*,?\s+){{1,5}}?(?:{'|'.join(SPEECH_VERBS)})\b")
SAID_WIDE = re.compile("[^。！？，、,]{0,14}[说說問问道喊答叫寫写称稱言話聞尋述語]")
PARTICLE = re.compile(
    "と(?!ころ|はいえ|にかく|もかく|ても|うとう)|って|など|を|は(?!い)|が|の(?!ち)|も(?!し|ちろん|う|っと)"
    "|に(?!もかかわらず)|で(?!も|は|すが)|から|だと|だっ|という|へ"
)
MARKS_THAT_GO_ON = frozenset(",;:)]}…?!.%，、；：）」』")
ADDRESSED = ("@", "/")
MAX_ABBREVIATION_LETTERS = 5
"""Letters of the longest unknown word that may be an abbreviation before a full stop."""


class Stop(Struct, frozen=True):
    """A stop with its closing marks: `at` its first mark, `end` after the last, `cut` the start of the next word."""

    mark: str
    closing: str
    at: int
    end: int
    cut: int

    @property
    def tight(self) -> bool:
        """Whether no space follows."""
        return self.end == self.cut


def sentence_starts(text: str) -> list[int]:
    """Return where sentences begin in `text`, which has no line breaks; 0 first."""
    starts, whole = [0], _Undivided(text)
    for found in CANDIDATE.finditer(text):
        stop = _stop(text, found)
        if starts[-1] < stop.cut < len(text) and not whole.holds(stop.cut) and _ends(text, stop, starts[-1]):
            starts.append(stop.cut)
    return starts


class _Undivided:
    """The short quotations and brackets of a text, which no sentence end divides."""

    def __init__(self, text: str) -> None:
        pairs, _ = pair_marks(text, Span(0, len(text)))
        short = sorted(
            pair.span
            for pair in pairs
            if pair.span.length <= MAX_UNDIVIDED_CELLS and cell_len(pair.span.of(text)) <= MAX_UNDIVIDED_CELLS
        )
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in short:
            if not self._ends or span.start >= self._ends[-1]:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def holds(self, cut: int) -> bool:
        """Whether `cut` lies inside one of them."""
        at = bisect_right(self._starts, cut - 1) - 1
        return at >= 0 and self._starts[at] < cut < self._ends[at]


def _stop(text: str, found: re.Match[str]) -> Stop:
    """Return the stop of a match.

    A footnote mark after a space still belongs to the sentence before, unless the text's sentences begin with such marks.
    """
    end, cut = found.end("close"), found.end()
    noted = SPACED_FOOTNOTES.match(text, end) if cut > end and not LIST_MARKER.match(text) else None
    if noted:
        end = cut = noted.end()
        while cut < len(text) and text[cut].isspace():
            cut += 1
    return Stop(found["stop"], text[found.end("stop") : end], found.start(), end, cut)


def _ends(text: str, stop: Stop, start: int) -> bool:
    if stop.mark[0] in WIDE_STOPS:
        return _ends_wide(text, stop, start)
    at = OPENERS.match(text, stop.cut).end()  # type: ignore[union-attr]  # the pattern matches an empty string too
    following = text[at : at + 1]
    if stop.tight:
        return _ends_tight(text, stop, following)
    if not following or following in MARKS_THAT_GO_ON:
        return bool(following) and following in "…." and text[at - 1 : at] in "[("
    small = following.islower() and not ALSO_CAPITAL.match(text, at)
    left_out = text[stop.at - 1 : stop.at] in "[(" and stop.mark[0] in ".…"  # […] marks an omission
    return not small and not left_out and _ends_before_capital(text, stop, at, start)


def _ends_before_capital(text: str, stop: Stop, at: int, start: int) -> bool:
    if stop.mark == ".":
        return _ends_full_stop(text, stop, at, start)
    if set(stop.mark) <= set(".…‥ \u00a0"):
        return _ends_ellipsis(text, stop, at)
    return not _is_attributed(text, stop, start)


def _ends_tight(text: str, stop: Stop, following: str) -> bool:
    """Whether a stop without a space after it ends a sentence."""
    if stop.mark[-1] in UNSPACED_STOPS:
        return bool(following) and following not in MARKS_THAT_GO_ON
    before = text[stop.at - 1 : stop.at]
    if stop.mark[-1] in "!?" and IDEOGRAPH.match(before) and IDEOGRAPH.match(following):
        return not PARTICLE.match(text, stop.cut)
    if not following.isupper() or not before.islower():
        return False
    if stop.closing:
        return stop.closing[-1] in "”»]" and not text[stop.cut : stop.cut + 2].isupper()
    word = NEXT_WORD.match(text, stop.cut)
    return stop.mark == "." and word is not None and word.group().lower() in known.STARTERS and _is_prose(text, stop)


def _is_prose(text: str, stop: Stop) -> bool:
    """Whether a missing space is more likely than an address or a program name."""
    begin = text.rfind(" ", 0, stop.at) + 1
    end = text.find(" ", stop.cut)
    token = text[begin : len(text) if end < 0 else end]
    return token.count(".") <= 2 and not re.search(r"[/@:_\d]|^www", token) and stop.at - begin >= 2


def _ends_wide(text: str, stop: Stop, start: int) -> bool:
    before, following = text[stop.at - 1 : stop.at], text[stop.cut : stop.cut + 1]
    if stop.mark == "．" and (before.isdigit() or before.isascii()) and (following.isdigit() or following.isascii()):
        return False
    if not following or following in MARKS_THAT_GO_ON:
        return False
    if not stop.tight:
        return not (stop.closing and PARTICLE.match(text, stop.cut))
    if (stop.closing or stop.mark[-1] in "！？!?") and PARTICLE.match(text, stop.cut):
        return False
    quoted = any(mark in '」』”’"' for mark in stop.closing) and text[start : start + 1] in OPENING
    return not (quoted and SAID_WIDE.match(text, stop.cut))


def _ends_ellipsis(text: str, stop: Stop, at: int) -> bool:
    if text[at : at + 1].isdigit():
        return False
    word = NEXT_WORD.match(text, at)
    before = WORD_BEFORE.search(text[max(0, stop.at - 40) : stop.at])
    if word and before and word.group().lower() == before.group().lower():
        return False  # I… I mean
    spaced = text[stop.at - 1 : stop.at].isspace() and stop.mark[0] in "…." and len(stop.mark.replace(" ", "")) < 4
    return not spaced or (word is not None and word.group().lower() in known.STARTERS)


def _is_attributed(text: str, stop: Stop, start: int) -> bool:
    """Whether a quotation continues with its speaker, as in `“Why?” Kim asked.`."""
    quoted = any(mark in "”’»\"'“" for mark in stop.closing) and text[start : start + 1] in OPENING
    return quoted and ATTRIBUTION.match(text, stop.cut) is not None


def _ends_full_stop(text: str, stop: Stop, at: int, start: int) -> bool:
    if ENUMERATOR.fullmatch(text, start, stop.at):
        return False
    if (stop.closing and stop.closing[0] not in ")]）’'") or stop.closing.startswith("["):
        return True
    found = WORD_BEFORE.search(text[max(0, stop.at - 40) : stop.at])
    following = NEXT_WORD.match(text, at)
    after = following.group() if following else ""
    if found is None:
        return not (
            after.lower() in known.GERMAN_ORDINAL and re.search(r"\b\d{1,2}$", text[max(0, stop.at - 3) : stop.at])
        )
    word = found.group()
    begin = stop.at - len(word)
    before = text[max(0, begin - 24) : begin]
    starter = after.lower() in known.STARTERS and not (len(after) == 1 and text[at + 1 : at + 2] == ".")
    if len(word) == 1:
        return _ends_single(word, before, after, starter)
    return _ends_word(text, stop, word.lower(), before, after, starter)


def _ends_single(word: str, before: str, after: str, starter: bool) -> bool:
    """Whether a full stop after one letter (an initial, a unit, a label) ends a sentence."""
    previous = (before.split() or [""])[-1].lower()
    if word.islower():
        if NUMBER_BEFORE.search(before) and word in known.UNITS and not after[:1].isdigit():
            return True
        return f"{previous}{word}" in known.ENDS
    if word.isupper():
        spoken = word == "I" and previous.isalpha() and before.rsplit(maxsplit=1)[-1].islower()
        return starter or spoken or previous in known.LABELLED
    return not CASELESS_SINGLE.match(word) or bool(NUMBER_BEFORE.search(before))


def _ends_word(text: str, stop: Stop, word: str, before: str, after: str, starter: bool) -> bool:
    """Whether a full stop after a word of several letters ends a sentence: the first rule that applies decides."""
    digit = after[:1].isdigit()
    capital = text[stop.at - len(word) : stop.at][:1].isupper()
    rules = (
        (word in known.CLOCK, after.lower() not in known.AFTER_CLOCK),
        (word in known.UNITS and bool(NUMBER_BEFORE.search(before)), not digit),
        (word in known.ENDS, True),
        (word in known.NUMBERED and (digit or bool(ROMAN.fullmatch(after) and len(after) < 6)), False),
        (word in known.MONTHS_AND_WEEKDAYS, not digit),
        (word in known.WORDS_TOO and word in known.TITLES and (not capital or starter), True),
        (word in known.TITLES, word in known.MAY_END and starter),
        (word in known.NEVER, False),
        ("." in word and (before[-1:] in ADDRESSED or max(map(len, word.split("."))) > 2), True),  # an address
        (word in known.MAY_END or "." in word, starter),
        (word in known.NUMBERED, word in known.WORDS_TOO),
        (len(word) > MAX_ABBREVIATION_LETTERS or starter, True),
    )
    said = next((verdict for applies, verdict in rules if applies), None)
    return _sentencex_cuts(text, stop) if said is None else said


def _sentencex_cuts(text: str, stop: Stop) -> bool:
    """Whether sentencex ends a sentence at the stop, in the language suggested by the text's letters."""
    near = max(0, stop.at - 200)
    part = text[near : stop.cut + 100]
    return any(stop.at < near + cut <= stop.cut for cut in _cuts(part, _language(part)))


@lru_cache(maxsize=512)
def _cuts(text: str, language: str) -> tuple[int, ...]:
    return tuple(int(found["start_index"]) for found in get_sentence_boundaries(language, text))


def _language(text: str) -> str:
    if re.search("[іїєґ]", text):
        return "uk"
    if re.search("[а-я]", text):
        return "ru"
    return "ar" if re.search("[\u0600-\u06ff]", text) else "en"
