"""`gloss verify`: reports of every format, exit statuses, versions, and what is wrong with a file in one line."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reader.cli.main import main
from tests.cli.test_cli import Gloss
from tests.cli.test_echoes_command import TWICE

SAID = "the lock had been ten years in the making and would serve the coast"
CITED = "(The Harbour Post, 2025, July 14)"


class Quick(Gloss):
    """The same in this process: no start of the interpreter for each command."""

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        with (
            CliRunner().isolation(stdin, env={**self.environ, "COLUMNS": "200"}) as (out, err, _),
            pytest.MonkeyPatch.context() as patched,
        ):
            patched.setattr(sys, "argv", ["gloss", *words])
            try:
                status = main()
            except SystemExit as exit_:
                status = int(exit_.code or 0)
            sys.stdout.flush()
            return subprocess.CompletedProcess(words, status, out.getvalue().decode(), err.getvalue().decode())


@pytest.fixture
def gloss(tmp_path: Path) -> Gloss:
    made = Quick(tmp_path)
    (tmp_path / "twice.txt").write_text(TWICE)
    made("add", str(tmp_path / "twice.txt"))
    return made


def checked(gloss: Gloss, path: Path, status: int = 0) -> Any:
    done = gloss.run("verify", str(path), "--json")
    assert done.returncode == status, done.stdout + done.stderr
    return json.loads(done.stdout)


def written(folder: Path, text: str, name: str = "report.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def docx(folder: Path, *paragraphs: tuple[str, str]) -> Path:
    """Paragraphs with their styles; `{1}` in a text is a mark of the footnote."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    mark = '</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t xml:space="preserve">'
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text.replace("{1}", mark)}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    note = f'<w:footnote w:id="1"><w:p><w:r><w:t>{CITED[1:-1]}</w:t></w:r></w:p></w:footnote>'
    path = folder / "report.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/footnotes.xml", f"<w:footnotes {space}>{note}</w:footnotes>")
    return path


def odt(folder: Path, *paragraphs: tuple[str, str]) -> Path:
    space = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    note = f'<text:note text:id="n1"><text:note-body><text:p>{CITED[1:-1]}</text:p></text:note-body></text:note>'
    body = "".join(
        f'<text:p text:style-name="{style}">{text.replace("{1}", note)}</text:p>' for style, text in paragraphs
    )
    path = folder / "report.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {space}><office:body>{body}</office:body></office:document-content>",
        )
    return path


def test_what_is_right_passes(gloss: Gloss, tmp_path: Path) -> None:
    document = checked(gloss, written(tmp_path, f"Captain Ulver said that “{SAID}” {CITED}.\n"))
    (quote,) = document["quotes"]
    assert (quote["verdict"], quote["line"], quote["score"], quote["article"]) == (
        "verbatim",
        1,
        1.0,
        "2025-07-14-a-lock-opens",
    )
    assert quote["text"] == quote["found"] == SAID
    shown = gloss.json("show", quote["article"])["text"]
    assert shown[quote["start"] : quote["end"]] == SAID
    assert quote["citation"] == {
        "text": CITED, "article": "2025-07-14-a-lock-opens", "source": True, "date": True, "wrong": False,
    }  # fmt: skip
    assert document["summary"] == {
        "quotes": 1, "verbatim": 1, "altered": 0, "missing": 0, "wrongly_cited": 0, "changed_since": 0, "ok": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "verdict", "said"),
    [
        (f"“{SAID.replace('had been', 'had not been')}”", "altered", "had {+"),
        (f"“{SAID.replace('ten', 'eleven')}”", "altered", "[-eleven-] {+ten+}"),
        ("“a lock is a door that water has agreed to use”", "missing", "MISSING"),
        (f"“{SAID}” (Coast Weekly, 2025)", "verbatim", "another source"),
        (f"“{SAID}” (The Harbour Post, 13 July 2025)", "verbatim", "another date"),
        (f"As Coast Weekly wrote, “{SAID}”.", "verbatim", "another source"),
    ],
)
def test_what_is_wrong_fails_and_is_told(gloss: Gloss, tmp_path: Path, text: str, verdict: str, said: str) -> None:
    path = written(tmp_path, f"First.\n\n{text}\n")
    (quote,) = checked(gloss, path, status=1)["quotes"]
    assert (quote["verdict"], quote["line"]) == (verdict, 3)
    done = gloss.run("verify", str(path))
    assert done.returncode == 1
    assert said in done.stdout or said == "had {+"
    assert "report.md:3:" in done.stdout


def test_the_key_of_a_citation_names_its_article(gloss: Gloss, tmp_path: Path) -> None:
    right, wrong = (gloss("cite", each, "--format", "pandoc") for each in ("a-lock-opens", "ten-years"))
    del right, wrong
    path = written(tmp_path, f"“{SAID}” [@harbourpost2025lock, para. 1]\n")
    (quote,) = checked(gloss, path)["quotes"]
    assert (quote["citation"]["article"], quote["citation"]["source"]) == ("2025-07-14-a-lock-opens", True)
    path = written(tmp_path, f"“{SAID}” [@coastweekly2025ten]\n")
    (quote,) = checked(gloss, path, status=1)["quotes"]
    assert (quote["citation"]["article"], quote["citation"]["source"]) == ("2025-07-13-ten-years-for-a-lock", False)


def test_what_several_say_may_be_cited_from_each(gloss: Gloss, tmp_path: Path) -> None:
    shared = "serve the coast for a hundred more"
    for paper, day in (("The Harbour Post", "14"), ("Coast Weekly", "13")):
        (quote,) = checked(gloss, written(tmp_path, f"“{shared}” ({paper}, 2025, July {day})"))["quotes"]
        assert quote["citation"]["source"] is True
    (quote,) = checked(gloss, written(tmp_path, f"“{shared}”"))["quotes"]
    assert quote["article"] == "2025-07-13-ten-years-for-a-lock"


def test_a_source_that_has_changed_since_is_told(gloss: Gloss, tmp_path: Path) -> None:
    (tmp_path / "twice.txt").write_text(
        TWICE.replace("ten years in the making and would", "long in the making, and would")
    )
    gloss("add", str(tmp_path / "twice.txt"))
    document = checked(gloss, written(tmp_path, f"“{SAID}” {CITED}\n"))
    (quote,) = document["quotes"]
    assert (quote["verdict"], quote["version"], quote["changed_since"]) == ("verbatim", 1, True)
    assert "version 1 of 2" in gloss("verify", str(tmp_path / "report.md"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.md", f"x\n\n> {SAID.capitalize()}.\n>\n> — The Harbour Post, 14 July 2025\n"),
        ("r.md", f"“{SAID}”[^1]\n\n[^1]: The Harbour Post, 14 July 2025.\n"),
        ("r.txt", f"The Harbour Post (2025) wrote \"{SAID}\"."),
        ("r.txt", f"\"{SAID}\"[1]\n\n[1] The Harbour Post, 14 July 2025.\n"),
        ("r.html", f"<p>He: <q>{SAID}</q> {CITED}</p>"),
        ("r.tex", f"He: \\enquote{{{SAID}}}\\footnote{{The Harbour Post, 14 July 2025.}}"),
        ("r.tex", f"He: \\enquote{{{SAID}}}\\footnote{{The Harbour Post, 14~July 2025.}}"),
        ("r.tex", f"He: \\textquote[The Harbour Post, 14~July 2025]{{{SAID}}}."),
        ("r.tex", f"He: \\blockquote[The Harbour Post, 14 July 2025]{{{SAID}}}."),
        ("r.tex", f"``{SAID}'' (The Harbour Post, 14~July~2025)"),
        ("r.tex", f"``{SAID}'' \\parencite[para.~1]{{harbourpost2025lock}}"),
        ("r.org", f"#+begin_quote\n{SAID}\n#+end_quote\n[cite:@harbourpost2025lock]"),
    ],
)  # fmt: skip
def test_every_format_with_its_citation(gloss: Gloss, tmp_path: Path, name: str, text: str) -> None:
    (quote,) = checked(gloss, written(tmp_path, text, name))["quotes"]
    assert quote["verdict"] == "verbatim"
    assert quote["citation"] is not None
    assert (quote["citation"]["source"], quote["citation"]["wrong"]) == (True, False)


@pytest.mark.parametrize("make", [docx, odt])
def test_office_documents_by_their_paragraphs(gloss: Gloss, tmp_path: Path, make: Any) -> None:
    path = make(
        tmp_path, ("Normal", "First."), ("Normal", f"He said “{SAID}”{{1}} and left."), ("Quotations", SAID + ".")
    )
    quotes = checked(gloss, path)["quotes"]
    assert [(each["line"], each["verdict"], each["block"]) for each in quotes] == [
        (2, "verbatim", False),
        (3, "verbatim", True),
    ]
    assert quotes[0]["citation"]["source"] is True


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gone.md", None, "no such file"),
        ("bad.docx", b"PK\x03\x04 no", "no docx document"),
        ("bad.odt", b"text", "no odt document"),
        ("bad.md", b"\x00\x01\x02" * 9, "not a text"),
        ("bad.txt", b"caf\xe9 \x81\x05 so", "encoding"),
        ("packed.md", b"PK\x03\x04\x14\x00", "not a text"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    gloss: Gloss, tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    error = gloss.fails("verify", str(tmp_path / name))
    assert said in error
    assert name in error


def test_a_short_quotation_that_is_changed_is_found_by_its_citation(gloss: Gloss, tmp_path: Path) -> None:
    path = written(tmp_path, f"“Monday the mayor Olga Marlowe” {CITED}")
    (quote,) = checked(gloss, path, status=1)["quotes"]
    assert (quote["verdict"], quote["article"]) == ("altered", "2025-07-14-a-lock-opens")


def test_other_encodings_and_several_reports(gloss: Gloss, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"Café: “{SAID}”".encode("cp1252"))
    (tmp_path / "b.txt").write_bytes(f"\ufeffA: “{SAID}”".encode("utf-16"))
    document = json.loads(gloss("verify", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--json"))
    assert [each["verdict"] for each in document["quotes"]] == ["verbatim"] * 2
    assert "1 verbatim" in gloss("verify", "-", stdin=f"“{SAID}”")


def test_titles_in_quotation_marks_are_no_quotations(gloss: Gloss, tmp_path: Path) -> None:
    assert checked(gloss, written(tmp_path, "See “Ten Years for a Lock,” and “ten years for a lock”."))["quotes"] == []


def test_our_own_exports_pass(gloss: Gloss, tmp_path: Path) -> None:
    gloss("highlight", "a-lock-opens", "--quote", SAID)
    for form, ending in (("markdown", "md"), ("obsidian", "md"), ("org", "org"), ("latex", "tex")):
        path = tmp_path / f"export.{ending}"
        assert gloss.run("export", "--format", form, "--force", "-o", str(path)).returncode == 0
        document = checked(gloss, path)
        assert [each["verdict"] for each in document["quotes"]] == ["verbatim"], form


GATE = """---
title: A gate for the bay
container: Bay Courier
date: 2025-02-03
---

Silt moves. Patience carries a strategic cost for us, the harbourmaster said.

Tolls will rise by 12 percent, but only when the second gate opens. We found no firm evidence of a leak.
"""


def gate(gloss: Gloss, tmp_path: Path, text: str) -> tuple[int, Any]:
    (tmp_path / "gate.md").write_text(GATE)
    gloss("add", str(tmp_path / "gate.md"))
    done = gloss.run("verify", str(written(tmp_path, text)), "--json")
    return done.returncode, json.loads(done.stdout)["quotes"][0]


def test_a_condition_that_was_cut_off_is_a_notice_and_fails_only_when_strict(gloss: Gloss, tmp_path: Path) -> None:
    status, quote = gate(gloss, tmp_path, "“Tolls will rise by 12 percent” (Bay Courier, 2025)")
    assert (status, quote["verdict"]) == (0, "verbatim")
    assert quote["notices"] == [{"kind": "continues", "text": "but only when the second gate opens"}]
    assert gloss.run("verify", str(tmp_path / "report.md"), "--strict").returncode == 1
    assert "notice: continues" in gloss("verify", "-q", str(tmp_path / "report.md"))


def test_an_author_that_the_source_does_not_name_is_a_notice(gloss: Gloss, tmp_path: Path) -> None:
    status, quote = gate(gloss, tmp_path, "“Tolls will rise by 12 percent” (Ortega, 2025)")
    assert (status, quote["citation"]["source"]) == (0, None)
    assert "author unknown" in [notice["kind"] for notice in quote["notices"]]


def test_a_negation_left_out_is_an_altered_sense(gloss: Gloss, tmp_path: Path) -> None:
    status, quote = gate(gloss, tmp_path, "“We found … firm evidence of a leak”")
    assert (status, quote["verdict"], quote["sense"]) == (1, "altered", True)
    assert "ALTERED (sense)" in gloss.run("verify", str(tmp_path / "report.md")).stdout


def test_a_short_quotation_is_matched_by_its_rare_words(gloss: Gloss, tmp_path: Path) -> None:
    status, quote = gate(gloss, tmp_path, "“patience carries no strategic cost”")
    assert (status, quote["verdict"]) == (1, "altered")
    assert [part["quoted"].strip() for part in quote["parts"] if not part["same"]] == ["no"]


def test_a_missing_quotation_names_the_nearest_passage(gloss: Gloss, tmp_path: Path) -> None:
    text = "“When the second gate opens the council will celebrate with many fireworks and drums”"
    status, quote = gate(gloss, tmp_path, text)
    assert (status, quote["verdict"]) == (1, "missing")
    assert "second gate opens" in quote["nearest"]["found"]
    assert 0 < quote["nearest"]["score"] < 0.5
    assert "nearest, " in gloss.run("verify", str(tmp_path / "report.md")).stdout
    invented = "“Seven lanterns drifted quietly past a sleeping orchard under violet clouds”"
    assert gate(gloss, tmp_path, invented)[1]["nearest"] is None


def test_columns_are_the_quotations_in_the_file(gloss: Gloss, tmp_path: Path) -> None:
    _, quote = gate(gloss, tmp_path, "First.\n\nÜber **all**: “Tolls will rise by 12 percent”, it says.\n")
    line = (tmp_path / "report.md").read_text(encoding="utf-8").splitlines()[quote["line"] - 1]
    first, end = quote["columns"]
    assert line[first - 1 : end - 1] == "Tolls will rise by 12 percent"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.md", "It said “we shall all be back by supper” then. <!-- gloss: ignore -->\n"),
        ("r.md", "<!-- gloss: ignore -->\n> We shall all be back\n> by supper.\n"),
        ("r.tex", "It said ``we shall all be back by supper''. % gloss: ignore\n"),
        ("r.org", "# gloss: ignore\nIt said “we shall all be back by supper”.\n"),
    ],
)
def test_a_comment_excludes_its_line_or_the_paragraph_behind_it(
    gloss: Gloss, tmp_path: Path, name: str, text: str
) -> None:
    assert checked(gloss, written(tmp_path, text, name))["quotes"] == []
    more = f"{text}\nIt said “we shall all be back by supper”.\n"
    assert len(checked(gloss, written(tmp_path, more, name), status=1)["quotes"]) == 1


def test_formats_for_other_programs(gloss: Gloss, tmp_path: Path) -> None:
    path = written(tmp_path, f"First.\n\n“{SAID.replace('ten', 'eleven')}”\n")
    done = gloss.run("verify", "--format", "sarif", str(path))
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (done.returncode, result["ruleId"], result["level"]) == (1, "altered", "error")
    assert (region["startLine"], region["startColumn"]) == (3, 2)
    done = gloss.run("verify", "--format", "github", str(path))
    assert done.stdout.startswith("::error file=")
    assert ",line=3,col=2," in done.stdout
    assert done.stdout.count("\n") == 1


def test_a_callout_is_no_quotation_unless_it_quotes(gloss: Gloss, tmp_path: Path) -> None:
    note = "> [!NOTE]\n> Ours are the words of this paragraph.\n>\n> And of this one as well.\n"
    assert checked(gloss, written(tmp_path, note))["quotes"] == []
    inside = f"> [!warning] Mind\n> It said “{SAID}”.\n"
    assert [each["text"] for each in checked(gloss, written(tmp_path, inside))["quotes"]] == [SAID]
    quoting = f"> [!quote]\n> {SAID}\n"
    assert [each["block"] for each in checked(gloss, written(tmp_path, quoting))["quotes"]] == [True]


def test_a_folder_of_sources_needs_no_library(gloss: Gloss, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "gate.md").write_text(GATE)
    report = written(folder, "“We found no firm evidence of a leak” and “we found much firm evidence of a leak”.")
    before = gloss.json("list")
    done = gloss.run("verify", "--sources", str(folder), "--json", str(report))
    document = json.loads(done.stdout)
    assert [each["verdict"] for each in document["quotes"]] == ["verbatim", "altered"]
    assert gloss.json("list") == before
    assert sorted(path.name for path in folder.iterdir()) == ["gate.md", "report.md"]


def test_a_folder_without_sources_is_one_line(gloss: Gloss, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    error = gloss.fails("verify", "--sources", str(tmp_path / "none"), str(written(tmp_path, f"“{SAID}”")))
    assert "no files to read" in error
