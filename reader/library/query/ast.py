"""The syntax tree of a query: terms, all of which must hold."""

from __future__ import annotations

from msgspec import Struct

from reader.library.index.index_words import tag_key

Phrase = tuple[str, bool]
"""Consecutive words, folded, and whether the last one matches as a beginning."""


class Term(Struct, frozen=True):
    """One condition: `field` is empty for words in the text; `value` is folded.

    With `prefix` the last word matches as a beginning. `near` are phrases within `within` words of each other. `any` are
    alternatives, one of which must hold; the other attributes except `negated` are then unused.
    """

    field: str
    value: str
    negated: bool = False
    prefix: bool = False
    near: tuple[Phrase, ...] = ()
    within: int = 10
    any: tuple[Term, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases to find."""
        return self.near or ((self.value, self.prefix),)

    @property
    def textual(self) -> bool:
        """Whether this asks only for words in the text."""
        return all(one.textual and not one.negated for one in self.any) if self.any else not self.field

    @property
    def parts(self) -> tuple[Term, ...]:
        """The alternatives, or the term itself if it has none."""
        return self.any or (self,)


class Query(Struct, frozen=True):
    """Terms that must all hold; a query without terms selects everything."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases to find in a text."""
        return tuple(value for value, _ in self.phrases)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases to find in a text, each with whether its last word matches as a beginning."""
        wanted = (part for term in self.terms if not term.negated for part in term.parts)
        return tuple(phrase for part in wanted if not part.field and not part.negated for phrase in part.phrases)

    def asks(self, *fields: str) -> bool:
        """Return whether a term asks for one of these fields."""
        return any(part.field in fields for term in self.terms for part in term.parts)

    @property
    def trash(self) -> bool:
        """Whether the query selects from the trash."""
        return any(term.field == "is" and term.value == "trashed" and not term.negated for term in self.terms)


def renamed_tag(tag: str, old: str, new: str) -> str:
    """Return a tag after `old` is renamed to `new`: `old` and the tags below it change, others stay."""
    key, wanted = tag_key(tag), tag_key(old)
    if key != wanted and not key.startswith(wanted + "/"):
        return tag
    return "/".join([new, *(part.strip() for part in tag.split("/")[wanted.count("/") + 1 :])])
