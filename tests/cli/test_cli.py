"""The command line as scripts use it: documents, exit statuses, one plain line for what cannot be done."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reader.cli.context import json_text
from reader.cli.main import ALIASES, COMMANDS
from tests.fakes import DIGEST, ROOT, SHARED

ARTICLE_KEYS = "id title container authors date category topic url language words added updated versions annotations progress".split()
ANNOTATION_KEYS = "id article start end quote prefix suffix note tags color created modified quotation state".split()


class Gloss:
    """Runs the real command on a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.environ = {
            key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_TTY")
        }
        self.environ |= {"GLOSS_HOME": str(self.home), "GLOSS_CONFIG": str(folder / "config.toml")}

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "glossator_entry.py"), *words]
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, env=self.environ, cwd=ROOT, check=False
        )

    def __call__(self, *words: str, stdin: str = "") -> str:
        done = self.run(*words, stdin=stdin)
        assert done.returncode == 0, done.stderr
        assert done.stderr == "" or words[0] == "export"
        return done.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def fails(self, *words: str, status: int = 1) -> str:
        done = self.run(*words)
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert done.stderr.startswith("gloss: "), done.stderr
        return done.stderr


@pytest.fixture
def gloss(tmp_path: Path) -> Gloss:
    made = Gloss(tmp_path)
    (tmp_path / "digest.txt").write_text(DIGEST)
    made("add", str(tmp_path / "digest.txt"))
    return made


def test_adding_says_what_became_of_each(gloss: Gloss, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("")
    done = gloss.run(
        "add", str(tmp_path / "digest.txt"), str(tmp_path / "bad.txt"), "-", "--json", stdin="Title\n\nText."
    )
    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert document["summary"] == {"added": 1, "updated": 0, "unchanged": 2, "failed": 1, "skipped": 0}
    assert document["failed"][0]["target"] == str(tmp_path / "bad.txt")


def test_lists_and_articles(gloss: Gloss) -> None:
    listed = gloss.json("list")
    assert [list(one) for one in listed] == [ARTICLE_KEYS] * 2
    assert (listed[0]["date"], listed[0]["category"], listed[0]["topic"]) == ("2025-07-14", "Science, Weather", "Tides")
    assert [one["title"] for one in gloss.json("list", "ukraine")] == ["The moon and the mud"]
    assert [one["title"] for one in gloss.json("list", "--sort", "title", "--limit", "1")] == ["The moon and the mud"]
    shown = gloss.json("show", "mud")
    for block in shown["blocks"]:
        assert set(block) == {"kind", "start", "end", "level"}
    assert shown["blocks"][1]["kind"] == "list-item"
    assert gloss("show", "mud", "--text") == shown["text"] + "\n"


def test_the_whole_way_from_a_passage_to_an_export(gloss: Gloss, tmp_path: Path) -> None:
    made = gloss.json(
        "highlight",
        "mud",
        "--quote",
        "Mud remembers the moon.",
        "--note",
        "Nice.",
        "--tag",
        "moon",
        "--tag",
        "two words",
        "--color",
        "pink",
    )
    assert list(made) == ANNOTATION_KEYS
    text = gloss.json("show", "mud")["text"]
    assert text[made["start"] : made["end"]] == made["quote"] == "Mud remembers the moon."
    assert made["prefix"] + made["quote"] + made["suffix"] in text
    second = gloss("highlight", "mud", "--start", "0", "--end", "5").strip()
    gloss("note", second, "--text", "A place", "--tag", "Moon", "--tag", "place")
    gloss("note", second, "--untag", "place")
    assert {(one["note"], tuple(one["tags"])) for one in gloss.json("notes")} == {
        ("Nice.", ("moon", "two words")),
        ("A place", ("Moon",)),
    }
    gloss("tags", "rename", "moon", "Luna")
    assert gloss.json("tags") == [{"tag": "Luna", "count": 2}, {"tag": "two words", "count": 1}]
    quote = gloss("cite", made["id"])
    assert "“Mud remembers the moon” (" in quote
    assert "2025" in quote
    assert gloss("cite", made["id"], "--format", "markdown").count("*") == 2
    exported = gloss("export", "tag:luna", "--format", "markdown")
    assert "> Mud remembers the moon." in exported
    assert len(json.loads(gloss("export", "--format", "json"))["annotations"]) == 2
    assert gloss("export", "--format", "bibtex").count("@article{") == 1
    gloss("delete", second)
    assert len(gloss.json("notes")) == 1
    gloss("restore", second)
    gloss("export", "--article", "mud", "--format", "json", "-o", str(tmp_path / "out.json"))
    assert len(json.loads((tmp_path / "out.json").read_text())["annotations"]) == 2
    assert "--force" in gloss.fails("export", "--format", "json", "-o", str(tmp_path / "out.json"))
    gloss("export", "--format", "json", "-o", str(tmp_path / "out.json"), "--force")


def test_citation_data_can_be_mended(gloss: Gloss) -> None:
    gloss(
        "edit",
        "mud",
        "--author",
        "Müller, Ana",
        "--author",
        "{Sea Office}",
        "--date",
        "2024-05",
        "--url",
        "https://example.org/mud",
    )
    listed = gloss.json("list", "author:muller")[0]
    assert (listed["authors"], listed["date"], listed["url"]) == (
        ["Ana Müller", "Sea Office"],
        "2024-05",
        "https://example.org/mud",
    )
    assert "Müller" in gloss("cite", "mud")
    assert "no such month" in gloss.fails("edit", "mud", "--date", "2024-13", status=2)


def test_an_export_into_a_folder_names_itself(gloss: Gloss, tmp_path: Path) -> None:
    gloss("highlight", "mud", "--start", "0", "--end", "5", "--tag", "Big tides")
    gloss("export", "--format", "ris", "--tag", "Big tides", "-o", str(tmp_path))
    gloss("export", "--format", "ris", "--article", "mud", "-o", str(tmp_path))
    assert {path.name for path in tmp_path.glob("*.ris")} == {"big-tides.ris", "the-moon-and-the-mud.ris"}
    assert "file exists" in gloss.fails("export", "--format", "ris", "--article", "mud", "-o", str(tmp_path))


def test_searching_folds_and_finds_notes_too(gloss: Gloss) -> None:
    gloss("highlight", "measured", "--quote", "It was read every hour.", "--note", "Remember the café")
    (hit,) = gloss.json("search", "ukraine")
    text = gloss.json("show", hit["article"])["text"]
    assert text[hit["start"] : hit["end"]] == "Ukrain\u0435"
    (hit,) = gloss.json("search", "cafe")
    assert (hit["kind"], hit["passage"]) == ("note", "It was read every hour. — Remember the café")
    assert gloss.json("search", "nowhere") == []


def test_articles_go_to_the_trash_and_come_back_with_their_notes(gloss: Gloss) -> None:
    gloss("highlight", "mud", "--quote", "Mud remembers")
    gloss("remove", "mud")
    assert (len(gloss.json("list")), gloss.json("notes")) == (1, [])
    gloss("restore", "mud")
    assert (len(gloss.json("list")), len(gloss.json("notes"))) == (2, 1)


def test_without_a_terminal_the_reader_lists_and_gives_a_hint(tmp_path: Path) -> None:
    gloss = Gloss(tmp_path)
    out = gloss()
    assert "Start here" in out
    assert "terminal" in out.splitlines()[-1]
    assert len(gloss.json("notes")) >= 4
    assert gloss.run("--home", str(tmp_path / "other"), "list", "--json").stdout == "[]\n"


def test_the_doctor_finds_what_is_wrong_and_mends_it(gloss: Gloss) -> None:
    gloss("highlight", "mud", "--quote", "Mud")
    gloss("highlight", "mud", "--quote", "moon", "--occurrence", "1")
    assert gloss.json("doctor")["ok"]
    (path,) = (gloss.home / "annotations").glob("*.json")
    path.write_text("torn")
    sick = json.loads(gloss.run("doctor", "--json").stdout)
    assert not sick["ok"]
    assert any(str(path) in finding["message"] for finding in sick["findings"])
    told = gloss.run("notes")
    assert str(path) in told.stderr
    assert "recovered" in told.stderr
    assert path.read_text() == "torn"
    assert gloss.run("doctor", "--repair").returncode == 0
    assert path.with_name(path.name + ".damaged-1").read_text() == "torn"
    assert len(gloss.json("notes")) == 2
    assert gloss.json("doctor")["ok"]
    assert list((gloss.home / "backups").glob("before-repair-*.zip"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "nosuch"], "no article 'nosuch'"),
        (["show", "e"], "could be 2 articles"),
        (["add", "/no/such/file"], "/no/such/file: no such file"),
        (["add", "/dev/null"], "/dev/null: the file is empty"),
        (["add", ".", "--format", "digset"], "did you mean digest"),
        (["highlight", "mud", "--quote", "not in there"], "is not in the text"),
        (["highlight", "mud", "--start", "5", "--end", "99999"], "no passage at"),
        (["highlight", "mud", "--quote", "Mud", "--color", "grey"], "unknown color 'grey'"),
        (["note", "01NOSUCH"], "no annotation '01NOSUCH'"),
        (["note", "01NOSUCH", "--color", "grey"], "unknown color"),
        (["delete", "01NOSUCH"], "no article and no annotation"),
        (["highlight", "mud", "--quote", "e"], "choose one with --occurrence: 1) “…"),
        (["list", "tag:"], "tag: needs a value"),
        (["notes", "sea -color:"], "color: needs a value"),
        (["restore", "nosuch"], "nothing in the trash"),
        (["cite", "nosuch"], "neither an annotation nor an article"),
        (["cite", "mud", "--style", "apaa"], "did you mean apa"),
        (["cite", "mud", "--format", "plan"], "did you mean plain"),
        (["export", "--format", "bibtx"], "did you mean bibtex"),
        (["export", "--format", "json", "-o", "/no/such/folder/x"], "/no/such/folder/x: cannot be written"),
        (["list", "tagg:x"], "did you mean tag"),
        (["tags", "rename", "nosuch", "x"], "no annotation has the tag"),
        (["--home", "/dev/null/x", "list"], "/dev/null/x/library.db"),
        (["open", "nosuch"], "no article"),
    ],
)
def test_what_cannot_be_done_is_one_plain_line(gloss: Gloss, words: list[str], said: str) -> None:
    assert said in gloss.fails(*words)


@pytest.mark.parametrize(
    "words",
    [
        ["highlight", "mud"],
        ["list", "--sort", "size"],
        ["nosuch"],
        ["edit", "mud"],
        ["export", "--format", "json", "--template", "x"],
        ["--nosuch"],
        ["list", "--limt", "3"],
        ["highlight", "mud", "--start", "3"],
    ],
)
def test_wrong_usage_is_status_two(gloss: Gloss, words: list[str]) -> None:
    gloss.fails(*words, status=2)


def test_a_mistyped_command_or_option_offers_the_nearest(gloss: Gloss) -> None:
    assert "unknown command 'serch', did you mean search?" in gloss.fails("serch", "x", status=2)
    assert "--limit" in gloss.fails("list", "--limt", "3", status=2)


def test_the_help_lists_every_command_once_with_its_whole_summary(gloss: Gloss) -> None:
    shown = gloss("--help")
    assert "..." not in shown.partition("Library:")[2].replace("TARGET...", "")
    for name in set(COMMANDS) - set(ALIASES):
        assert shown.count(f"\n  {name} ") == 1, name
    assert "Other commands" not in shown


def test_an_export_is_markdown_unless_a_format_is_named(gloss: Gloss) -> None:
    gloss("highlight", "mud", "--quote", "Mud remembers")
    assert gloss("export") == gloss("export", "--format", "markdown")


def test_one_verb_removes_and_restores_articles_and_annotations(gloss: Gloss) -> None:
    made = gloss("highlight", "mud", "--quote", "Mud remembers").strip()
    for verb in ("remove", "delete"):
        gloss(verb, made)
        assert gloss.json("notes") == []
        gloss("restore", made)
        gloss(verb, "measured")
        assert (len(gloss.json("list")), len(gloss.json("notes"))) == (1, 1)
        gloss("restore", "measured")
    assert "no article and no annotation" in gloss.fails("remove", made, "nosuch")
    assert len(gloss.json("notes")) == 1


def test_json_holds_no_control_that_a_terminal_obeys(gloss: Gloss) -> None:
    gloss("highlight", "mud", "--quote", "Mud remembers", "--note", "\u200fa\u2067b\u2069")
    assert not set("\x7f\x85\x9b\u200f\u202e\u2067\u2069") & set(gloss("notes", "--json"))
    unsafe = {"\x9b": "\u202e\u2066"}
    assert json_text(unsafe).isascii()
    assert json.loads(json_text(unsafe)) == unsafe


def test_hostile_words_reach_the_terminal_cleaned(gloss: Gloss, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(
        b"Evil \x1b]52;c;SGVsbG8=\x07title\xe2\x80\xae\n\nBody \x1b[2J\x9b31m [/b] [@click=app.quit]x[/]\x00.\n"
    )
    out = gloss("add", str(tmp_path / "bad.txt")) + gloss("list") + gloss("show", "evil") + gloss("search", "body")
    gloss("highlight", "evil", "--quote", "Body", "--note", "n\x1b[31mote\u202e", "--tag", "t\x07ag")
    out += gloss("notes") + gloss("tags") + gloss("export", "--format", "markdown") + gloss("cite", "evil")
    assert not [
        character for character in out if (ord(character) < 32 and character != "\n") or character in "\x7f\u202e"
    ]
    assert "[@click=app.quit]x[/]" in out


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the real digest is not beside this checkout")
def test_the_whole_way_on_the_real_digest(tmp_path: Path) -> None:
    gloss = Gloss(tmp_path)
    gloss("add", str(SHARED / "seeds"))
    before = gloss.json("list")
    assert gloss.json("add", str(SHARED / "seeds"))["summary"] == {
        "added": 0,
        "updated": 0,
        "unchanged": 5,
        "failed": 0,
        "skipped": 0,
    }
    assert gloss.json("list") == before
    made = gloss.json(
        "highlight",
        "lavrov",
        "--quote",
        "Our leaders have agreed to perpetuate the memory of the heroes",
        "--tag",
        "memory",
    )
    text = gloss.json("show", "lavrov")["text"]
    assert text[made["start"] : made["end"]] == made["quote"]
    assert made["quote"] in gloss("export", "tag:memory", "--format", "markdown")
    assert gloss.json("search", "Ukraine brotherhood")[0]["article"] == made["article"]


def test_other_tools_notes_come_in_once(gloss: Gloss, tmp_path: Path) -> None:
    head = "The moon and the mud (Reuters)\r\n- Your Highlight on location 1-2 | Added on Monday, March 3, 2025 10:12:33 PM\r\n\r\n"
    clippings = (
        f"\ufeff{head}mud remembers the moon\r\n==========\r\nbroken\r\n==========\r\n{head}not in it\r\n==========\r\n"
    )
    path = tmp_path / "My Clippings.txt"
    path.write_text(clippings)
    done = gloss.run("import-notes", str(path), "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["failed"]) == (
        1,
        [{"file": str(path), "reason": "clipping 2: has no line with its place"}],
    )
    assert document["summary"] == {"added": 2, "updated": 0, "unchanged": 0, "orphans": 1, "stubs": 0, "failed": 1}
    assert sorted((one["quote"], one["state"]) for one in gloss.json("notes")) == [
        ("Mud remembers the moon", "exact"),
        ("not in it", "orphan"),
    ]
    again = gloss.run("import-notes", str(path))
    assert "0 added, 0 updated, 2 unchanged" in again.stdout
    exported = gloss("export", "--format", "w3c")
    assert "2 unchanged" in gloss("import-notes", "-", stdin=exported)
    for wrong in (["--from", "kindel", str(path)], [str(tmp_path / "none.txt")], ["--article", "nothing", str(path)]):
        assert gloss.fails("import-notes", *wrong)
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert "a PNG picture, no notes" in gloss.fails("import-notes", str(tmp_path / "picture.txt"))


def test_templates_by_file_and_by_name(gloss: Gloss, tmp_path: Path) -> None:
    gloss("highlight", "mud", "--quote", "Mud remembers the moon.", "--tag", "moon")
    printed = gloss("template", "markdown")
    mine = tmp_path / "mine.j2"
    mine.write_text(printed)
    assert gloss("export", "--template", str(mine)) == gloss("export", "--format", "markdown")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "brief.j2").write_text(
        "{% for one in excerpts %}{{ one.passage | html }}\n{% include 'foot' %}{% endfor %}"
    )
    (folder / "foot.j2").write_text("-- {{ one.key }}\n")
    assert gloss("export", "--template", "brief") == "Mud remembers the moon.\n-- coastweekly2025moon\n"
    assert gloss.json("template") | {"built_in": ["markdown", "org", "html"], "own": ["brief", "foot"]} == gloss.json(
        "template"
    )
    mine.write_text("one\n{{ nope }}")
    assert f"{mine}, line 2: 'nope' is undefined" in gloss.fails(
        "export", "--template", str(mine), "-o", str(tmp_path / "out")
    )
    assert not (tmp_path / "out").exists()
    assert "did you mean brief" in gloss.fails("export", "--template", "breif")
    assert "no such template" in gloss.fails("export", "--template", "../brief.j2")
    gloss.fails("export", "--template", "brief", "--format", "html", status=2)


def test_articles_have_tags_of_their_own_and_renaming_moves_what_is_below(gloss: Gloss) -> None:
    made = gloss.json("list")[0]["id"]
    gloss("edit", made, "--tag", "fish/north", "--tag", "check")
    assert [one["id"] for one in gloss.json("list", "tag:fish")] == [made]
    gloss("tags", "rename", "fish", "herring")
    assert {one["tag"] for one in gloss.json("tags")} == {"herring/north", "check"}
    assert [one["id"] for one in gloss.json("list", "tag:herring/north")] == [made]
    gloss("edit", made, "--untag", "check", "--container", "The Press")
    assert gloss.json("show", made)["container"] == "The Press"
    assert [one["tag"] for one in gloss.json("tags")] == ["herring/north"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("autor:x", "unknown field autor:, did you mean author:?"),
        ('one "two', "not closed (at character 5)"),
        ("NEAR(one", "NEAR( is not closed"),
        ("OR two", "OR stands between"),
        ("date:2025-13", "not a date"),
    ],
)
def test_a_query_that_does_not_parse_says_where(gloss: Gloss, query: str, said: str) -> None:
    for command in ("list", "search", "notes"):
        assert said in gloss.fails(command, query)


def test_a_broken_index_is_found_and_mended_by_the_doctor(gloss: Gloss) -> None:
    connection = sqlite3.connect(gloss.home / "library.db")
    connection.execute("DROP TABLE search_data")
    connection.commit()
    connection.close()
    hurt = gloss.run("search", "mud", "--json")
    assert hurt.returncode == 0 and len(json.loads(hurt.stdout)) == 1 and "gloss doctor --repair" in hurt.stderr
    assert "search index" in gloss.run("doctor").stdout
    gloss("doctor", "--repair")
    assert len(gloss.json("search", "mud")) == 1
    assert "search index: whole" in gloss("doctor")
