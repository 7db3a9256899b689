"""Finding a passage again: exact, moved, or honestly lost; never on other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.reanchor import Anchored, Orphan, anchor, relocate
from annotations.model.selectors import CONTEXT, describe
from annotations.model.span import Span

TEXT = "The gauge was read daily. The keeper wrote it down. The gauge was read daily by his son."


def spans_of(text: str) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)).map(
        lambda drawn: Span(drawn[0], min(len(text), drawn[0] + drawn[1]))
    )


@given(spans_of(TEXT))
def test_on_the_same_text_it_is_the_identity(span: Span) -> None:
    assert anchor(TEXT, describe(TEXT, span)) == Anchored(span, "exact")


@given(spans_of(TEXT), st.text("xyz ", max_size=80))
def test_words_put_in_front_move_it_along(span: Span, before: str) -> None:
    found = anchor(before + TEXT, describe(TEXT, span))
    assert isinstance(found, Orphan) or found.span.of(before + TEXT) == span.of(TEXT)


def test_a_context_tells_two_equal_passages_apart() -> None:
    second = Span(TEXT.rindex("The gauge was read"), TEXT.rindex(" by his son"))
    found = anchor("New. " + TEXT, describe(TEXT, second))
    assert found == Anchored(second.shift(5), "moved")


@pytest.mark.parametrize("changed", ["", "Nothing of it.", TEXT.replace("keeper", "warden")])
def test_a_deleted_passage_is_an_orphan(changed: str) -> None:
    span = Span(TEXT.index("keeper"), TEXT.index(" wrote"))
    assert anchor(changed, describe(TEXT, span)) == Orphan()


def test_a_description_keeps_the_words_around() -> None:
    target = describe(TEXT, Span(40, 50))
    assert (len(target.quote.prefix), len(target.quote.suffix)) == (CONTEXT, CONTEXT)
    assert target.quote.prefix + target.quote.exact + target.quote.suffix in TEXT


@pytest.mark.parametrize("span", [Span(3, 3), Span(0, len(TEXT) + 1)])
def test_what_is_no_passage_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="no passage"):
        describe(TEXT, span)


# With the old text at hand

OLD = """The harbour was closed at noon. Nobody said why, and the keeper did not ask.

By evening three boats lay outside the bar. "We wait," their master called, "as long as it takes."

The keeper lit the lamp an hour early. It was the first time in eleven years that he did so.

In the morning the boats were gone. Two came back in the spring; of the third, nothing was ever heard."""


def marked(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def found_words(new: str, words: str, old: str = OLD) -> tuple[str, str]:
    """What a marked passage has become: its words in the new text, and the state."""
    found = relocate(old, describe(old, marked(old, words)), new)
    return (found.span.of(new), found.state) if isinstance(found, Anchored) else ("", "orphan")


@given(spans_of(OLD))
def test_nothing_moves_in_an_unchanged_text(span: Span) -> None:
    assert relocate(OLD, describe(OLD, span), OLD) == Anchored(span, "exact")


@given(spans_of(OLD), st.text("xyz ,.", max_size=80), st.text("xyz ,.", max_size=80))
def test_text_put_around_moves_every_passage_as_one(span: Span, before: str, after: str) -> None:
    new = f"{before}\n\n{OLD}\n\n{after}"
    found = relocate(OLD, describe(OLD, span), new)
    by = len(before) + 2
    assert isinstance(found, Orphan) or found.span.of(new).strip() == span.of(OLD).strip()
    assert any(char.isalnum() for char in span.of(OLD)) <= (found == Anchored(span.shift(by), "moved"))


@pytest.mark.parametrize(
    ("words", "edit", "becomes", "state"),
    [
        ("three boats", ("three boats", "three fishing boats"), "three fishing boats", "changed"),
        ("did not ask", ("did not ask", "didn’t dare to ask"), "didn’t dare to ask", "changed"),
        ('"We wait,"', ('"We wait,"', "“We wait,”"), "“We wait,”", "moved"),
        ("The keeper lit the lamp", ("lit the", "lit  the\n"), "The keeper lit  the\n lamp", "moved"),
        ("The keeper lit the lamp", ("keeper lit", "warden lit"), "The warden lit the lamp", "changed"),
        ("eleven years", ("eleven", "elevn"), "elevn years", "changed"),
        (
            "The harbour was closed at noon.",
            ("noon. Nobody", "noon.\n\nNobody"),
            "The harbour was closed at noon.",
            "exact",
        ),
        ("nothing was ever heard", (OLD, OLD.upper()), "NOTHING WAS EVER HEARD", "changed"),
    ],
)
def test_a_passage_is_followed_through_an_edit(words: str, edit: tuple[str, str], becomes: str, state: str) -> None:
    assert found_words(OLD.replace(*edit), words) == (becomes, state)


def test_a_passage_moves_with_its_paragraph() -> None:
    paragraphs = OLD.split("\n\n")
    new = "\n\n".join([paragraphs[2], paragraphs[0], paragraphs[3], paragraphs[1]])
    assert found_words(new, "It was the first time in eleven years") == (
        "It was the first time in eleven years",
        "moved",
    )


@pytest.mark.parametrize(
    "words", ["Nobody said why, and the keeper did not ask.", "lit the lamp", "their master called"]
)
def test_what_was_taken_out_is_an_orphan(words: str) -> None:
    assert found_words(OLD.replace(words, ""), words) == ("", "orphan")


def test_a_look_alike_is_not_taken_for_what_was_taken_out() -> None:
    words = "Nobody said why, and the keeper did not ask."
    new = OLD.replace(words, "") + " Nobody could say why, and his son would not ask either."
    assert found_words(new, words) == ("", "orphan")


def test_the_same_words_quoted_elsewhere_do_not_draw_a_passage_away() -> None:
    words = "The keeper lit the lamp an hour early."
    new = f"In short: {words} Read on.\n\n{OLD}"
    found = relocate(OLD, describe(OLD, marked(OLD, words)), new)
    assert isinstance(found, Anchored) and found.span.start == new.rindex(words)


def test_in_another_article_everything_is_an_orphan() -> None:
    other = "A mill stands by the river, and the river does the work. It was sold in May, for less than was hoped."
    for words in ("The harbour", "It was", "was the first", OLD.split("\n\n")[1]):
        assert found_words(other, words) == ("", "orphan")


@given(
    spans_of(OLD),
    st.lists(st.tuples(st.integers(0, len(OLD)), st.sampled_from(["", "x", "\n\n", " and then ", OLD[40:90]]))),
)
def test_whatever_happens_the_answer_lies_in_the_text(span: Span, edits: list[tuple[int, str]]) -> None:
    new = OLD
    for at, words in edits:
        new = new[:at] + words + new[at + len(words) // 2 :]
    found = relocate(OLD, describe(OLD, span), new)
    assert isinstance(found, Orphan) or (found.span and found.span.end <= len(new))


@pytest.mark.parametrize(
    ("old", "words", "new", "becomes"),
    [
        ("北京昨天下了大雪。学校都关门了。", "昨天下了大雪", "据报道，北京昨天下了大雪。学校关门了。", "昨天下了大雪"),
        (
            "На Украинe шёл дождь весь день.",
            "На Украинe шёл",
            "Вчера на Украине шёл дождь весь день.",
            "на Украине шёл",
        ),
        ("Ein großes Haus am See, sagt er.", "großes Haus", "EIN GROSSES HAUS AM SEE, SAGT ER.", "GROSSES HAUS"),
        (
            "the ﬁrst co\u00adoperative of its kind",
            "ﬁrst co\u00adoperative",
            "So: the first cooperative of its kind",
            "first cooperative",
        ),
    ],
)
def test_words_are_known_in_every_writing(old: str, words: str, new: str, becomes: str) -> None:
    assert found_words(new, words, old)[0] == becomes


def test_a_target_that_describes_neither_text_is_an_orphan() -> None:
    target = describe("Something else entirely, with words of its own.", Span(0, 14))
    assert relocate(OLD, target, OLD) == Orphan()


TAIL = "book of tides and lamps that every keeper has to read in his first winter there"


@pytest.mark.parametrize("mirrored", [False, True], ids=["the beginning stays", "the end stays"])
def test_words_repeated_elsewhere_do_not_draw_a_passage_away_from_its_neighbours(mirrored: bool) -> None:
    """A revision drops a word; the sentence with that word and the longer repetition stands in another chapter only."""

    def turned(text: str) -> str:
        return " ".join(reversed(text.split())) if mirrored else text

    def document(*sentences: str) -> str:
        return "\n\n".join(turned(sentence) for sentence in (sentences[::-1] if mirrored else sentences))

    filler = [f"Chapter {n} tells of ship {n * 7} and of storm {n * 13} near rock {n * 17}." for n in range(12)]
    was = f"We shall say more about lenses in the {TAIL}"
    now = f"We shall say more about lenses in {TAIL}"
    other = f"As you will see in the {TAIL}"
    old = document(
        *filler[:4], "A lens is ground by hand.", was, "So much for glass.", *filler[4:8], f"This is a {TAIL}"
    )
    new = document(
        *filler[:4], "A lens is ground by hand.", now, *filler[8:], other, "Oil is another matter.", f"This is a {TAIL}"
    )
    start = old.index(turned(was))
    found = relocate(old, describe(old, Span(start, start + len(was))), new)
    assert not isinstance(found, Orphan)
    assert found.span.of(new) == turned(now)
