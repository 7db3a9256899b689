"""What may differ in a quotation, and what may not: each row a quotation of the one text below."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.reports.quote_check.altered_match import altered
from annotations.reports.quote_check.quote_tokens import PLAIN_TOKEN, RARE, TOKEN, tokens
from annotations.reports.quote_check.verbatim_match import Match, read_quotation, verbatim

TEXT = (
    "The minister does not intend to leave the harbour before 2027, and the non-nuclear fleet of 1,200 ships stays. "
    'Captain Ulver said: "The sea keeps no books," and nobody—least of all the council—has asked it for an account.[1] '
    "The café’s Ukrain\u0435 gauge fell by −5 degrees; it was read 2025–2027. In Polish ports it was unread. "
    "Well-being is a word… and words are cheap. 海は本をつけず、誰も尋ねたことがない。"
)


def found(quotation: str) -> Match | None:
    return verbatim(read_quotation(quotation), tokens(TEXT))


@pytest.mark.parametrize(
    "quotation",
    [
        "does not intend to leave the harbour",
        "Does not intend to leave the harbour.",
        "does not intend to leave the harbour,",
        "the minister does not intend to leave",
        "The sea keeps no books, and nobody",
        "‘The sea keeps no books,’ and nobody--least of all the council--has asked",
        "nobody — least of all the council — has asked it for an account. The café's Ukraine gauge",
        "has asked it for an account",
        "fell by -5 degrees; it was read 2025-2027",
        "The cafe\u0301’s Ukraine gauge fell",
        "sof\u00adt".replace("sof\u00adt", "the har\u00adbour before 2027"),
        "nobody-least of all the council-has".replace("-", "–").replace("–", "—"),
        "does not intend … before 2027",
        "does not intend ... before 2027",
        "does not intend . . . before 2027",
        "does not intend […] before 2027",
        "… does not intend to leave …",
        "[T]he minister does not intend to leave",
        "[t]he sea keeps no books",
        "The minister does not intend to leave the [great] harbour",
        "[He] does not intend to leave the harbour",
        "The minister [Olga Marlowe] does not intend to leave",
        "intend[s] to leave the harbour before",
        "nobody . . . has asked it for an account. … [I]t was read 2025–2027",
        "Well-being is a word… and words are cheap",
        "Well-being is a word ... and words are cheap",
        "海は本をつけず、誰も尋ねたことがない",
    ],
)
def test_what_passes(quotation: str) -> None:
    match = found(quotation)
    assert match is not None
    assert match.verbatim
    assert match.span.of(TEXT) == match.found


@pytest.mark.parametrize(
    "quotation",
    [
        "does intend to leave the harbour",
        "does not intend to leave the harbor",
        "does not intend to leave the Harbour",
        "does not intend to leave a harbour",
        "does not intend to leave harbour before",
        "before 2028, and the non-nuclear fleet",
        "nuclear fleet of 1,200 ships stays",
        "and the nuclear fleet of 1,200 ships",
        "the non-nuclear fleet of 1200 ships",
        "200 ships stays. Captain Ulver",
        "fleet of 1,200 ships remain",
        "captain Ulver said the sea keeps",
        "Captain Ulmer said: The sea keeps no books",
        "The cafe’s Ukraine gauge fell",
        "The café’s Ukraine gauge rose",
        "5 degrees; it was read 2025–2027",
        "fell by 5 degrees; it was read",
        "it was read 2025, 2027",
        "In polish ports it was unread",
        "ports it was read. Well-being",
        "keeps no books and nobody least of all",
        "Has the sea kept no books?",
        "The sea keeps no books?",
        "before 2027 … does not intend",
        "does … intend … harbour",
        "does not intend … before 2028",
        "[He] does intend to leave the harbour",
        "does not [in the least] mean to leave",
        "The [S]ea keep no books",
        "least of all the council has not asked it",
        "海は本をつけず、誰も尋ねたことがある",
    ],
)
def test_what_does_not_pass(quotation: str) -> None:
    assert found(quotation) is None


@pytest.mark.parametrize(
    ("quotation", "changes"),
    [
        ("does not intend … before 2027", [("left out", "to leave the harbour")]),
        ("[He] does not intend to leave", [("put in", "[He]")]),
        ("Does not intend to leave the harbour", [("capital", "d")]),
        ("does … to leave the harbour before", [("left out", "not intend")]),
    ],
)
def test_open_changes_are_told(quotation: str, changes: list[tuple[str, str]]) -> None:
    match = found(quotation)
    assert match is not None
    assert [tuple(each) for each in match.changes] == changes


@pytest.mark.parametrize(
    ("quotation", "differing"),
    [
        ("The minister does intend to leave the harbour before 2027", [("", "not")]),
        ("The minister does not intend to quit the harbour before 2027", [("quit", "leave")]),
        ("the fleet of 1,300 ships stays. Captain Ulver said", [("", "non-nuclear"), ("1,300", "1,200")]),
        ("Captain Ulmer said: “The sea keeps no books,” and nobody", [("Ulmer", "Ulver")]),
        ("does not intend to leave the Harbour before 2027", [("Harbour", "harbour")]),
        ("DOES NOT INTEND to leave the harbour", [("DOES NOT INTEND", "does not intend")]),
        ("We do not intend to leave the harbour tomorrow", [("We do", "minister does"), ("tomorrow", "before")]),
        ("The minister does not … leave the port before 2027, and the non-nuclear", [("port", "harbour")]),
    ],
)
def test_what_differs_is_marked(quotation: str, differing: list[tuple[str, str]]) -> None:
    assert found(quotation) is None
    match = altered(read_quotation(quotation), tokens(TEXT))
    assert match is not None
    assert not match.verbatim
    assert [(part.quoted.strip(), part.found.strip()) for part in match.parts if not part.same] == differing


@pytest.mark.parametrize(
    ("quotation", "source", "differing"),
    [
        (
            "The bridge had been nine years in the planning",
            "The price rose. The bridge had been ten years in the planning.",
            [("nine", "ten")],
        ),
        (
            "patience costs a great deal for this island",
            "Patience costs a lot for this island, she said.",
            [("great deal", "lot")],
        ),
        (
            "It opens with the spring tides. The gate",
            "It opens with the autumn tides. The gate shuts. The gate is old.",
            [("spring", "autumn")],
        ),
    ],
)
def test_the_shortest_place_explains_a_quotation(quotation: str, source: str, differing: list[tuple[str, str]]) -> None:
    match = altered(read_quotation(quotation), tokens(source))
    assert match is not None
    assert [(part.quoted.strip(), part.found.strip()) for part in match.parts if not part.same] == differing


def test_what_nobody_said_is_no_change_of_anything() -> None:
    for quotation in (
        "The harbour master wept when the last lamp went out",
        "It was said that the tide was late again",
    ):
        assert found(quotation) is None
        assert altered(read_quotation(quotation), tokens(TEXT)) is None


WORDS = TEXT.split()


@settings(deadline=None)  # a machine may be busy
@given(st.integers(0, len(WORDS) - 6), st.integers(4, 12))
def test_any_stretch_of_whole_words_passes(start: int, size: int) -> None:
    assert found(" ".join(WORDS[start : start + size])) is not None


@settings(deadline=None)  # a machine may be busy
@given(st.integers(0, 30), st.integers(5, 12), st.integers(0, 11), st.sampled_from(["never", "9", "Oslo", "quiet"]))
def test_no_stretch_with_a_word_exchanged_passes(start: int, size: int, at: int, other: str) -> None:
    said = WORDS[start : start + size]
    said[at % size] = other
    assert found(" ".join(said)) is None


@given(st.text(alphabet=st.sampled_from("ab1Z-–'’.,:[]*²†…“”\"` \néñя—_$%()+"), max_size=40))
def test_texts_without_rare_characters_have_the_same_tokens_by_the_plain_pattern(text: str) -> None:
    assert not RARE.search(text)
    found = [[(each.span(), each.lastgroup) for each in pattern.finditer(text)] for pattern in (TOKEN, PLAIN_TOKEN)]
    assert found[0] == found[1]
