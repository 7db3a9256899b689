"""Books: order, headings, notes, pages, ruby; and books that are broken, locked, or made to do harm."""

from __future__ import annotations

import io
import zipfile

import pytest

from annotations.model.source import Name, PartialDate
from reader.articles.article import Draft
from reader.errors import ImportFailed
from reader.importers.epub.archive import Archive
from reader.importers.epub.epub import EPUBImporter
from reader.importers.epub.package_document import read_package
from tests.fakes import SHARED
from tests.importers.books import METADATA, chapter, epub
from tests.importers.html.test_elements import lawful


def read(data: bytes) -> Draft:
    (draft,) = EPUBImporter().read(data, "book.epub")
    lawful(draft.text, draft.blocks, draft.inlines)
    return draft


BOOK = {
    "one.xhtml": chapter(
        '<h1 id="a">The tide</h1><p>It rose<a epub:type="noteref" href="notes.xhtml#n1">1</a>. See <a href="two.xhtml#b">mud</a>.</p>'
        '<span epub:type="pagebreak" id="p1" title="1"/><p>It fell&nbsp;again. It <span epub:type="pagebreak" title="2"/>rose.</p>'
    ),
    "two.xhtml": chapter('<p class="t">Of mud</p><p id="b">Mud &amp; more; <ruby>海<rt>うみ</rt></ruby>.</p>'),
    "notes.xhtml": chapter('<aside epub:type="footnote" id="n1"><p>1 Nobody saw it.</p></aside>'),
}
NCX = (
    '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>'
    '<navPoint id="x"><navLabel><text>The tide</text></navLabel><content src="one.xhtml"/></navPoint>'
    '<navPoint id="y"><navLabel><text>Of mud</text></navLabel><content src="two.xhtml"/></navPoint></navMap></ncx>'
)


def test_a_book_is_one_article_with_its_chapters_notes_pages_and_links() -> None:
    data = epub(BOOK, {"OEBPS/toc.ncx": NCX})
    draft = read(data)
    assert [(block.kind, block.span.of(draft.text)) for block in draft.blocks] == [
        ("heading", "The tide"),
        ("paragraph", "It rose[1]. See mud."),
        ("paragraph", "It fell\u00a0again. It rose."),
        ("heading", "Of mud"),
        ("paragraph", "Mud & more; 海（うみ）."),
        ("footnote", "[1] Nobody saw it."),
    ]
    shown = {(one.kind, one.span.of(draft.text)): one.target for one in draft.inlines}
    assert draft.text[int(shown["footnote", "[1]"][1:]) :] == "[1] Nobody saw it."
    assert draft.text[int(shown["link", "mud"][1:]) :].startswith("Mud & more")
    assert [one.target for one in draft.inlines if one.kind == "page"] == ["1", "2"]
    assert next(one.span.of(draft.text) for one in draft.inlines if one.target == "1") == "It fell\u00a0again. It"
    source = draft.source
    assert (source.title, source.kind, source.publisher, source.language) == (
        "Sea Books",
        "book",
        "Harbour Press",
        "en",
    )
    assert (source.authors, source.issued) == ((Name("Keeper", "Ada"),), PartialDate(2021, 5))
    assert read_package(Archive(data)).cover == "OEBPS/cover.png"


@pytest.mark.parametrize(
    ("metadata", "title", "authors"),
    [
        (
            '<dc:title id="s">of mud</dc:title><meta refines="#s" property="title-type">subtitle</meta>'
            '<dc:title id="m">Books</dc:title><meta refines="#m" property="title-type">main</meta>',
            "Books: of mud",
            [],
        ),
        ("<dc:title>First</dc:title><dc:title>Second</dc:title>", "First", []),
        (
            '<dc:title>T</dc:title><dc:creator opf:role="aut" opf:file-as="van Dam, Cy">Cy van Dam</dc:creator>'
            '<dc:creator opf:role="edt">Bo Li</dc:creator><dc:contributor opf:role="trl">Ann Other</dc:contributor>',
            "T",
            [Name("Dam", "Cy", particles="van")],
        ),
        ("", "book", []),
    ],
)
def test_titles_and_names(metadata: str, title: str, authors: list[Name]) -> None:
    source = read(epub(BOOK, metadata=metadata)).source
    assert (source.title, list(source.authors)) == (title, authors)


def test_the_spine_rules_and_what_is_not_linear_stands_last() -> None:
    chapters = {f"{n}.xhtml": chapter(f"<p>{n}</p>") for n in "abc"}
    spine = '<itemref idref="i2"/><itemref idref="i0" linear="no"/><itemref idref="i1"/>'
    assert read(epub(chapters, spine=spine)).text.split() == ["c", "b", "a"]


def test_a_chapter_that_is_missing_or_broken_costs_no_other() -> None:
    chapters = {"a.xhtml": chapter("<p>One</p>"), "b.xhtml": "<html><body><p>Two <b>open<p>still", "c.xhtml": ""}
    draft = read(epub(chapters))
    assert draft.text.split() == ["One", "Two", "open", "still"]
    assert len(draft.warnings) == 1


def spoiled(data: bytes) -> bytes:
    """The same archive, its first packed chapter overwritten."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        place = next(info.header_offset for info in archive.infolist() if info.filename.endswith("a.xhtml"))
    return data[: place + 45] + b"\xff" * 20 + data[place + 65 :]


ENCRYPTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
    '<e:EncryptedData><e:EncryptionMethod Algorithm="{}"/><e:CipherData><e:CipherReference URI="OEBPS/a.xhtml"/>'
    "</e:CipherData></e:EncryptedData></encryption>"
)
AES = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
ONE = {"a.xhtml": chapter("<p>" + "words " * 50 + "</p>")}
BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (epub(ONE)[:400], "cannot be opened"),
        (epub(ONE, {"META-INF/container.xml": "<no"}), "no XML"),
        (epub(ONE, {"META-INF/container.xml": "<container/>"}), "names no package"),
        (epub({}), "nothing that can be read"),
        (epub({"a.xhtml": chapter("<p> </p>")}), "holds no text"),
        (epub({"a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}), "this book has only pictures"),
        (epub({"a.xhtml": chapter("<p><img src='a.png' alt=''/></p>")}), "this book has only pictures"),
        (epub(ONE, {"META-INF/encryption.xml": ENCRYPTED.format(AES)}), "DRM"),
        (epub({"a.xhtml": chapter("<p>" + "a" * 31_000_000 + "</p>")}), "made to do harm"),
        (epub(ONE, {"OEBPS/book.opf": BOMB + "<package>&b;</package>"}), "made to do harm"),
        (epub(ONE, {"META-INF/container.xml": '<c><rootfile full-path="../../etc/passwd"/></c>'}), "is not in it"),
        (spoiled(epub(ONE)), "cannot be unpacked"),
    ],
    ids=[
        "cut",
        "container",
        "no package",
        "empty",
        "blank",
        "svg",
        "scans",
        "locked",
        "bomb",
        "entities",
        "slip",
        "spoiled",
    ],
)
def test_what_is_wrong_with_a_book_is_said(data: bytes, reason: str) -> None:
    with pytest.raises(ImportFailed, match=reason) as failed:
        read(data)
    assert "\n" not in str(failed.value)


def test_scrambled_fonts_lock_no_book_and_entities_of_a_chapter_are_dropped() -> None:
    fonts = ENCRYPTED.format("http://www.idpf.org/2008/embedding")
    assert read(epub(ONE, {"META-INF/encryption.xml": fonts})).text.startswith("words")
    body = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "zzz">]><html><body><p>a &x;&y; b</p></body></html>'
    assert read(epub({"a.xhtml": body})).text.split() == ["a", "b"]


def test_paths_never_lead_out_of_the_book() -> None:
    chapters = {"../../outside.xhtml": chapter("<p>Outside</p>"), "in.xhtml": chapter("<p>Inside</p>")}
    draft = read(epub(chapters, metadata=METADATA))
    assert draft.text == "Inside"


def test_it_is_known_by_its_content() -> None:
    importer = EPUBImporter()
    assert importer.recognises(epub(BOOK), "x.zip") == 1.0
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("readme.txt", "words")
    assert importer.recognises(plain.getvalue(), "x.epub") == 0.0


SAMPLES = SHARED / "samples" / "epub"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample books are not beside this checkout")
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.epub")) if SAMPLES.is_dir() else [], ids=lambda path: path.stem)
def test_real_books(path) -> None:  # type: ignore[no-untyped-def]  # parametrize gives paths
    draft = read(path.read_bytes())
    assert draft.source.title
    assert not draft.warnings
    assert any(block.kind == "heading" for block in draft.blocks)
