"""Digests as real ones are: each oddity by itself, then a generator that writes digests of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.source import PartialDate
from reader.articles.article import Draft
from reader.importers.plain.digest import DigestImporter
from tests.fakes import DIGEST, SHARED


def read(text: str | bytes) -> list[Draft]:
    return DigestImporter().read(text.encode() if isinstance(text, str) else text, "digest.txt")


def one(head: str, body: str = "A body of one line.") -> Draft:
    (draft,) = read(f"Latest news with #Topic\n\n\n{head}\nThe title\n{body}\n")
    return draft


def test_source_date_categories_title_and_body() -> None:
    first, second = read(DIGEST)
    assert first.source.container == "The Harbour Post"
    assert first.source.issued == PartialDate(2025, 7, 14)
    assert first.categories == ("Science", "Weather")
    assert first.source.title == "Who measured the sea first?"
    assert first.topic == "Tides"
    assert first.text.startswith("The first gauge stood in Amsterdam.[1]")
    assert [block.kind for block in first.blocks] == ["paragraph", "paragraph"]
    assert second.source.container == "Coast - Weekly"
    assert second.categories == ()
    assert second.agency == "Reuters"
    assert [block.span.of(second.text) for block in second.blocks[1:]] == ["- one list item", "- another list item"]


@pytest.mark.parametrize(
    ("head", "container", "issued", "categories"),
    [
        ("Post\n01-02-2025\n- Politics\n- Post", "Post", PartialDate(2025, 2, 1), ("Politics",)),
        ("Post\n01-02-2025\n- Post", "Post", PartialDate(2025, 2, 1), ()),
        ("A - B\n01-02-2025\n- X\n- Y\n- A - B", "A - B", PartialDate(2025, 2, 1), ("X", "Y")),
        ("Post\n- Politics\n- Post", "Post", None, ("Politics",)),
        ("Post\n- Post", "Post", None, ()),
        ("Post\n31-02-2025\n- Post", "Post", None, ()),
        ("Post\n1-2-2025\n- Post", "Post", PartialDate(2025, 2, 1), ()),
        ("Post \n 01-02-2025\t\n-  Politics \n- Post  ", "Post", PartialDate(2025, 2, 1), ("Politics",)),
        ("Post\n2025-02-01\n- Post", "Post", PartialDate(2025, 2, 1), ()),
    ],
)
def test_heads(head: str, container: str, issued: PartialDate | None, categories: tuple[str, ...]) -> None:
    draft = one(head)
    assert (draft.source.container, draft.source.issued, draft.categories) == (container, issued, categories)
    assert (draft.source.title, draft.text) == ("The title", "A body of one line.")
    assert bool(draft.warnings) == (issued is None)


def test_an_impossible_date_is_said_as_it_stood() -> None:
    assert "31-02-2025" in one("Post\n31-02-2025\n- Post").warnings[0]


@pytest.mark.parametrize(
    "data",
    [
        DIGEST.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + DIGEST.encode(),
        DIGEST.encode("utf-16"),
        DIGEST.encode("utf-16-le"),
        DIGEST.replace("\n", "   \n").encode(),
        DIGEST.replace("gauge", "ga\x00u\x1b[31mge\u202e").encode(),
    ],
    ids=["CRLF", "BOM", "UTF-16", "UTF-16 without BOM", "trailing spaces", "controls"],
)
def test_however_it_is_written_it_reads_the_same(data: bytes) -> None:
    assert [(draft.source, draft.text) for draft in read(data)] == [
        (draft.source, draft.text) for draft in read(DIGEST)
    ]


def test_windows_1252_is_read_where_utf8_fails() -> None:
    (draft,) = read("Caf\xe9 Post\n01-02-2025\n- Caf\xe9 Post\nTitle\nIt’s “here”.\n".encode("cp1252"))
    assert (draft.source.container, draft.text) == ("Café Post", "It’s “here”.")


def test_dashes_and_lines_that_look_like_heads_stay_in_the_body() -> None:
    body = "First line.\n- Politics\n- not a source\n01-02-2025\nPost\nLast line."
    draft = one("Post\n01-02-2025\n- Post", body)
    assert "".join(draft.text.split()) == "".join(body.split())


def test_it_is_known_for_a_digest_and_other_texts_are_not() -> None:
    importer = DigestImporter()
    assert importer.recognises(DIGEST.encode(), "x") == 1.0
    assert importer.recognises(DIGEST.split("\n\n\n", 1)[1].encode(), "x") == 0.8
    assert importer.recognises(b"Dear all,\n\nhere are the minutes.\n- one\n- two\n", "x") == 0.0


TAIL = "read more " + " ".join(f"Headline number {n} of many" for n in range(20))


def digest_of(*bodies: str, sources: tuple[str, ...] = ("Post", "Post", "Post")) -> list[Draft]:
    parts = [
        f"{name}\n0{n}-02-2025\n- {name}\nTitle {n}\n{body}"
        for n, (name, body) in enumerate(zip(sources, bodies, strict=False), 1)
    ]
    return read("Latest news with #T\n\n\n" + "\n\n\n".join(parts) + "\n")


def test_a_tail_that_two_articles_of_a_source_share_is_boilerplate() -> None:
    drafts = digest_of(f"One body. {TAIL}", f"Another body, longer. {TAIL}", "A third without it.")
    assert [[span.of(draft.text) for span in draft.boilerplate] for draft in drafts] == [[TAIL], [TAIL], []]
    assert [draft.words for draft in drafts] == [2, 3, 4]
    assert all(TAIL in draft.text for draft in drafts[:2])


def test_a_tail_that_differs_a_little_counts_too() -> None:
    other = TAIL.replace("Headline number 4 of many", "Sports Another headline altogether")
    drafts = digest_of(f"One body. {TAIL}", f"Another body. {other}")
    assert [len(draft.boilerplate) for draft in drafts] == [1, 1]


def test_other_sources_single_articles_and_equal_bodies_are_left_alone() -> None:
    assert not any(draft.boilerplate for draft in digest_of(f"One. {TAIL}", f"Two. {TAIL}", sources=("A", "B")))
    assert not digest_of(f"One. {TAIL}")[0].boilerplate
    body = "The same report, word for word. " * 20
    assert not any(draft.boilerplate for draft in digest_of(body, body + "With an end of its own."))


@pytest.mark.parametrize(
    ("body", "byline"),
    [
        ("Nada Mustafa The peoples of both countries met.", "Nada Mustafa"),
        ("By Maria Lindqvist The first gauge stood here.", "Maria Lindqvist"),
        ("Prime Minister Abe spoke in Tokyo, Minister Abe said.", ""),
        ("The first gauge stood here.", ""),
        ("On July 12, ministers met.", ""),
        ("North Korea said on Sunday that it will.", ""),
    ],
)
def test_a_byline_run_into_the_first_sentence_is_offered(body: str, byline: str) -> None:
    draft = one("Post\n01-02-2025\n- Post", body)
    assert draft.byline == byline
    assert draft.source.authors == ()


@pytest.mark.parametrize(
    ("body", "agency"),
    [
        ("PYONGYANG/MOSCOW, June 30, (Xinhua): Leaders met.", "Xinhua"),
        ("GENEVA (Reuters) - Delegates met.", "Reuters"),
        ("NEW YORK, 3 May 2025 (Agence France Presse) — They met.", "Agence France Presse"),
        ("BREST, June 30 (Sea Wire) -- Mud.", "Sea Wire"),
        ("The ministry (Defence) said no.", ""),
    ],
)
def test_agencies_in_datelines(body: str, agency: str) -> None:
    assert one("Post\n01-02-2025\n- Post", body).agency == agency


names = (
    st.text("ABCdef -'é漢", min_size=1, max_size=20)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text.strip("- "))
)
words = st.lists(st.sampled_from(["alpha", "beta.", "- dash", "“quote”", "漢字"]), min_size=1, max_size=8).map(" ".join)


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, PartialDate, list[str], str, list[str]]:
    name = "S" + draw(names)
    date = draw(st.dates())
    categories = ["C" + each for each in draw(st.lists(names, max_size=3, unique=True))]
    return name, PartialDate(date.year, date.month, date.day), categories, "T" + draw(words), ["B" + draw(words)]


@given(st.lists(articles(), min_size=1, max_size=4))
def test_what_a_generator_writes_is_read_back(drawn: list[tuple[str, PartialDate, list[str], str, list[str]]]) -> None:
    parts = []
    for name, issued, categories, title, body in drawn:
        date = f"{issued.day:02}-{issued.month:02}-{issued.year:04}"
        parts.append("\n".join([name, date, *(f"- {each}" for each in categories), f"- {name}", title, *body]))
    drafts = read("Latest news with #T\n\n\n" + "\n\n\n".join(parts) + "\n")
    assert [(d.source.container, d.source.issued, list(d.categories), d.source.title) for d in drafts] == [
        (name, issued, categories, title) for name, issued, categories, title, _ in drawn
    ]


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the real digest is not beside this checkout")
def test_the_real_digest() -> None:
    (path,) = (SHARED / "seeds").glob("*.txt")
    drafts = read(path.read_bytes())
    assert [draft.source.container for draft in drafts] == [
        "The Diplomat",
        "Memri",
        "Arab Times",
        *["See - Sada Elbalad"] * 2,
    ]
    assert [len(draft.boilerplate) for draft in drafts] == [0, 0, 0, 1, 1]
    assert all(draft.boilerplate[0].of(draft.text).startswith("read more Gold") for draft in drafts[3:])
    assert [draft.byline for draft in drafts[3:]] == ["Nada Mustafa", "Yara Sameh"]
    assert drafts[2].agency == "Xinhua"
    assert {draft.topic for draft in drafts} == {"TreatyonComprehensiveStrategicPartnership"}
    assert len(drafts[0].text) == 6704
