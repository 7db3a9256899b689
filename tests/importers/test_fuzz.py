"""Files that are nearly of a format: each importer reads them, or says in half a line why not; nothing else ever happens."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import ImportFailed
from reader.importers.format_detection import parse
from reader.importers.registry import Registry
from tests.fakes import DIGEST
from tests.importers.books import epub, pdf
from tests.importers.epub.test_epub import BOOK, NCX
from tests.importers.feed.test_feed import ATOM, JSON, RSS
from tests.importers.html.test_elements import lawful
from tests.importers.markdown.test_markdown import NOTE
from tests.importers.pages import page
from tests.importers.pdf.test_pdf import PAGES

REGISTRY = Registry()
SAMPLES = {
    "digest": [DIGEST.encode(), DIGEST.encode("utf-16")],
    "epub": [epub(BOOK, {"OEBPS/toc.ncx": NCX})],
    "feed": [RSS.encode(), ATOM.encode(), JSON.encode()],
    "html": [page()],
    "markdown": [NOTE.encode()],
    "opml": [b"<opml><body><outline text='a' xmlUrl='https://example.org/feed'/></body></opml>"],
    "pdf": [pdf(PAGES, "/Title (On tides)", "0 << /S /r >> 1 << /S /D /St 7 >>")],
    "text": [b"Title\n\n" + b"A line that goes on until it has to be broken, since it is\nlong.\n" * 5],
}
TOKENS = (
    b"<", b">", b"&", b"&#0;", b"&#x110000;", b"]]>", b"<!--", b"<![CDATA[", b"<?xml encoding='x'?>", b"\x00", b"\xff\xfe", b"\x1b[31m",
    b"\xe2\x80\xae", b"<table><tr><td>", b"</p>", b"<ul><li>", b"<pre>", b"[^1]: ", b"|-|-|", b"```", b"> ", b"---\n", b"{}", b"null", b"-1",
    b"9999999999", b"endobj", b"stream", b"<<", b"obj", b"PK\x01\x02", b"\xcc\x81" * 5, b"\n\n", b"- Post\n", b"99-99-9999",
)  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, sample: bytes) -> bytes:
    """The sample with a few places cut out, doubled, moved or written over."""
    data = sample
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 60)))
        put = draw(st.sampled_from(TOKENS) | st.binary(max_size=8) | st.just(data[start:end] * 3) | st.just(b""))
        data = data[:start] + put + data[end:]
    return data


def lawful_or_refused(content: bytes, form: str, registry: Registry) -> None:
    """What every content must come to: articles as they have to be, or one line that says why not."""
    try:
        drafts = parse(content, "file", form, registry)
    except ImportFailed as error:
        assert "\n" not in str(error)
        return
    for draft in drafts:
        lawful(draft.text, draft.blocks, draft.inlines)
        assert draft.source.title
        assert draft.text or draft.warnings


@pytest.mark.parametrize("form", SAMPLES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_nearly_right_files(form: str, data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(SAMPLES[form]).flatmap(spoiled))
    for asked in (form, "auto"):
        lawful_or_refused(content, asked, REGISTRY)


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=300), name=st.sampled_from(["a", "a.html", "a.md", "a.epub", "a.pdf", "a.txt"]))
def test_any_bytes_at_all(content: bytes, name: str) -> None:
    try:
        drafts = parse(content, name, "auto", REGISTRY)
    except ImportFailed as error:
        assert "\n" not in str(error)
        return
    for draft in drafts:
        lawful(draft.text, draft.blocks, draft.inlines)
