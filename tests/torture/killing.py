"""`kill -9` in the middle of inserting, updating, deleting, renaming a tag over many articles, and merging.

Each round forks a writer, which says after each change that it has been acknowledged and is killed: at one of the steps of a
write, before it, after it or half way through, or at any moment. Then a store opens the folder as the next start would.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from annotations.model.annotation import Annotation
from annotations.storage.file_store import TinyStore
from annotations.storage.tables import tables_of
from reader.library.annotation_index.file_index import AnnotationFileIndex
from tests.fakes import NOON, made
from tests.torture.steps import breaking, kill

ARTICLES, NOTES = 8, 4
CHANGES = 500
"""What a writer does at most: it is killed long before."""
LONGEST_S = 0.02
HANGING_S = 30
ROUNDS_A_LIBRARY = 25

Write = Callable[[TinyStore, int], None]


class Outcome(Struct):
    """How often the writer was killed, how many changes it had acknowledged, and what was found wrong afterwards."""

    kills: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


class Operation(Struct, frozen=True):
    """A kind of change: `write` does the one of a number, in fewer than `steps`; `lacks` says whether it is not there."""

    name: str
    write: Write
    lacks: Callable[[dict[str, Annotation], int], bool]
    steps: int = 40


def note_id(number: int) -> str:
    return made(number=number).id


def article(number: int) -> str:
    return f"article-{number % ARTICLES}"


def _insert(store: TinyStore, number: int) -> None:
    store.put(replace(made(article(number), number=1_000 + number), note=f"inserted {number}"))


def _update(store: TinyStore, number: int) -> None:
    store.update(note_id(number % (ARTICLES * NOTES)), lambda one: one.with_note(f"{number:06}", NOON))


def _delete(store: TinyStore, number: int) -> None:
    def edit(one: Annotation) -> Annotation:
        later = NOON + timedelta(seconds=number)
        return one.trashed(later) if number % 2 == 0 else one.with_color("green", later).trashed(later)

    store.update(note_id(number % (ARTICLES * NOTES)), edit)


def _rename(store: TinyStore, number: int) -> None:
    store.update_all(lambda one: one.with_tags([f"t{number:06}"], NOON))


def _merge(store: TinyStore, number: int) -> None:
    one = made(article(number), number=number % ARTICLES).with_tags([f"m{number:06}"], NOON)
    other = replace(made(article(number), number=5_000 + number), note="merged")
    if number % 2:
        store.merge(article(number), [other, one])
        return
    theirs = TinyStore(store.folder.parent / f"theirs-{os.getpid()}-{number}")
    theirs.put(other, one)
    copy = store.folder / f"{article(number)}.sync-conflict-20260301-120000-A{number}.json"
    os.rename(theirs.folder / f"{article(number)}.json", copy)
    shutil.rmtree(theirs.folder)
    store.refresh()


def _not_renamed(found: dict[str, Annotation], number: int) -> bool:
    return any(min(one.tags) < f"t{number:06}" for one in found.values())


OPERATIONS = (
    Operation("insert", _insert, lambda found, n: note_id(1_000 + n) not in found),
    Operation("update", _update, lambda found, n: found[note_id(n % (ARTICLES * NOTES))].note < f"{n:06}"),
    Operation("delete", _delete, lambda found, n: found[note_id(n % (ARTICLES * NOTES))].deleted is None),
    Operation("tag rename", _rename, _not_renamed, 240),
    Operation("merge", _merge, lambda found, n: note_id(5_000 + n) not in found),
)


def torment(operation: Operation, kills: int, folder: Path, seed: int = 1) -> Outcome:
    """Kill a writer so often; what became of it."""
    rnd, outcome = random.Random(f"{operation.name} {seed}"), Outcome()
    for home in _libraries(folder):
        number = 0
        for _ in range(ROUNDS_A_LIBRARY):
            if outcome.kills >= kills:
                return outcome
            acknowledged = _killed(operation, home, number, rnd)
            outcome.kills += 1
            outcome.acknowledged += acknowledged
            outcome.wrong += apart(partial(_wrong, operation, home, number, acknowledged))
            number += acknowledged + 1
    return outcome


def _libraries(folder: Path) -> Iterator[Path]:
    """One small library after the other, each thrown away when the next is asked for."""
    for number in range(1_000_000):
        home = folder / f"library-{number}"
        apart(partial(_fill, home))
        yield home
        shutil.rmtree(home)


def _fill(home: Path) -> list[str]:
    store = _opened(home)
    for n in range(ARTICLES * NOTES):
        store.put(replace(made(article(n), number=n), note="", tags=("t",)))
    return []


def _opened(home: Path) -> TinyStore:
    home.mkdir(parents=True, exist_ok=True)
    return TinyStore(home / "annotations", index=AnnotationFileIndex(home / "library.db"))


def _killed(operation: Operation, home: Path, first: int, rnd: random.Random) -> int:
    """Fork a writer that is killed; how many changes it had acknowledged."""
    step, half, wait_s = rnd.randrange(operation.steps), rnd.random() < 0.5, rnd.uniform(0, LONGEST_S)
    by_step = rnd.random() < 0.7
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _write_until_killed(operation, home, first, writing, step if by_step else None, half)
    os.close(writing)
    if not by_step:
        time.sleep(wait_s)
        os.kill(child, signal.SIGKILL)
    said = _heard(reading, child)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        raise AssertionError(f"the writer ended by itself: {os.waitstatus_to_exitcode(status)}")
    return len(said)


def apart(work: Callable[[], list[str]]) -> list[str]:
    """What `work` answers in a process of its own: the one that forks writers has no lock and no database open."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            answer = "\0".join(work())
        except BaseException:
            answer = traceback.format_exc()
        with open(writing, "w", encoding="utf-8") as pipe:
            pipe.write(answer)
        os._exit(0)
    os.close(writing)
    said = _heard(reading, child).decode()
    os.waitpid(child, 0)
    return said.split("\0") if said else []


def _heard(reading: int, child: int) -> bytes:
    """All that a child says until it ends; one that hangs is ended."""
    said = b""
    with open(reading, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], HANGING_S)[0]:
            part = pipe.read(4096)
            if not part:
                return said
            said += part
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError(f"a child said nothing for {HANGING_S} s")


def _write_until_killed(
    operation: Operation, home: Path, first: int, writing: int, step: int | None, half: bool
) -> None:
    """In the child: one change after the other, and after each the word that it is safe."""
    say = os.write
    try:
        store = _opened(home)
        with breaking(step if step is not None else -1, kill, half=half, index=True):
            for number in range(first, first + CHANGES):
                operation.write(store, number)
                say(writing, b".")
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(3)


def _wrong(operation: Operation, home: Path, first: int, acknowledged: int) -> list[str]:
    """What the next start finds: it must be nothing."""
    store = _opened(home)
    store.refresh()
    found = {one.id: one for each in (False, True) for one in store.all(trashed=each)}
    wrong = [problem.message for problem in store.problems()]
    wrong += [f"lost: {operation.name} {n}" for n in range(first, first + acknowledged) if operation.lacks(found, n)]
    wrong += [f"gone: {n}" for n in range(ARTICLES * NOTES) if note_id(n) not in found]
    wrong += [f"left over: {path.name}" for path in store.folder.glob(".*.part")]
    wrong += [f"index: {one}" for one in store.verify()]
    for path in store.folder.glob("*.bak"):
        tables_of(path.read_bytes())
    store.close()
    return wrong
