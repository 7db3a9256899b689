"""`gloss add` and `gloss refresh`: formats, the web, Ctrl+C, the progress bar."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.cli.test_cli import Gloss
from tests.e2e.terminal import Terminal
from tests.fakes import ROOT
from tests.importers.books import epub
from tests.importers.epub.test_epub import BOOK
from tests.importers.feed.test_feed import RSS
from tests.importers.pages import PARAGRAPHS, page
from tests.importers.server import serving


@pytest.fixture
def gloss(tmp_path: Path) -> Gloss:
    return Gloss(tmp_path)


def test_a_folder_of_every_kind_and_one_that_cannot_be_read(gloss: Gloss, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    files = {
        "a": page(),
        "b": epub(BOOK),
        "c": b"# Title\n\nSome **bold** and [a link](https://example.org).",
        "d": RSS.replace("{base}", "https://example.org").encode(),
        "e": b"\x89PNG\r\n\x1a\n",
        "f": b"Words of a text.",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    done = gloss.run("add", str(folder), "--json")
    document = json.loads(done.stdout)
    assert done.returncode == 0
    assert document["summary"] == {"added": 6, "updated": 0, "unchanged": 0, "failed": 0, "skipped": 1}
    document = json.loads(gloss.run("add", "--all", str(folder), "--json").stdout)
    assert document["failed"] == [
        {"target": str(folder / "e"), "reason": f"{folder / 'e'}: this is a PNG picture, not a text"}
    ]
    assert json.loads(gloss.run("add", str(folder), "--json").stdout)["summary"]["unchanged"] == 6


def test_a_page_of_the_web_and_what_becomes_of_it_when_it_changes(gloss: Gloss) -> None:
    pages = {"/a": (200, {"Content-Type": "text/html"}, page())}
    with serving(pages) as address:  # type: ignore[arg-type]  # a plain dict of answers
        assert "private network" in gloss.fails("add", f"{address}/a")
        gloss("add", "--allow-private", f"{address}/a")
        article = gloss.json("list")[0]
        assert article["url"] == f"{address}/a"
        assert gloss.json("refresh", "--allow-private")["summary"]["unchanged"] == 1
        pages["/a"] = (200, {}, page("".join(f"<p>{one} It is so.</p>" for one in PARAGRAPHS)))
        assert gloss.json("refresh", "--allow-private")["summary"]["updated"] == 1
    assert gloss.json("show", article["id"])["versions"] == 2
    assert "reached" in gloss.fails("refresh", "--allow-private")


def test_a_server_is_asked_only_for_what_it_has_not_answered_yet(gloss: Gloss) -> None:
    asked: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.headers.get("If-None-Match"))
        known = asked[-1] == '"one"'
        handler.send_response(304 if known else 200)
        handler.send_header("ETag", '"one"')
        handler.end_headers()
        handler.wfile.write(b"" if known else page())

    with serving({"/a": answer}) as address:
        gloss("add", "--allow-private", f"{address}/a")
        assert gloss.json("refresh", "--allow-private")["summary"] == {
            "added": 0,
            "updated": 0,
            "unchanged": 1,
            "failed": 0,
            "skipped": 0,
        }
        gloss("add", "--allow-private", f"{address}/a")
    assert asked == [None, '"one"', None]


def test_a_feed_with_whole_texts_stays_one_with_whole_texts(gloss: Gloss) -> None:
    pages = {"/tides": (200, {"Content-Type": "text/html"}, page())}
    with serving(pages) as address:  # type: ignore[arg-type]  # a plain dict of answers
        pages["/mud"] = pages["/tides"]
        pages["/feed"] = (200, {}, RSS.replace("{base}", address).encode())
        gloss("add", "--allow-private", "--full", f"{address}/feed")
        assert PARAGRAPHS[2] in gloss("show", "counted", "--text")
        assert gloss.json("refresh", "--allow-private")["summary"] == {
            "added": 0,
            "updated": 0,
            "unchanged": 2,
            "failed": 0,
            "skipped": 0,
        }


def test_ctrl_c_keeps_what_was_read(gloss: Gloss, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.")
    command = [sys.executable, str(ROOT / "glossator_entry.py"), "add", str(tmp_path / "a.txt"), "-"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    options = pipes | {"env": gloss.environ, "cwd": ROOT, "text": True}
    heard = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731 - a shell's background jobs are deaf to it
    with subprocess.Popen(command, preexec_fn=heard, **options) as process:  # type: ignore[call-overload]  # noqa: PLW1509
        time.sleep(3.0)  # by now it waits for standard input, which never ends
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "1 added" in out
    assert err == "gloss: stopped; what was read until then is kept\n"
    assert [one["title"] for one in gloss.json("list")] == ["a"]


@pytest.mark.e2e
def test_the_progress_bar_names_and_counts_and_leaves_no_trace(gloss: Gloss, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for n in range(4_000):
        (tmp_path / "texts" / f"text{n:04}.txt").write_text(f"Text {n}.")
    command = [sys.executable, str(ROOT / "glossator_entry.py"), "add", str(tmp_path / "texts")]
    with Terminal(command, gloss.environ | {"TERM": "xterm-256color"}) as terminal:
        terminal.until("4000 added")
        assert "/4000" in terminal.written.decode()
        assert "█" not in terminal.text


def test_an_encoding_that_is_named_is_the_one_in_force(gloss: Gloss, tmp_path: Path) -> None:
    said = "Маяк\n\nСмотритель писал, что море стояло высоко."
    (tmp_path / "a.txt").write_bytes(said.encode("koi8-r"))
    (tmp_path / "b.html").write_bytes(
        f"<html><head><meta charset=utf-8><title>Порт</title></head><body><p>{said}</p></body></html>".encode("cp1251")
    )
    gloss("add", "--encoding", "koi8-r", str(tmp_path / "a.txt"))
    gloss("add", "--encoding", "windows-1251", str(tmp_path / "b.html"))
    texts = {one["title"]: gloss("show", one["id"], "--text") for one in gloss.json("list")}
    assert "Смотритель писал" in texts["Маяк"]
    assert "Смотритель писал" in texts["Порт"]
    assert "its byte 1 means nothing there" in gloss.fails("add", "--encoding", "utf-8", str(tmp_path / "a.txt"))
    assert "no encoding of text" in gloss.fails("add", "--encoding", "hex", str(tmp_path / "a.txt"), status=2)
