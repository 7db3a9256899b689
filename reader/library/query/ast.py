"""The parts of a query: terms, of which all must hold. Pure values; `grammar` makes them."""

from __future__ import annotations

from msgspec import Struct

from reader.library.index.index_words import tag_key

TEXT_FIELDS = ("source", "author", "title", "category", "topic", "note", "quote")
"""Fields whose words are looked for as words of the text are."""
BEGUN_FIELDS = ("source", "author", "title", "category", "topic")
"""Those of them in which the beginning of a word is enough."""
FIELDS = ("tag", "source", "author", "color", "note", "date", "is", "title", "category", "topic", "quote", "added")
STATES = ("unread", "reading", "finished", "starred", "annotated", "orphan", "trashed")
NOTED = ("tag", "color", "note", "quote")
"""Fields of annotations."""

Phrase = tuple[str, bool]
"""Words in a row, folded, and whether the last one may be only begun."""


class Term(Struct, frozen=True):
    """One condition: `field` is empty for words in the text; `value` is folded; `negated` turns it round.

    `prefix` lets the last word be only begun. `near` are phrases that stand within `within` words of each other. `any` are
    conditions of which one must hold, and then the rest of the term means nothing.
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
        """What is to be found, each with whether its last word may be only begun."""
        return self.near or ((self.value, self.prefix),)

    @property
    def textual(self) -> bool:
        """Whether this asks for words in the text, and nothing else."""
        return all(one.textual and not one.negated for one in self.any) if self.any else not self.field

    @property
    def parts(self) -> tuple[Term, ...]:
        """The term itself, or the ones of which one must hold."""
        return self.any or (self,)


class Query(Struct, frozen=True):
    """All of whose terms must hold; without terms everything is meant."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases to be found in a text."""
        return tuple(value for value, _ in self.phrases)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The same, each with whether its last word may be only begun."""
        wanted = (part for term in self.terms if not term.negated for part in term.parts)
        return tuple(phrase for part in wanted if not part.field and not part.negated for phrase in part.phrases)

    def asks(self, *fields: str) -> bool:
        """Whether one of these fields is asked for."""
        return any(part.field in fields for term in self.terms for part in term.parts)

    @property
    def trash(self) -> bool:
        """Whether what lies in the trash is meant."""
        return any(term.field == "is" and term.value == "trashed" and not term.negated for term in self.terms)


def renamed_tag(tag: str, old: str, new: str) -> str:
    """What becomes of a tag where `old` is renamed: it and all below it move; any other stays as it is."""
    key, wanted = tag_key(tag), tag_key(old)
    if key != wanted and not key.startswith(wanted + "/"):
        return tag
    return "/".join([new, *(part.strip() for part in tag.split("/")[wanted.count("/") + 1 :])])
