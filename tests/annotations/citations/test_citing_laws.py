"""What holds for every style and every source, however strange; lists told apart; keys."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.citations import citation_key, get_style, key_among, listing, render, style_names, unique_keys
from annotations.model.errors import UnknownName
from annotations.model.source import Name, PartialDate, Source
from tests.strategies import wild_text

STYLES = [get_style(name) for name in style_names()]
KINDS = "news webpage blog press-release report book chapter article-journal thesis interview legislation".split()
some = st.just("") | wild_text
words = st.sampled_from(["Sea", "The sea", "Who?", "Enough!", "Canvas, Inc.", "“Quoted” words", "A: b", "U.S.", "Etc."])
names = st.builds(Name, family=words, given=st.sampled_from(["", "Ann", "J. R. R."])) | st.builds(Name, literal=words)
dates = (
    st.none()
    | st.builds(PartialDate, st.integers(1, 9999))
    | st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28))
)

sources = st.builds(
    Source,
    title=words,
    kind=st.sampled_from(KINDS),
    authors=st.lists(names, max_size=4).map(tuple),
    container=st.just("") | words,
    publisher=st.just("") | words,
    issued=dates,
    url=st.just("") | st.just("https://example.org/x"),
)
wild_sources = st.builds(
    Source,
    title=some,
    kind=st.sampled_from(KINDS),
    authors=st.lists(st.builds(Name, family=some, given=some, literal=some), max_size=3).map(tuple),
    container=some,
    publisher=some,
    issued=dates,
    url=some,
    volume=some,
    pages=some,
)


@pytest.mark.parametrize("style", STYLES, ids=style_names())
@given(source=wild_sources, locator=st.sampled_from(["", "para. 4", "p. 12", "pp. 3–5", "“Heading”"]))
def test_no_source_is_too_strange(style: object, source: Source, locator: str) -> None:
    for each in STYLES:
        if each is style:
            assert render(each.reference(source)).strip()
            assert render(each.in_text(source, locator)).strip()


@pytest.mark.parametrize("style", STYLES, ids=style_names())
@given(source=sources)
def test_no_stop_is_doubled(style: object, source: Source) -> None:
    each = next(one for one in STYLES if one is style)
    text = render(each.reference(source))
    assert ".." not in text
    assert not re.search(r"[?!]\.(?!\w)", text)
    assert "  " not in text
    assert ",," not in text


@pytest.mark.parametrize("style", STYLES, ids=style_names())
@pytest.mark.parametrize("kind", KINDS)
def test_a_title_in_the_authors_place_stands_there_once(style: object, kind: str) -> None:
    each = next(one for one in STYLES if one is style)
    source = Source(
        title="Unsigned words", kind=kind, container="The Post", issued=PartialDate(2025, 3, 1), url="https://e.org/x"
    )
    assert render(each.reference(source)).lower().count("unsigned words") == 1
    assert render(each.in_text(source)).lower().count("unsigned words") <= 1


@pytest.mark.parametrize("style", STYLES, ids=style_names())
def test_a_source_with_nothing_but_a_title(style: object) -> None:
    each = next(one for one in STYLES if one is style)
    assert "Alone" in render(each.reference(Source(title="Alone", kind="webpage")))
    assert "Untitled" in render(each.reference(Source(title="")))


def test_years_are_told_apart_with_letters() -> None:
    ann = (Name("Kim", "Ann"),)
    both = [
        Source(title=title, authors=ann, container="Post", issued=PartialDate(2025)) for title in ("Tides", "Waves")
    ]
    listed = listing(both, get_style("apa"))
    assert [render(listed.in_text(source)) for source in both] == ["(Kim, 2025a)", "(Kim, 2025b)"]
    assert [render(reference)[:19] for reference in listed.references()] == [
        "Kim, A. (2025a). Ti",
        "Kim, A. (2025b). Wa",
    ]


def test_given_names_tell_authors_of_one_name_apart() -> None:
    both = [Source(title="T", authors=(Name("Kim", given),), issued=PartialDate(2025)) for given in ("Ann", "Bo")]
    listed = listing(both, get_style("apa"))
    assert [render(listed.in_text(source)) for source in both] == ["(A. Kim, 2025)", "(B. Kim, 2025)"]


def test_only_where_it_is_needed_a_name_is_told_apart() -> None:
    kims = [
        Source(title=given, authors=(Name("Kim", given),), issued=PartialDate(2020 + n))
        for n, given in enumerate(("Ann", "Bo"))
    ]
    shown = {
        style: [render(listing(kims, get_style(style)).in_text(each)) for each in kims]
        for style in ("chicago", "mla", "harvard")
    }
    assert shown["chicago"] == ["(A. Kim 2020)", "(B. Kim 2021)"]
    assert shown["mla"] == ["(A. Kim)", "(B. Kim)"]
    assert shown["harvard"] == ["(Kim, 2020)", "(Kim, 2021)"]


@pytest.mark.parametrize(
    ("style", "wanted"),
    [
        ("apa", "Åse Berg|12 bells|Berg|Berg & Ode|An “odd” bell|van Dam"),
        ("chicago", "Åse Berg|12 bells|Berg|Berg & Ode|van Dam|An “odd” bell"),
    ],
)
def test_lists_are_sorted_without_accents_and_marks(style: str, wanted: str) -> None:
    made = {
        "van Dam": Source(title="T", authors=(Name("van Dam", "Io"),)),
        "Berg & Ode": Source(title="A", authors=(Name("Berg", "Al"), Name("Ode", "P"))),
        "Berg": Source(title="Z", authors=(Name("Berg", "Al"),)),
        "Åse Berg": Source(title="T", authors=(Name("Åberg", "Åse"),)),
        "An “odd” bell": Source(title="“Odd” bells", kind="webpage"),
        "12 bells": Source(title="At 12 bells", kind="webpage"),
    }
    names = {source: name for name, source in made.items()}
    order = [names[source] for source in sorted(made.values(), key=get_style(style).sort_key)]
    assert order == wanted.split("|")


def test_a_key_stays_what_it_was_when_others_come() -> None:
    first, second, third = (
        Source(title=f"Tides {n}", authors=(Name("Kim", "A"),), issued=PartialDate(2025)) for n in "123"
    )
    assert [key_among(first, library) for library in ([first], [first, second], [first, second, third])] == [
        "kim2025tides"
    ] * 3
    assert [key_among(second, library) for library in ([first, second], [first, second, third])] == [
        "kim2025tidesb"
    ] * 2
    assert key_among(third, [first, second, third]) == "kim2025tidesc"


def test_numbered_styles_count_in_the_order_of_citation() -> None:
    both = [Source(title=title, issued=PartialDate(2025)) for title in ("Waves", "Tides")]
    listed = listing(both, get_style("ieee"))
    assert [render(listed.in_text(source, "p. 2")) for source in both] == ["[1, p. 2]", "[2, p. 2]"]


@given(st.lists(wild_sources, max_size=6))
def test_keys_are_plain_unique_and_stable(drawn: list[Source]) -> None:
    keys = unique_keys(drawn)
    assert keys == unique_keys(drawn[::-1])[::-1]
    assert all(re.fullmatch(r"[a-z][a-z0-9]*", key) for key in keys)
    assert len(set(keys)) == len(set(drawn))


def test_a_key_is_readable_and_the_users_goes_before() -> None:
    source = Source(title="The Russian minister’s visit", authors=(Name("Kim", "Jiwoo"),), issued=PartialDate(2025))
    assert citation_key(source) == "kim2025russian"
    assert citation_key(Source(title="The visit", container="Daily Post")) == "dailypostndvisit"
    assert citation_key(Source(title="x", key="mine")) == "mine"


def test_an_unknown_style_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean chicago"):
        get_style("chicgo")
