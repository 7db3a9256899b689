"""Whatever a file does, the reader goes on: time, memory and crashes are another process's, and the next file is read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import ImportFailed
from reader.importers.sandbox.bounded_process import BoundedParser

HARMFUL = """
import os, signal
class Importer:
    name = 'harmful'
    def recognises(self, data, name):
        return 1.0 if data.startswith(b'HARM') else 0.0
    def read(self, data, origin):
        what = data.split()[1].decode()
        if what == 'loop':
            while True:
                pass
        if what == 'memory':
            held = []
            while True:
                held.append(bytearray(10_000_000))
        if what == 'crash':
            os.kill(os.getpid(), signal.SIGSEGV)
        if what == 'deep':
            return self.read(data, origin)
        if what == 'print':
            os.write(1, b'noise'); print('noise', flush=True)
        raise RuntimeError('whatever')
"""


@pytest.fixture
def parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BoundedParser]:
    folder = tmp_path / "plugin"
    (folder / "harm-1.0.dist-info").mkdir(parents=True)
    (folder / "harm-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: harm\nVersion: 1.0\n")
    (folder / "harm-1.0.dist-info" / "entry_points.txt").write_text(
        "[glossator.importers]\nharmful = harm_module:Importer\n"
    )
    (folder / "harm_module.py").write_text(HARMFUL)
    monkeypatch.syspath_prepend(str(folder))
    with BoundedParser() as made:
        yield made


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("loop", "too long"),
        ("memory", "more than 300 MB"),
        ("crash", "broken"),
        ("deep", "too deep"),
        ("print", "RuntimeError"),
    ],
)
def test_harm_ends_in_a_line_and_the_next_file_is_read(parser: BoundedParser, what: str, reason: str) -> None:
    parser(b"A text.", "before.txt", "auto")
    began = time.monotonic()
    with pytest.raises(ImportFailed, match=reason) as failed:
        parser(f"HARM {what}".encode(), "harm.txt", "auto")
    assert "\n" not in str(failed.value)
    assert time.monotonic() - began < 30  # far from the limit, but no hang, however busy the machine is
    assert [draft.text for draft in parser(b"A text.", "after.txt", "auto")] == ["A text."]


def test_a_file_is_read_where_it_lies_and_one_that_is_not_there_is_said(parser: BoundedParser, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.")
    assert [draft.origin for draft in parser(tmp_path / "a.txt", str(tmp_path / "a.txt"), "auto")] == [
        str(tmp_path / "a.txt")
    ]
    with pytest.raises(ImportFailed, match="no such file"):
        parser(tmp_path / "b.txt", "b.txt", "auto")


def test_files_that_are_too_large_are_not_opened(parser: BoundedParser, tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(ImportFailed, match="100 MB is more than the 100 MB"):
        parser(tmp_path / "large.txt", "large.txt", "auto")


def test_each_of_the_files_that_were_announced_gets_its_own_answer_whatever_those_before_it_do(
    parser: BoundedParser, tmp_path: Path
) -> None:
    said = {n: "HARM crash" if n in (3, 400) else "HARM memory" if n == 7 else f"This is text {n}." for n in range(600)}
    files = [tmp_path / f"{n}.txt" for n in said]
    for file, text in zip(files, said.values(), strict=True):
        file.write_text(text)
    files[5].write_text("This is text 5." + " And more." * 10_000)  # too large to be sent ahead
    files[9].unlink()
    parser.expect(map(str, files))
    for n, file in enumerate(files):
        if n == 11:  # something that nobody has announced comes between
            assert [draft.text for draft in parser(b"Between.", "between.txt")] == ["Between."]
        if n in (3, 7, 9, 400):
            with pytest.raises(ImportFailed):
                parser(file, str(file))
        elif n % 50 != 20:  # and some are not asked for
            assert [draft.text[:15].strip() for draft in parser(file, str(file))] == [f"This is text {n}."[:15].strip()]
