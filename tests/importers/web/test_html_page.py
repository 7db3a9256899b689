"""Web pages: what is the article's and what the site's; who wrote it; structure over the text; nothing runs, nothing fails."""

from __future__ import annotations

import json

import pytest

from annotations.model.source import Name, PartialDate
from reader.articles.article import Draft
from reader.importers.metadata.byline_names import byline_of, names_of
from reader.importers.metadata.page_titles import page_title
from reader.importers.web.html_page import HTMLImporter, read_page
from tests.fakes import SHARED
from tests.importers.pages import PARAGRAPHS, page


def read(data: bytes, origin: str = "page.html") -> Draft:
    (draft,) = HTMLImporter().read(data, origin)
    return draft


def test_the_article_is_taken_and_the_site_is_left() -> None:
    draft = read(page())
    assert all(one in draft.text for one in PARAGRAPHS)
    assert not any(word in draft.text for word in ("Home", "Cookies", "never", "color"))
    assert (draft.source.title, draft.source.language) == ("The keepers of the gauge", "en")


def test_structure_lies_over_the_text() -> None:
    body = (
        f"<p>{PARAGRAPHS[0]} <em>Slowly</em>, and <strong>well</strong>, see <a href='/book'>the book</a>.</p>"
        f"<h2>The books</h2><p>{PARAGRAPHS[1]}</p><ul><li>first volume</li><li>second volume</li></ul>"
        f"<ol start='3'><li>third volume</li></ol><blockquote><p>{PARAGRAPHS[2]}</p></blockquote>"
        f"<pre>  height = 19\n  year = 1890</pre><p>{PARAGRAPHS[3]}</p>"
        "<table><tr><th>Year</th><th>Height</th></tr><tr><td>1890</td><td>0</td></tr><tr><td>1990</td><td>19</td></tr></table>"
    )
    draft = read(page(body), "https://example.org/sea/gauge")
    shown = [(block.kind, block.level, block.span.of(draft.text)) for block in draft.blocks]
    assert ("heading", 2, "The books") in shown
    assert ("list-item", 1, "• first volume") in shown
    assert ("quote", 1, PARAGRAPHS[2]) in shown
    assert ("code", 0, "  height = 19\n  year = 1890") in shown
    assert ("table", 1, "Year\tHeight\n1890\t0\n1990\t19") in shown
    inlines = {(one.kind, one.target, one.span.of(draft.text)) for one in draft.inlines}
    assert {
        ("emphasis", "", "Slowly"),
        ("strong", "", "well"),
        ("link", "https://example.org/book", "the book"),
    } <= inlines


LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "name": "Not this"},
        {
            "@type": "NewsArticle",
            "headline": "Tides, counted",
            "author": [{"@type": "Person", "name": "Ada Keeper"}, {"@type": "Organization", "name": "Sea Office"}],
            "datePublished": "2024-05-03T23:30:00-05:00",
        },
    ],
}


@pytest.mark.parametrize(
    ("head", "title", "authors", "issued"),
    [
        (
            f"<script type='application/ld+json'>{json.dumps(LINKED)}</script>",
            "Tides, counted",
            (Name("Keeper", "Ada"), Name(literal="Sea Office")),
            PartialDate(2024, 5, 3),
        ),
        (
            "<meta property='og:title' content='Tides'><meta name='author' content='By Ada Keeper and Bo Li'>"
            "<meta property='article:published_time' content='2024-05-03'>",
            "Tides",
            (Name("Keeper", "Ada"), Name("Li", "Bo")),
            PartialDate(2024, 5, 3),
        ),
        (
            "<meta name='citation_title' content='Tides of mud'><meta name='citation_author' content='Keeper, Ada'>"
            "<meta name='citation_author' content='Li, Bo'><meta name='citation_publication_date' content='2024/05'>",
            "Tides of mud",
            (Name("Keeper", "Ada"), Name("Li", "Bo")),
            PartialDate(2024, 5),
        ),
        ("<title>The keepers of the gauge | Harbour Post</title>", "The keepers of the gauge", (), None),
        ("<script type='application/ld+json'>{broken</script><title>Tides - Post</title>", "Tides - Post", (), None),
    ],
)
def test_what_a_page_says_about_itself(
    head: str, title: str, authors: tuple[Name, ...], issued: PartialDate | None
) -> None:
    source = read(page(head=head)).source
    assert (source.title, source.authors, source.issued) == (title, authors, issued)


def test_where_it_stands() -> None:
    canonical = "<title>x</title><link rel='canonical' href='https://example.org/a'><meta property='og:site_name' content='Post'>"
    assert (read(page(head=canonical)).source.url, read(page(head=canonical)).source.container) == (
        "https://example.org/a",
        "Post",
    )
    assert read(page(), "https://example.org/sea?p=1").source.url == "https://example.org/sea?p=1"
    home = "<title>x</title><link rel='canonical' href='https://example.org/'>"
    assert read(page(head=home), "https://example.org/sea").source.url == "https://example.org/sea"
    saved = b"<!-- saved from url=(0023)https://example.org/saved -->" + page()
    assert read(saved).source.url == "https://example.org/saved"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_encodings(encoding: str) -> None:
    text = page("<p>Море хранит свои книги, и никто их не читал сто лет подряд.</p>" * 5).decode()
    assert "Море хранит" in read(text.replace("charset='utf-8'", f"charset='{encoding}'").encode(encoding)).text


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body><div><span>Only a few words.</span></div></body></html>",
        b"<html><body><table><tr><td>Only</td><td>a few words.</td></tr></table>",
        b"<p>Only a few words.",
        b"<html><body><div hidden>not this</div>Only a few words.<script>nor this",
    ],
)
def test_what_is_no_article_gives_the_text_that_shows(data: bytes) -> None:
    assert read(data).text.replace("\t", " ").split() == "Only a few words.".split()


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Keeper", ["Ada Keeper"]),
        ("By Ada Keeper and Bo Li, March 25, 2015", ["Ada Keeper", "Bo Li"]),
        ("Par Ada Keeper (avec Bo Li)", ["Ada Keeper"]),
        ("Ada Keeper, Bo Li & Cy van Dam", ["Ada Keeper", "Bo Li", "Cy van Dam"]),
        ("Keeper, Ada", ["Ada Keeper"]),
        ("Harbour News", ["Harbour News"]),
        ("Reuters", ["Reuters"]),
        ("Mac & i", ["Mac & i"]),
        ("", []),
    ],
)
def test_bylines(byline: str, names: list[str]) -> None:
    assert [name.display() for name in names_of(byline_of(byline))] == names


@pytest.mark.parametrize(
    ("head", "headings", "title"),
    [
        ("A long enough title of five | Site", [], "A long enough title of five"),
        ("A long enough title - with a dash - Site", [], "A long enough title - with a dash"),
        ("Short - Site", [], "Short - Site"),
        ("Site: a title of several words", [], "a title of several words"),
        ("", ["Only a heading"], "Only a heading"),
    ],
)
def test_titles(head: str, headings: list[str], title: str) -> None:
    assert page_title([], head, headings) == title


SAMPLES = SHARED / "samples" / "html"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample pages are not beside this checkout")
@pytest.mark.parametrize("folder", sorted(SAMPLES.glob("*")) if SAMPLES.is_dir() else [], ids=lambda path: path.name)
def test_real_pages(folder) -> None:  # type: ignore[no-untyped-def]  # parametrize gives paths
    draft = read((folder / "source.html").read_bytes())
    expected = json.loads((folder / "expected-metadata.json").read_text(encoding="utf-8"))
    assert draft.source.title == expected["title"]
    assert draft.byline in (byline_of(expected["byline"] or ""), expected["byline"])


def test_all_posts_of_a_thread_are_read() -> None:
    posts = [
        f"<p>{words} And this is what keeper number {n} had to say about all of it.</p>"
        for n, words in enumerate(PARAGRAPHS[:4])
    ]
    body = "".join(
        f'<div class="post"><a href="/u/{n}">keeper{n}</a><div class="body">{one}</div></div>'
        for n, one in enumerate(posts)
    )
    draft = read_page(
        f"<html><head><title>Who counted? - Coast Forum</title></head><body><h1>Who counted?</h1>{body}</body></html>",
        "x",
    )
    assert draft is not None and draft.source.title == "Who counted?"
    assert [f"keeper number {n} had" in draft.text for n in range(4)] == [True] * 4


def test_a_short_article_has_nothing_of_the_menu() -> None:
    menu = "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav></header>"
    page = f"<html><body>{menu}<article><h1>Ferry cancelled</h1><p>No ferry tonight.</p></article><footer>Terms</footer></body></html>"
    draft = read_page(page, "x")
    assert draft is not None and "No ferry tonight." in draft.text and "News" not in draft.text


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("On tides « Mud and Salt", "On tides", "On tides"),
        ("Print: The ledgers case", "The ledgers case", "The ledgers case"),
        ("Harbour noodles - Kitchen of the Coast", "Harbour noodles", "Harbour noodles"),
        ("Tides - Wikipedia", "Tides", "Tides - Wikipedia"),
        ("On tides and how to count them", "On tides", "On tides and how to count them"),
    ],
)
def test_a_heading_that_the_head_repeats_is_the_title(head: str, heading: str, title: str) -> None:
    assert page_title([], head, [heading]) == title
