"""Citations beside quotations, and whether they name the source that a quotation is from.

A citation is a key (`[@kim2025russian, para. 4]`), an address, or names with a year or a date: in brackets, in a footnote, on
a line that begins with a dash, or in the sentence (`The Harbour Post (2025) wrote`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from annotations.alignment.word_diff import words
from annotations.model.source import MONTH_NAMES, PartialDate, Source

MONTHS = (
    [name.lower() for name in MONTH_NAMES],
    "januar februar märz april mai juni juli august september oktober november dezember".split(),
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
)
MONTH = {
    name[:length]: n + 1
    for names in MONTHS
    for n, name in enumerate(names)
    for length in (len(name), 3)
    if len(name) > 3
}
MONTH |= {"may": 5, "mai": 5, "sept": 9, "juin": 6, "juil": 7, "mars": 3, "ago": 8, "dic": 12, "ene": 1, "abr": 4}
NAME = "[A-Za-zäéûíôçÀ-ÿ]{3,10}"
YEAR = r"(?<![\d.-])((?:1[5-9]|20)\d\d)[a-z]?(?![\d])"
DATES = (
    (re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)-(\d\d?)-(\d\d?)(?!\d)"), "ymd"),
    (re.compile(r"(?<!\d)(\d\d?)[./](\d\d?)[./]((?:1[5-9]|20)\d\d)(?!\d)"), "dmy"),
    (
        re.compile(
            rf"(?<!\d)(\d\d?)(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?({NAME})\.?,?\s+(?:de\s+)?((?:1[5-9]|20)\d\d)(?!\d)"
        ),
        "dMy",
    ),
    (re.compile(rf"\b({NAME})\.?\s+(\d\d?)(?:st|nd|rd|th)?,\s*((?:1[5-9]|20)\d\d)(?!\d)"), "Mdy"),
    (re.compile(rf"(?<!\d)((?:1[5-9]|20)\d\d)[a-z]?,\s*({NAME})\.?\s+(\d\d?)(?!\d)"), "yMd"),
    (re.compile(rf"\b({NAME})\.?,?\s+((?:1[5-9]|20)\d\d)(?!\d)"), "My"),
)
ACCESS = re.compile(
    r"(?i)\b(?:accessed|retrieved|read on|viewed|visited|abgerufen|zugriff|consult\w*|visto)\b.*?(?:\d{4}|\Z)"
)
KEY = re.compile(r"(?<![\w.@])@\{?([A-Za-z0-9_][\w:.#$%&+?<>~/-]*\w|\w)\}?")
ADDRESS = re.compile(r"\b(?:https?://|gloss://)[^\s<>\"“”»)\]]+")
MINOR = frozenset(
    "see and the of in on at by for from with et al para paras page pages pp p cf n.d nd as cited quoted ibid vol no ed eds "
    "trans source sources accessed retrieved available was that this said says wrote writes told according to a an chap "
    "chapter sec section art article emphasis added translation my our own "
    "und von der die das de la le les el los".split()
)
NARRATIVE = re.compile(
    r"((?:[A-ZÀ-Þ][\w’'.-]*|of|the|and|&|et|al\.?|de|von|der|la)(?:[\s,]+(?:[A-ZÀ-Þ][\w’'.-]*|of|the|and|&|et|al\.?|de|von|der|la))*)"
    r"(?:[’']s)?\s*\((?=[^()]*\d{4})([^()]*)\)"
)
INTRODUCED = re.compile(
    r"(?i)^(?:(?:see|cf\.|e\.g\.,?|quoted in|qtd\. in|cited in|as cited in|also|from|in|source:?)\s+)+"
)
SAYING_VERBS = (
    "says?|said|saying|writes?|wrote|written|reports?|reported|quotes?|quoted|notes?|noted|states?|stated|argues?|argued|"
    "claims?|claimed|tells?|told|adds?|added|explains?|explained|warns?|warned|observes?|observed|announced?|announces|"
    "puts? it|called|calls|described|describes|concludes?|concluded|asked|asks|"
    "schreibt|schrieb|sagt|sagte|berichtet|berichtete|zitiert|zitierte|meldet|meldete|"
    "écrit|dit|rapporte|cite|affirme|dice|dijo|escribe|escribió|informa|informó|cita|afirma|afirmó|"
    "пишет|писал|писала|сообщает|сообщил|сообщила|говорит|цитирует"
)
"""Verbs by which a sentence gives words to the one that stands before them: English, German, French, Spanish, Russian."""
MIN_CONTAINER_LETTERS = 3
MIN_NAMES_SHARE = 0.5
"""More than this share of a citation's names must be the source's."""


class Named(Struct, frozen=True):
    """A citation by names: its words, and the years and dates in it."""

    text: str
    names: frozenset[str]
    years: frozenset[int]
    dates: frozenset[PartialDate]


class Citation(Struct, frozen=True):
    """All citations beside a quotation; `text` is what is shown of them."""

    text: str
    keys: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.keys or self.addresses or self.named)


class Verdict(Struct, frozen=True):
    """Whether a citation names a source, and whether its date is the source's; None if it does not say."""

    source: bool | None
    date: bool | None


def read_citation(before: str, behind: str, notes: Iterable[str] = (), links: Iterable[str] = ()) -> Citation:
    """Return the citation beside a quotation: behind it, else in its footnotes, else before it in the sentence."""
    for texts in ([behind], [*notes], [before]):
        keys = [key for text in texts for key in _keys(text)]
        addresses = [found.group().rstrip(".,;:") for text in texts for found in ADDRESS.finditer(text)]
        named = [
            each for text in texts for each in _named(text, whole=texts is not None and text not in (before, behind))
        ]
        if keys or addresses or named:
            shown = named[0].text if named else ", ".join(["@" + key for key in keys] + addresses)
            return Citation(shown, tuple(keys), (*addresses, *_web(links)), tuple(named))
    found = _web(links)
    return Citation(", ".join(found), addresses=found)


def _web(links: Iterable[str]) -> tuple[str, ...]:
    return tuple(link for link in links if re.match(r"(?:https?|gloss)://", link))


def _keys(text: str) -> Iterator[str]:
    for found in KEY.finditer(text):
        if not re.search(r"\w@", text[max(0, found.start() - 1) : found.start() + 1]):
            yield found[1]


def _named(text: str, *, whole: bool) -> Iterator[Named]:
    """Yield citations by name in a text; a note, or a line behind a dash, is one as a whole."""
    stripped = KEY.sub(" ", ADDRESS.sub(" ", text)).strip()
    dashed = re.match(r"\s*[\W\s]*?(?:[—–―]|--+)\s*(?=\w)", stripped)
    if whole or (dashed and re.search(YEAR, stripped)):
        one = named_in(stripped[dashed.end() :] if dashed else stripped)
        if one.names:
            yield one
            return
    for found in NARRATIVE.finditer(stripped):
        yield named_in(f"{found[1]}, {found[2]}", found.group())
        return
    for found in re.finditer(r"[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]", stripped):
        one = named_in(found[1], found.group())
        dated = one.years or one.dates or re.search(r"\bn\.\s?d\.", found[1])
        if one.names and dated and _reads_as_names(found[1]):
            yield one


def _reads_as_names(text: str) -> bool:
    """Return whether names or a title stand before the year, not a remark such as `(founded in Paris in 1998)`."""
    before = re.split(YEAR, INTRODUCED.sub("", text.strip()), maxsplit=1)[0]
    if before[:1] in "“\"‘'«_*":
        return True
    said = [word for word in re.findall(r"[^\W\d_][\w’'.-]*", before) if word.casefold().rstrip(".") not in MINOR]
    named = [word for word in said if not word[0].islower()]
    return (before[:1].isupper() and len(named) * 5 >= len(said) * 3) or not said or text.strip()[:1].isdigit()


def named_in(text: str, shown: str = "") -> Named:
    """Return the names, years and dates of one citation."""
    said = ACCESS.sub(" ", ADDRESS.sub(" ", text))
    dates = frozenset(dates_in(said))
    years = frozenset(int(found[1]) for found in re.finditer(YEAR, said)) | {date.year for date in dates}
    plain = re.sub(YEAR, " ", said)
    forms = words(plain).forms
    names = frozenset(
        form for form in forms if len(form) > 1 and form not in MINOR and not form[0].isdigit() and form not in MONTH
    )
    return Named(" ".join(re.sub(r"[*_]+|<\s*>", "", shown or text).split()), names, years, dates)


def dates_in(text: str) -> Iterator[PartialDate]:
    """Yield dates of a day or a month, as English, German, French and Spanish write them."""
    taken: list[tuple[int, int]] = []
    for pattern, order in DATES:
        for found in pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            date = _date(dict(zip(order, found.groups(), strict=True)))
            if date is not None:
                taken.append(found.span())
                yield date


def _date(parts: dict[str, str]) -> PartialDate | None:
    month = MONTH.get(parts["M"].casefold().rstrip("."), 0) if "M" in parts else int(parts["m"])
    day = int(parts["d"]) if "d" in parts else None
    try:
        return PartialDate(int(parts["y"]), month, day)
    except ValueError:
        return None


def judge(named: Named, source: Source) -> Verdict:
    """Return whether a citation by names is this source's."""
    return Verdict(_is_named(named.names, source), _is_dated(named, source.issued))


def _is_named(names: frozenset[str], source: Source) -> bool | None:
    if not names:
        return None
    people = [frozenset(words(name.family or name.literal).forms) for name in (*source.authors, *source.editors)]
    if any(person and person <= names for person in people):
        return True
    for said in (source.container, source.publisher, source.title):
        forms = frozenset(form for form in words(said).forms if form not in MINOR)
        if forms and forms <= names:
            return True
    known = frozenset(words(" ".join([source.title, source.container, source.publisher])).forms).union(*people)
    return len(names & known) > MIN_NAMES_SHARE * len(names)


def _is_dated(named: Named, issued: PartialDate | None) -> bool | None:
    if issued is None or not (named.dates or named.years):
        return None
    if named.dates:
        return any(_agree(date, issued) for date in named.dates)
    return issued.year in named.years


def _agree(one: PartialDate, other: PartialDate) -> bool:
    """Return whether two dates are equal at the precision of the coarser one."""
    pairs = zip((one.year, one.month, one.day), (other.year, other.month, other.day), strict=True)
    return all(mine == theirs for mine, theirs in pairs if mine is not None and theirs is not None)


def attributed(text: str, containers: Iterable[str]) -> set[str]:
    """Return which newspapers or sites a sentence gives a quotation to: those that say it, or according to whom it is.

    Others that the sentence names (`Unlike Coast Weekly, ...`) are none of them.
    """
    return {each for each in containers if len(each) >= MIN_CONTAINER_LETTERS and each in text and _says(each, text)}


def _says(name: str, text: str) -> bool:
    told = rf"(?<!\w){re.escape(name)}(?!\w)(?:[’']s)?"
    before = rf"\b(?i:according to|as told to|quoted in|quoted by|cited in|reported by)\s+(?:the\s+)?{told}"
    behind = rf"{told}(?:\s+[a-z]+ly)?\s+(?:(?:has|had|have)\s+)?(?:{SAYING_VERBS})\b"
    return bool(re.search(rf"{before}|{behind}|{told}\s*:\s*$|\(\s*{told}\s*\)", text))
