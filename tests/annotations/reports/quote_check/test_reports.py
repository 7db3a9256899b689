"""Quotations found in reports of every kind: their words, their lines, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from annotations.reports.quote_check.latex_text import latex_report
from annotations.reports.quote_check.markup_text import html_report, markdown_report, org_report, plain_report
from annotations.reports.quote_check.masked_text import MaskedReport
from annotations.reports.quote_check.quote_extraction import quotations
from tests.strategies import wild_text

READERS = {
    "md": markdown_report,
    "txt": plain_report,
    "html": html_report,
    "tex": latex_report,
    "org": org_report,
}


def seen(kind: str, source: str) -> list[tuple[int, str]]:
    return [(each.line, each.texts[0]) for each in quotations(READERS[kind](source))]


SAID = "the sea keeps no books"


@pytest.mark.parametrize(
    "quoted",
    [
        f"“{SAID}”", f'"{SAID}"', f"«{SAID}»", f"« {SAID} »", f"»{SAID}«", f"„{SAID}“", f"„{SAID}”", f"‘{SAID}’",
        f"'{SAID}'", f"‹{SAID}›", f"”{SAID}”", f"``{SAID}''", f"「{SAID}」", f"『{SAID}』", f"‚{SAID}‘",
        "“the sea keeps\nno books”", "“the sea *keeps* no books”", "“the sea keeps[^1] no books”", "“the sea keeps[1] no books”",
        "“the sea keeps¹ no books”", "“the sea [keeps](https://example.org) no books”", "“the sea keeps^[A note.] no books”",
        "“the sea <em>keeps</em> no books”", "“the sea&nbsp;keeps no books”", "“the sea <!-- oh --> keeps no books”",
        "“the **sea** _keeps_ no books”",
    ],
)  # fmt: skip
def test_marks_of_every_kind_in_markdown(quoted: str) -> None:
    assert seen("md", f"First line.\n\nHe wrote: {quoted}, and left.\n") == [(3, SAID)]


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("md", "a\n\n> The sea keeps\n> no books.\n\nb", [(3, "The sea keeps no books.")]),
        ("md", "> The sea keeps\nno books.\n\nb", [(1, "The sea keeps no books.")]),
        ("md", "> The sea keeps no books.\n>\n> Nobody has ever asked it.\n", [(1, "The sea keeps no books."), (3, "Nobody has ever asked it.")]),
        ("md", "> The sea keeps no books.\n> — A. Keeper, 2025\n", [(1, "The sea keeps no books.")]),
        ("md", "> The sea keeps no books (Keeper, 2025).\n", [(1, "The sea keeps no books")]),
        ("md", "> “The sea keeps no books.” [@keeper2025, p. 3]\n", [(1, "The sea keeps no books.")]),
        ("md", "- “The sea keeps no books”\n- “Nobody has ever asked it”\n", [(1, "The sea keeps no books"), (2, "Nobody has ever asked it")]),
        ("md", "```\nprint(\"the sea keeps no books\")\n```\n", []),
        ("md", "Use `echo \"the sea keeps no books\"` here.", []),
        ("md", "---\ntitle: \"the sea keeps no books\"\n---\nText.", []),
        ("md", "![“the sea keeps no books”](x.png) [x](y \"the sea keeps no books\")", []),
        ("md", "He said “the sea” and “no books” and 'tis the dogs' and cats' bowl of milk.", []),
        ("md", "It is 6\" by 9\" and 10\" deep by 12\" wide, she's told.", []),
        ("md", "“He said ‘the sea keeps no books’ and left us there.”", [(1, "He said ‘the sea keeps no books’ and left us there.")]),
        ("md", "\"He said 'the sea keeps no books' and left.\" Then \"nobody has ever asked it\".", [(1, "He said 'the sea keeps no books' and left."), (1, "nobody has ever asked it")]),
        ("txt", "x\n\n> The sea keeps\n> no books.\n", [(3, "The sea keeps no books.")]),
        ("txt", "Text.\n\n    The sea keeps no books, and nobody has\n    ever asked it for one.\n\nText.", [(3, "The sea keeps no books, and nobody has ever asked it for one.")]),
        ("txt", "He wrote that * \"the sea keeps no books\" * twice.", [(1, "the sea keeps no books")]),
        ("html", "<p>a</p>\n<p>He: &ldquo;the sea <b>keeps</b>\nno books&rdquo;</p>", [(2, "the sea keeps no books")]),
        ("html", "<p><q>the sea keeps no books</q></p>", [(1, "the sea keeps no books")]),
        ("html", "<blockquote cite='https://x.org'><p>The sea keeps no books.</p>\n<footer>A. Keeper, 2025</footer></blockquote>", [(1, "The sea keeps no books.")]),
        ("html", "<script>x = \"the sea keeps no books\"</script><p title=\"the sea keeps no books\">a</p>", []),
        ("html", "<p>“the sea keeps<sup><a href='#n1'>1</a></sup> no books”</p>", [(1, "the sea keeps no books")]),
        ("tex", "\\begin{document}\nHe: ``the sea \\emph{keeps}\nno books''.\n\\end{document}", [(2, "the sea keeps no books")]),
        ("tex", "He: \\enquote{the sea keeps no books}.", [(1, "the sea keeps no books")]),
        ("tex", "He: \\textquote[{\\cite[3]{keeper2025}}]{the sea keeps no books}.", [(1, "the sea keeps no books")]),
        ("tex", "\\textcquote[3]{keeper2025}{the sea keeps no books}", [(1, "the sea keeps no books")]),
        ("tex", "% “the sea keeps no books”\ntext", []),
        ("tex", "\\begin{quote}\nThe sea keeps\nno books.\n\\end{quote}", [(2, "The sea keeps no books.")]),
        ("tex", "\\begin{displaycquote}[3]{keeper2025}\nThe sea keeps no books.\n\\end{displaycquote}", [(2, "The sea keeps no books.")]),
        ("tex", "``the sea\\footnote{He said ``so''.} keeps na\\\"ive books---twice''", [(1, "the sea keeps naïve books—twice")]),
        ("tex", "\"`the sea keeps no books\"'", [(1, "the sea keeps no books")]),
        ("tex", "\\enquote{the sea \\textins{never} keeps \\textelp{} no books}", [(1, "the sea [never] keeps […] no books")]),
        ("txt", "\"the sea keeps no ac-\ncount book\"", [(1, "the sea keeps no account book")]),
        ("org", "#+begin_quote\nThe sea keeps\nno books.\n#+end_quote\n", [(2, "The sea keeps no books.")]),
        ("org", "He: “the /sea/ *keeps* no books[fn:1]” x\n\n[fn:1] A note.", [(1, "the sea keeps no books")]),
        ("org", "#+begin_src\n\"the sea keeps no books\"\n#+end_src\n", []),
        ("org", "See “[[https://x.org][the sea keeps]] no books”.", [(1, "the sea keeps no books")]),
    ],
)  # fmt: skip
def test_each_markups_own_ways(kind: str, source: str, expected: list[tuple[int, str]]) -> None:
    assert seen(kind, source) == expected


def test_a_quotation_that_goes_on_in_the_next_paragraph() -> None:
    source = "He said: “The sea keeps no books.\n\n“Nobody has ever asked it.” So it was."
    assert seen("md", source) == [(1, "The sea keeps no books."), (3, "Nobody has ever asked it.")]


def test_single_marks_may_end_at_any_apostrophe() -> None:
    (found,) = quotations(markdown_report("She wrote ‘the keepers’ books were never asked for’ in May."))
    assert "the keepers’ books were never asked for" in found.texts


@pytest.mark.parametrize("kind", READERS)
@settings(deadline=None)  # a machine may be busy
@given(source=wild_text)
def test_a_report_is_as_long_as_its_file(kind: str, source: str) -> None:
    report: MaskedReport = READERS[kind](source)
    assert len(report.text) == len(source)
    for found in quotations(report):
        assert all(0 <= span.start <= span.end <= len(source) for span in found.spans)
        assert 1 <= found.line <= source.count("\n") + 1


@pytest.mark.parametrize(
    ("source", "before", "behind", "notes"),
    [
        ("Keeper (2025) wrote “the sea keeps no books”.", "Keeper (2025) wrote", ".", ()),
        ("x. “The sea keeps no books” (Keeper, 2025, p. 3). He left.", "x.", "(Keeper, 2025, p. 3).", ()),
        ("“The sea keeps no books.” (Keeper, 2025) He left.", "", "(Keeper, 2025) He left.", ()),
        ("“The sea keeps no books.”[^1] He left.\n\n[^1]: Keeper, 2025.", "", "He left.", ("Keeper, 2025.",)),
        ("> The sea keeps no books.\n\n(Keeper, 2025)\n\nText.", "", "(Keeper, 2025)", ()),
        ("> The sea keeps no books.\n> — A. Keeper, 2025", "", "— A. Keeper, 2025", ()),
    ],
)
def test_what_stands_beside_a_quotation(source: str, before: str, behind: str, notes: tuple[str, ...]) -> None:
    (found,) = quotations(markdown_report(source))
    assert (found.before, found.behind, found.notes) == (before, behind, notes)
