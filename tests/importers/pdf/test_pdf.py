"""PDF: paragraphs joined again, pages as they are numbered, running lines left out."""

from __future__ import annotations

import sys

import pytest

from annotations.model.source import Name
from reader.articles.article import Draft
from reader.errors import ImportFailed
from reader.importers.pdf.pdf import PDFImporter
from tests.importers.books import pdf
from tests.importers.html.test_elements import lawful

pytest.importorskip("pypdf")

Lines = list[tuple[float, float, float, str]]


def set_out(*texts: str, top: float = 700, size: float = 11, x: float = 72) -> Lines:
    """Lines below each other."""
    return [(x, top - 14 * n, size, text) for n, text in enumerate(texts)]


def framed(number: int, lines: Lines) -> Lines:
    return [(72, 760, 9, "Harbour Office - On tides"), *lines, (300, 40, 9, str(number))]


PAGES = [
    framed(1, [(72, 720, 18, "On tides"), *set_out("The first tide gauge of the harbour was read every hour by", "whoever had the watch, and its books are kept in the town-", "hall. They are forty-one.", top=690), *set_out("Nobody had looked at them when a student of physics asked", "for the key, and found that the ge\x02nerous lock of the".replace("\x02", ""), top=630)]),
    framed(2, set_out("door still fitted. It is an obser-", "vation that pleased her.")),
    framed(3, [(72, 720, 14, "Results"), *set_out("The sea stands higher than it did.", top=690)]),
    framed(4, set_out("So says the town hall.")),
]  # fmt: skip


def read(data: bytes, origin: str = "my_paper.pdf") -> Draft:
    (draft,) = PDFImporter().read(data, origin)
    lawful(draft.text, draft.blocks, draft.inlines)
    return draft


def test_paragraphs_pages_and_hyphens() -> None:
    draft = read(pdf(PAGES, "/Title (On tides) /Author (Ada Keeper)", "0 << /S /r >> 1 << /S /D /St 7 >>"))
    assert [(block.kind, block.span.of(draft.text)) for block in draft.blocks] == [
        ("heading", "On tides"),
        ("paragraph", "The first tide gauge of the harbour was read every hour by whoever had the watch, and its books are kept in the townhall. They are forty-one."),
        ("paragraph", "Nobody had looked at them when a student of physics asked for the key, and found that the generous lock of the door still fitted. It is an observation that pleased her."),
        ("heading", "Results"),
        ("paragraph", "The sea stands higher than it did."),
        ("paragraph", "So says the town hall."),
    ]  # fmt: skip
    pages = {one.target: one.span.of(draft.text) for one in draft.inlines if one.kind == "page"}
    assert list(pages) == ["i", "7", "8", "9"]
    assert pages["7"] == "door still fitted. It is an observation that pleased her."
    assert pages["i"].endswith("generous lock of the")
    assert (draft.source.title, draft.source.authors) == ("On tides", (Name("Keeper", "Ada"),))


def test_a_title_that_a_program_made_up_gives_way_to_the_printed_one() -> None:
    assert read(pdf(PAGES, "/Title (Microsoft Word - tides_final2.docx)")).source.title == "On tides"
    assert read(pdf([set_out("Only some words.")])).source.title == "my paper"


def test_an_article_with_a_doi_is_one_of_a_journal() -> None:
    draft = read(pdf([set_out("Words of the article.", "https://doi.org/10.1234/abc.5")]))
    assert (draft.source.kind, draft.source.doi) == ("article-journal", "10.1234/abc.5")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4\nnothing else", "broken"),
        (pdf([[]]), "OCR"),
        (pdf([]), "no pages"),
        (pdf(PAGES)[:300], "broken"),
        (
            pdf(PAGES).replace(
                b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Other /V 9 /R 9 /O (x) /U (x) /P 0 >>"
            ),
            "locked",
        ),
    ],
    ids=["nothing", "pictures", "no pages", "cut", "locked"],
)
def test_what_is_wrong_with_a_pdf_is_said(data: bytes, reason: str) -> None:
    with pytest.raises(ImportFailed, match=reason) as failed:
        read(data)
    assert "\n" not in str(failed.value)


def test_without_the_extra_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(ImportFailed, match=r"glossator\[pdf\]"):
        read(pdf(PAGES))
