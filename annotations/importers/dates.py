"""Dates of notes: ISO 8601, seconds since 1970, and dates as devices spell them in their owner's language."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
MIN_MILLISECONDS = 10**11
"""An epoch from this number on counts milliseconds: in seconds it would lie after the year 5000."""

MONTHS = (
    "jan ene gen янв sty oca ocak tammi ian".split(),
    "feb fév fev feb фев lut şub sub helmi".split(),
    "mar mär mrt мар maa mär maart märz".split(),
    "apr avr abr апр kwi nis huhti".split(),
    "may mai mag maj май мая mei mayıs touko".split(),
    "jun juin giu июн cze haz kesä".split(),
    "jul juil lug июл lip tem heinä".split(),
    "aug aoû aou ago авг sie ağu agu elo".split(),
    "sep set сен wrz eyl syys".split(),
    "oct okt ott out окт paź paz eki loka".split(),
    "nov ноя lis kas marras".split(),
    "dec déc dez dic дек gru ara joulu".split(),
)
"""How the months begin in the languages that Kindle devices speak; a longer beginning goes before a shorter."""

STEMS = sorted(((stem, n) for n, stems in enumerate(MONTHS, 1) for stem in stems), key=lambda each: -len(each[0]))
NUMERIC = re.compile(r"(\d{4})\s*[年년.\-/]\s*(\d{1,2})\s*[月월.\-/]\s*(\d{1,2})")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
NO_MONTHS = frozenset(
    "mardi martes martedì martedi marți marti maandag maanantai maanantaina pazar pazartesi lisätty mark marking".split()
)
"""Weekdays and words of such lines that begin as a month does."""

CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?!\d)")
DAY = re.compile(r"(?<![\d:.])(\d{1,2})(?!\d|[:.]\d)")
AFTERNOON = re.compile(r"\bp\.?\s?m\b|下午|午後|오후|晚上", re.IGNORECASE)
MORNING = re.compile(r"\ba\.?\s?m\b|上午|午前|오전|凌晨|早上", re.IGNORECASE)


def time_of(value: object) -> datetime | None:
    """Return a time with a zone (UTC if none is given), or None for a value that is no time."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(float(value))
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        return spelled(value)
    return _kept(found if found.tzinfo else found.replace(tzinfo=UTC))


def _epoch(seconds: float) -> datetime | None:
    try:
        return _kept(FIRST + timedelta(seconds=seconds / 1000 if abs(seconds) > MIN_MILLISECONDS else seconds))
    except (OverflowError, ValueError):
        return None


def _kept(found: datetime) -> datetime | None:
    try:
        return found if FIRST <= found < LAST else None
    except OverflowError:
        return None


def spelled(line: str) -> datetime | None:
    """Parse a spelled date: `Monday, March 3, 2025 10:12:33 AM`, `lunes, 3 de marzo de 2025`, `2025年3月3日星期一 上午10:12:33`."""
    date = _date(line.lower())
    if date is None:
        return None
    clock = CLOCK.search(line)
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    if AFTERNOON.search(line) and hour < 12:
        hour += 12
    elif MORNING.search(line) and hour == 12:
        hour = 0
    try:
        return datetime(*date, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _date(line: str) -> tuple[int, int, int] | None:
    numeric = NUMERIC.search(line)
    if numeric:
        year, month, day = (int(part) for part in numeric.groups())
        return year, month, day
    year_found = YEAR.search(line)
    words = re.findall(r"[^\W\d_]+", line)
    months = [month for word in words if (month := _month(word))]
    if not year_found or not months:
        return None
    rest = CLOCK.sub(" ", line.replace(year_found.group(), " ", 1))
    days = DAY.findall(rest)
    return (int(year_found.group()), months[0], int(days[0])) if days else None


def _month(word: str) -> int:
    """Return a month by its name; weekdays such as `martes` and `mardi` are none. 0 if there is none."""
    if word in NO_MONTHS:
        return 0
    return next((month for stem, month in STEMS if word.startswith(stem)), 0)
