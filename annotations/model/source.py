"""Sources: the citation data of a text."""

from __future__ import annotations

from msgspec import Struct

from annotations.text.lazy_regex import expression

_DATE = expression(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_SUFFIX = expression(r"(?:Jr|Sr|Esq)\.?|[Jj]unior|II|III|IV|VI{0,3}|[2-5](?:nd|rd|th)")
_PARTICLES = frozenset(
    "af av d’ d' da das de del della dello den der des di do dos du la le ’t 't te ten ter van vom von zu zum zur".split()
)
_LEADING_PARTICLES = expression(r"(?:[a-zà-ÿ]{1,5}['’]?\s+|['’]t\s+)+(?=[^\W\d_a-zà-ÿ])")

MONTH_NAMES = ("January February March April May June July August September October November December").split()


class PartialDate(Struct, frozen=True, order=True):
    """A date at its own precision: year, month of the year, or day; ValueError for one that no calendar has."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999:
            raise ValueError(f"no such year: {self.year}")
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(f"no such month: {self.month}")
        if self.month is not None and self.day is not None and not 1 <= self.day <= self._days():
            raise ValueError(f"no such day: {self.iso()}")

    def _days(self) -> int:
        leap = self.year % 4 == 0 and (self.year % 100 != 0 or self.year % 400 == 0)
        return 28 if self.month == 2 and not leap else _DAYS[(self.month or 1) - 1]

    def iso(self) -> str:
        """`2025-06-30`, `2025-06` or `2025`."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read what `iso` writes; ValueError for anything else."""
        found = _DATE.match(text)
        if not found:
            raise ValueError(f"not a date: {text!r} (write 2025-06-30, 2025-06 or 2025)")
        return cls(*(int(part) if part else None for part in found.groups()))  # type: ignore[arg-type]  # year is there


class Name(Struct, frozen=True):
    """A person by the parts of the name, or a corporate author, which has `literal` alone.

    `particles` are those that belong to the family name (`van der`); one that does not (`Ludwig van`) ends the given name.
    `suffix` is `Jr.` or `III`.
    """

    family: str = ""
    given: str = ""
    literal: str = ""
    particles: str = ""
    suffix: str = ""

    @classmethod
    def parse(cls, text: str) -> Name:
        """Read `Kim, Jong Un`, `King, Martin Luther, Jr.`, `Martin Luther King Jr.`, `{Reuters}`; one word is literal.

        BibTeX's order of a suffix, `King, Jr., Martin Luther`, is read too. Without a comma the last word is the family
        name, with the particles before it.
        """
        text = text.strip()
        if text.startswith("{") and text.endswith("}"):
            return cls(literal=text[1:-1].strip())
        parts = [part.strip() for part in text.split(",")]
        suffix = next((part for part in parts[1:3] if _SUFFIX.fullmatch(part)), "") if len(parts) < 4 else ""
        if suffix:
            parts.remove(suffix)
        if len(parts) > 1:
            found = _LEADING_PARTICLES.match(parts[0])
            family = parts[0][found.end() :] if found else parts[0]
            return cls(family, ", ".join(parts[1:]), particles=found[0].strip() if found else "", suffix=suffix)
        return cls._in_order(parts[0], suffix)

    @classmethod
    def _in_order(cls, text: str, suffix: str) -> Name:
        words = text.split()
        if len(words) > 2 and not suffix and _SUFFIX.fullmatch(words[-1]):
            suffix = words.pop()
        if len(words) < 2:
            return cls(family=text, suffix=suffix) if suffix else cls(literal=text)
        first = len(words) - 1
        while first > 1 and words[first - 1] in _PARTICLES:
            first -= 1
        return cls(words[-1], " ".join(words[:first]), particles=" ".join(words[first:-1]), suffix=suffix)

    @property
    def surname(self) -> str:
        """The family name with its particles."""
        between = "" if not self.particles or self.particles.endswith(("’", "'", "-")) else " "
        return f"{self.particles}{between}{self.family}"

    def display(self) -> str:
        """Return the name in reading order."""
        return self.literal or " ".join(part for part in (self.given, self.surname, self.suffix) if part)


KINDS = tuple(
    "news webpage blog press-release report book chapter article-journal thesis interview legislation".split()
)


class Source(Struct, frozen=True):
    """Bibliographic data of one text, in the field's terms; an empty string or None is `not known`.

    `kind` is one of KINDS. `container` is the title of what the text appeared in (a newspaper, a site, a journal).
    The fields from `editors` on are those of printed works: `pages` is a range (`3–5`) or one page, `edition` a number
    or words, `number` a report's or an act's, `place` the publisher's, `genre` what the work calls itself
    (`PhD thesis`, `Technical report`). `key` is a citation key that the user has chosen; empty: one is made.
    """

    title: str
    kind: str = "news"
    authors: tuple[Name, ...] = ()
    container: str = ""
    publisher: str = ""
    issued: PartialDate | None = None
    accessed: PartialDate | None = None
    url: str = ""
    doi: str = ""
    language: str = ""
    editors: tuple[Name, ...] = ()
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    number: str = ""
    place: str = ""
    genre: str = ""
    key: str = ""
