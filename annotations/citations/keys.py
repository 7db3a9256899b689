"""Citation keys for BibTeX and pandoc: readable, stable, ASCII, unique in a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from annotations.model.source import Source

_MAX_NAME_CHARACTERS = 24
_MINOR = frozenset(
    "a an and are as at be but by for from has have how in into is it its nor of on or over per so than that the their "
    "this to up via was were what when where which who why with yet "
    "das de del der des die dem den ein eine el il la las le les los lo um un una une und et en y".split()
)


def citation_key(source: Source) -> str:
    """Return a key like `kim2025russian`: first author's family name, year or `nd`, first significant word of the title.

    Without authors the container stands for the name. Only ASCII letters and digits; the first is a letter. A key that
    the user has chosen (`Source.key`) takes precedence.
    """
    if source.key:
        return source.key
    year = f"{source.issued.year:04}" if source.issued else "nd"
    words = _significant(source.title)
    name = _name_part(source) or "".join(words[:1]) or "source"
    rest = words[1:] if name == "".join(words[:1]) else words
    key = name + year + "".join(rest[:1])
    return key if key[0].isalpha() else f"x{key}"


def unique_keys(sources: Sequence[Source]) -> list[str]:
    """Return a key for each source, in parallel: equal sources have the same key, different ones never share one.

    Clashes get a, b, c in an order that depends on the sources alone, not on their order in the list.
    """
    sharing: defaultdict[str, set[Source]] = defaultdict(set)
    for source in sources:
        sharing[citation_key(source)].add(source)
    taken = set(sharing)
    keys: dict[Source, str] = {}
    for base in sorted(sharing):
        members = sorted(sharing[base], key=_identity)
        keys.update([(members[0], base)] if len(members) == 1 else _suffixed(base, members, taken))
    return [keys[source] for source in sources]


def key_among(source: Source, library: Sequence[Source]) -> str:
    """Return the key of a source in a library, whose sources are in the order in which they were added.

    The first with a key keeps it plain, the next ones get b, c and so on: a key in a report stays what it was, whatever
    is added later.
    """
    return Keyring(library).key_of(source)


class Keyring:
    """The keys of a library's sources, for many calls like `key_among`; the sources themselves are not kept."""

    def __init__(self, library: Iterable[Source]) -> None:
        self._count: dict[str, int] = {}
        self._earlier: dict[tuple[str, int], int] = {}
        for source in library:
            key = citation_key(source)
            earlier = self._count.get(key, 0)
            self._earlier.setdefault((key, hash(source)), earlier)
            self._count[key] = earlier + 1

    def key_of(self, source: Source) -> str:
        """Return the key of a source, as `key_among` does."""
        base = citation_key(source)
        index = self._earlier.get((base, hash(source)), self._count.get(base, 0))
        while index and base + letters(index) in self._count:
            index += 1
        return base + letters(index) if index else base


def letters(index: int) -> str:
    """Return the suffix with this index, from 0: a, b … z, aa, ab …."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _suffixed(base: str, members: Sequence[Source], taken: set[str]) -> list[tuple[Source, str]]:
    pairs = []
    index = 0
    for member in members:
        while (key := base + letters(index)) in taken:
            index += 1
        taken.add(key)
        pairs.append((member, key))
    return pairs


def _identity(source: Source) -> tuple[str, str, str, str]:
    issued = source.issued.iso() if source.issued else ""
    return (issued, source.title, source.url, repr(source))


def _name_part(source: Source) -> str:
    if source.authors:
        first = source.authors[0]
        name = "".join(_words(first.family or first.literal or first.given))
        if len(name) <= _MAX_NAME_CHARACTERS and name:
            return name
        return _up_to(_significant(first.family or first.literal or first.given))
    return _up_to(_significant(source.container))


def _up_to(words: Sequence[str]) -> str:
    name = ""
    for word in words:
        if name and len(name + word) > _MAX_NAME_CHARACTERS:
            break
        name += word
    return name[:_MAX_NAME_CHARACTERS]


def _significant(text: str) -> list[str]:
    words = _words(text)
    return [word[:_MAX_NAME_CHARACTERS] for word in words if word not in _MINOR] or words[:1]


def _words(text: str) -> list[str]:
    from slugify import slugify  # noqa: PLC0415  # its tables are large and only keys need them

    slug = slugify(re.sub(r"[’'ʼ`]", "", text), separator=" ")
    return [word for word in str(slug).split() if word.isascii() and word.isalnum()]
