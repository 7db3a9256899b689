"""Feeds and lists of them."""

from __future__ import annotations

import json
from functools import partial

import pytest

from annotations.model.source import Name, PartialDate
from reader.errors import ImportFailed, TargetList
from reader.importers.feed.feed import FeedImporter
from reader.importers.feed.opml import OPMLImporter
from reader.importers.registry import Registry
from reader.importers.targets.targets import Intake, parse_here
from reader.importers.web.fetch import fetch
from tests.importers.html.test_elements import lawful
from tests.importers.pages import PARAGRAPHS, page
from tests.importers.server import serving

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour &amp; Sea</title><link>{base}/</link><language>en-gb</language>
<item><title>Tides &lt;em&gt;counted&lt;/em&gt;</title><link>/tides</link><dc:creator>Ada Keeper</dc:creator>
<pubDate>Fri, 03 May 2024 23:30:00 -0500</pubDate><category>Sea</category><description>Short.</description>
<content:encoded><![CDATA[<p>One <b>bold</b> word &amp; more.</p><script>bad()</script><ul><li>a</li></ul>]]></content:encoded></item>
<item><title>Mud</title><guid isPermaLink="true">{base}/mud</guid><description>Of mud.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour &amp; Sea</title><link href="{base}/"/>
<entry><title type="html">Tides &lt;em&gt;counted&lt;/em&gt;</title><link href="{base}/tides"/><author><name>Ada Keeper</name></author>
<published>2024-05-03T23:30:00-05:00</published><category term="Sea"/>
<content type="html">&lt;p&gt;One &lt;b&gt;bold&lt;/b&gt; word &amp;amp; more.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;a&lt;/li&gt;&lt;/ul&gt;</content></entry>
<entry><title>Mud</title><id>{base}/mud</id><summary>Of mud.</summary></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour & Sea",
        "home_page_url": "{base}/",
        "items": [
            {
                "id": "1",
                "url": "/tides",
                "title": "Tides counted",
                "authors": [{"name": "Ada Keeper"}],
                "date_published": "2024-05-03T23:30:00-05:00",
                "tags": ["Sea"],
                "content_html": "<p>One <b>bold</b> word &amp; more.</p><ul><li>a</li></ul>",
            },
            {"id": "{base}/mud", "title": "Mud", "content_text": "Of mud."},
        ],
    }
)


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON], ids=["RSS", "Atom", "JSON"])
def test_each_entry_is_an_article(feed: str) -> None:
    data = feed.replace("{base}", "https://example.org").encode()
    assert Registry().best(data, "x.txt")[0].name == "feed"
    first, second = FeedImporter().read(data, "https://example.org/feed")
    for draft in (first, second):
        lawful(draft.text, draft.blocks, draft.inlines)
    assert first.text == "One bold word & more.\n\n• a"
    assert [(one.kind, one.span.of(first.text)) for one in first.inlines] == [("strong", "bold")]
    source = first.source
    assert (source.title, source.container, source.url) == (
        "Tides counted",
        "Harbour & Sea",
        "https://example.org/tides",
    )
    assert (source.authors, source.issued) == ((Name("Keeper", "Ada"),), PartialDate(2024, 5, 3))
    assert (first.categories, first.origin) == (("Sea",), "https://example.org/feed")
    assert (second.source.title, second.text, second.source.url) == ("Mud", "Of mud.", "https://example.org/mud")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<rss><channel><title>x</title></channel></rss>", "no entries"),
        (b"<rss><channel><item><title>cut</title><description>off &amp", None),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "no JSON"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": {}}', "no list"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [1, null]}', "no entries"),
    ],
)
def test_broken_feeds(data: bytes, reason: str | None) -> None:
    if reason is None:
        assert [draft.source.title for draft in FeedImporter().read(data, "x")] == ["cut"]
        return
    with pytest.raises(ImportFailed, match=reason):
        FeedImporter().read(data, "x")


def test_a_list_of_feeds_is_followed_and_one_that_fails_stops_no_other() -> None:
    pages = {"/feed": (200, {}, RSS.encode()), "/tides": (200, {"Content-Type": "text/html"}, page())}
    with serving(pages) as address:  # type: ignore[arg-type]  # a plain dict of answers
        pages["/feed"] = (200, {}, RSS.replace("{base}", address).encode())
        listed = f'<opml><body><outline xmlUrl="{address}/gone"/><outline><outline xmlUrl="{address}/feed"/></outline></body></opml>'
        pages["/list"] = (200, {}, listed.encode())
        intake = Intake(parse_here(Registry()), fetcher=partial(fetch, allow_private=True))
        gone, feed = intake.read(f"{address}/list")
        (whole,) = Intake(parse_here(Registry()), fetcher=intake.fetcher, full=True).read(f"{address}/feed")
    assert "404" in gone.error
    assert [draft.source.title for draft in feed.drafts] == ["Tides counted", "Mud"]
    tides, mud = whole.drafts
    assert PARAGRAPHS[0] in tides.text
    assert (tides.source.title, tides.source.authors) == ("Tides counted", (Name("Keeper", "Ada"),))
    assert mud.text == "Of mud."
    assert "404" in mud.warnings[0]


@pytest.mark.parametrize(
    "data", [b"<opml><body/></opml>", b"<opml><body>", b"<opml><outline xmlUrl='file:///x'/></opml>"]
)
def test_lists_without_feeds(data: bytes) -> None:
    with pytest.raises(ImportFailed) as failed:
        OPMLImporter().read(data, "x.opml")
    assert not isinstance(failed.value, TargetList)
