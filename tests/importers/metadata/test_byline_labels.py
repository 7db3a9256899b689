"""Labels, dates and sentences are no authors; titles lose the name of the site."""

from __future__ import annotations

import pytest

from reader.importers.metadata.byline_names import byline_of
from reader.importers.metadata.page_titles import page_title
from reader.importers.web.html_page import read_page
from tests.importers.pages import PARAGRAPHS


@pytest.mark.parametrize(
    "text",
    [
        "By",
        "Name",
        "Autor:",
        "vom",
        "Publiziert am",
        "Publiziert am 3. Mai 2019",
        "Veröffentlicht von",
        "Post author By",
        "Posted on March 4, 2020",
        "On March 4, 2020",
        "le 03/05/2019",
        "admin",
        "2019-05-03",
        "The harbour has been measured since eighteen ninety by its keepers",
        "Thank you. We have read it!",
    ],
)
def test_labels_dates_and_sentences_name_nobody(text: str) -> None:
    assert byline_of(text) == ""


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("Post author By Ada Keeper", "Ada Keeper"),
        ("Veröffentlicht von Jana Weiß am 3. Mai 2019", "Jana Weiß"),
        ("Autor: Jana Weiß", "Jana Weiß"),
        ("Publié par Zoé Durand le 03/05/2019", "Zoé Durand"),
        ("Publicado por Inés Rey", "Inés Rey"),
        ("Von Jana Weiß und Max von der Heide", "Jana Weiß und Max von der Heide"),
        ("J. R. Keeper", "J. R. Keeper"),
        ("Le Monde", "Le Monde"),
        ("Le Thi Hoa", "Le Thi Hoa"),
        ("Prof. Jana Weiß", "Prof. Jana Weiß"),
        ("By Di Stefano", "Di Stefano"),
        ("Leonardo da Costa", "Leonardo da Costa"),
    ],
)
def test_labels_around_names_are_left_out(text: str, byline: str) -> None:
    assert byline_of(text) == byline


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("Gales | The Site", "Gales", "Gales"),
        ("Gales · The Site", "Gales", "Gales"),
        ("Gales-force winds", "Gales", "Gales-force winds"),
    ],
)
def test_a_heading_of_one_word_is_the_title(head: str, heading: str, title: str) -> None:
    assert page_title([], head, [heading]) == title


@pytest.mark.parametrize(
    ("declared", "site", "title"),
    [
        ("Gales | The Site", "The Site", "Gales"),
        ("Gales - the site", "The Site", "Gales"),
        ("Gales | The Site", "", "Gales | The Site"),
        ("The Site", "The Site", "The Site"),
        ("Gales of The Site", "The Site", "Gales of The Site"),
    ],
)
def test_a_declared_title_loses_the_declared_site(declared: str, site: str, title: str) -> None:
    assert page_title([declared, "Another"], "", [], site) == title


@pytest.mark.parametrize(
    ("byline", "families"),
    [
        ('By <a rel="author" href="/a">Ada Keeper</a> and Ines Rey', ["Keeper", "Rey"]),
        ('Von <a rel="author" href="/a">Ada Keeper</a> und Jana Weiß', ["Keeper", "Weiß"]),
        ('By <a rel="author" href="/a">Ada Keeper</a> and filed under tides', ["Keeper"]),
        ('By <a rel="author" href="/a">Ada Keeper</a> in London', ["Keeper"]),
    ],
)
def test_an_author_beside_the_linked_one_is_kept(byline: str, families: list[str]) -> None:
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    draft = read_page(f"<html><body><article><h1>Tides</h1><p>{byline}</p>{body}</article></body></html>", "x")
    assert draft is not None
    assert [name.family for name in draft.source.authors] == families
