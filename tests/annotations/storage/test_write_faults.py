"""A disk that refuses: at every step of a write, full, broken, read only. What was there stays, and saving works again."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from annotations.model.errors import StoreError
from annotations.storage.file_store import TinyStore
from reader.library.annotation_index.file_index import AnnotationFileIndex
from tests.fakes import NOON, ROOT, made
from tests.torture.steps import breaking

CHANGES: dict[str, Callable[[TinyStore], object]] = {
    "insert": lambda store: store.put(made(number=9)),
    "update": lambda store: store.update(made(number=1).id, lambda one: one.with_note("new", NOON)),
    "many": lambda store: store.update_all(lambda one: one.with_color("pink", NOON)),
    "merge": lambda store: store.merge("one", [made(number=8)]),
    "heal": lambda store: store.put(made("torn", number=10)),
}


def opened(home: Path) -> TinyStore:
    home.mkdir(exist_ok=True)
    return TinyStore(home / "annotations", 0.2, AnnotationFileIndex(home / "library.db"))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: the errors come from the test, and the disk would only be slow."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else tmp_path) as name:
        yield Path(name)


FAULTS = [(errno.ENOSPC, change) for change in CHANGES] + [(errno.EIO, "insert"), (errno.EACCES, "insert")]


@pytest.mark.parametrize(("code", "change"), FAULTS)
def test_an_error_at_any_step_damages_nothing(memory: Path, change: str, code: int) -> None:
    for step in range(100):
        home = memory / str(step)
        reached = _refused_at(step, home, CHANGES[change], OSError(code, os.strerror(code)))
        shutil.rmtree(home)
        if reached <= step:
            break
    assert 8 < step < 99


def _refused_at(step: int, home: Path, change: Callable[[TinyStore], object], error: OSError) -> int:
    """Let one step of a change fail; how many there were."""
    store = opened(home)
    store.put(made("one", number=1), made("two", number=2), made("torn", number=3))
    store.put(made("torn", number=4))
    (home / "annotations" / "torn.json").write_text("torn")
    before = {one.id: one for one in store.all()}

    def fault() -> None:
        raise error

    with breaking(step, fault) as reached, suppress(StoreError):
        change(store)
    for again in (store, opened(home)):
        found = {one.id: one for one in again.all()}
        assert before.keys() <= found.keys()
        assert all(found[one_id].note in (one.note, "new") for one_id, one in before.items())
        assert all("torn.json" in problem.message for problem in again.problems())
        change(again)
        again.refresh()
        assert not list((home / "annotations").glob(".*.part"))
        again.close()
    return len(reached)


def test_without_room_for_the_index_notes_are_kept_all_the_same(tmp_path: Path) -> None:
    store = TinyStore(tmp_path / "annotations", index=AnnotationFileIndex(tmp_path / "nowhere" / "library.db"))
    store.put(made(number=1))
    store.update(made(number=1).id, lambda one: one.with_note("new", NOON))
    assert [one.note for one in store.all()] == ["new"]
    assert store.counts() == {"one": 1}


def test_what_the_disk_says_is_said_with_what_to_do(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.put(made())

    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with (
        breaking(0, full, calls=("fsync",)),
        pytest.raises(StoreError, match=r"one\.json: not saved: no space .*make room"),
    ):
        store.put(made(number=2))
    store.put(made(number=2))
    assert len(store.for_article("one")) == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    made_one = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made_one.returncode:
        pytest.skip("no file system may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(not shutil.which("mount"), reason="no mount here")
def test_a_full_disk_is_said_and_loses_nothing(small_disk: Path) -> None:
    store = TinyStore(small_disk / "annotations")
    saved = 0
    with pytest.raises(StoreError, match="no space left on device; make room"):
        for number in range(1_000):
            store.put(made(number=number).with_note("x" * 2_000, NOON))
            saved += 1
    assert len(TinyStore(small_disk / "annotations").for_article("one")) == saved
    (small_disk / "annotations" / "one.json.bak").unlink()
    store.put(made(number=5_000))
    assert len(TinyStore(small_disk / "annotations").for_article("one")) == saved + 1


def apart(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A program in a process of its own, which may give up its rights once it has loaded what it needs."""
    command = [sys.executable, "-c", LOADED + program, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


LOADED = """
import errno, os, resource, sys, tempfile
from pathlib import Path
from annotations.model.errors import StoreError
from annotations.storage.file_store import TinyStore
from tests.fakes import NOON, made
folder = Path(sys.argv[1])
TinyStore(folder).for_article("one")
with tempfile.TemporaryDirectory() as elsewhere:  # whom all rights are taken from could not read the modules either
    TinyStore(Path(elsewhere)).put(made())
    TinyStore(Path(elsewhere)).problems()
def refused(*annotations):
    try:
        TinyStore(folder).put(*annotations)
    except StoreError as error:
        print(error)
    else:
        raise SystemExit("it was saved")
"""


def test_a_limit_on_the_size_of_files_is_said(tmp_path: Path) -> None:
    TinyStore(tmp_path).put(made())
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))\n"
    said = apart(limit + "refused(made(number=2).with_note('x' * 4_000, NOON))", tmp_path)
    assert said.returncode == 0, said.stderr
    assert "file too large; make room" in said.stdout
    assert [one.id for one in TinyStore(tmp_path).all()] == [made().id]
    assert TinyStore(tmp_path).problems() == ()


REFUSED = """
os.setgid(65534); os.setuid(65534)
store = TinyStore(folder)
print(len(list(store.all())), *(problem.message for problem in store.problems()))
refused(made(number=2))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take a right away from somebody else")
@pytest.mark.parametrize(("read", "folder_mode", "file_mode"), [("1", 0o555, 0o444), ("0", 0o755, 0o000)])
def test_a_folder_or_file_without_the_right_is_said(read: str, folder_mode: int, file_mode: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "annotations"
        TinyStore(folder).put(made())
        path = folder / "one.json"
        path.chmod(file_mode)
        folder.chmod(folder_mode)
        before = path.read_bytes()
        said = apart(REFUSED, folder)
        assert said.returncode == 0, said.stderr
        assert said.stdout.startswith(read), said.stdout
        assert str(folder) in said.stdout
        assert "permission denied" in said.stdout
        assert path.read_bytes() == before
        folder.chmod(0o700)
        path.chmod(0o600)
        TinyStore(folder).put(made(number=2))
        assert len(TinyStore(folder).for_article("one")) == 2


def test_a_lock_of_a_dead_process_does_not_block(tmp_path: Path) -> None:
    done = apart("import signal\nwith TinyStore(folder).quiet():\n    os.kill(os.getpid(), signal.SIGKILL)", tmp_path)
    assert done.returncode == -9
    TinyStore(tmp_path, lock_timeout_s=0.2).put(made())
