"""Taking texts into the library: targets in, batches written, what became of each; for the command line and the screen."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from msgspec import Struct, field
from msgspec.structs import replace

from annotations.model.source import PartialDate
from reader.articles.article import Draft
from reader.importers.targets.targets import Intake, Result, Validators, expand, is_address
from reader.library.db.models import IngestResult
from reader.services.workspace import Workspace

VALIDATORS = "validators:"
"""Before an address: under this name the library remembers by what its server knows what was read there last."""
STATUSES = ("added", "updated", "unchanged")
BATCH_DRAFTS = 250
BATCH_CHARACTERS = 5_000_000
BATCH_S = 2.0
"""A batch is one transaction; whichever of the three is reached first ends it."""
FULL = "full:"
"""Before an address: under this name the library remembers that its entries' whole texts are wanted."""


class Intaken(Struct):
    """The results so far. `stopped`: by the user; what was read until then is kept."""

    added: list[IngestResult] = field(default_factory=list)
    failed: list[Result] = field(default_factory=list)
    skipped: int = 0
    """Files of folders that are no documents."""
    stopped: bool = False

    def counts(self) -> dict[str, int]:
        """How many were added, updated, unchanged."""
        return {status: sum(one.status == status for one in self.added) for status in STATUSES}


class Batch:
    """Gathers drafts and writes them together; `undisturbed` is entered around each writing."""

    def __init__(
        self,
        workspace: Workspace,
        done: Intaken,
        undisturbed: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._workspace, self._done, self._undisturbed = workspace, done, undisturbed
        self._drafts: list[Draft] = []
        self._characters = 0
        self._began = time.monotonic()
        self._validators: dict[str, Validators] = {}

    def take(self, result: Result, full: bool = False) -> None:
        """Keep what came of one file; it is in the library at the latest when the batch is full."""
        if result.skipped:
            self._done.skipped += result.skipped
            return
        if result.error:
            self._done.failed.append(result)
            return
        if result.unmodified:
            self._done.added += self._workspace.library.unchanged_from(result.origin)
            return
        if is_address(result.origin):
            self._validators[result.origin] = result.validators
            self._drafts += map(self._from_web, result.drafts)
            if full and result.drafts:
                self._workspace.library.save_setting(f"{FULL}{result.origin}", "yes")
        else:
            self._drafts += result.drafts
        self._characters += sum(len(draft.text) for draft in result.drafts)
        large = len(self._drafts) >= BATCH_DRAFTS or self._characters >= BATCH_CHARACTERS
        if large or time.monotonic() - self._began >= BATCH_S:
            self.write()

    def _from_web(self, draft: Draft) -> Draft:
        today = self._workspace.clock().date()
        return replace(draft, source=replace(draft.source, accessed=PartialDate(today.year, today.month, today.day)))

    def write(self) -> None:
        """One transaction."""
        with self._undisturbed():
            if self._drafts:
                self._done.added += self._workspace.take_in(self._drafts)
            for address, validators in self._validators.items():
                self._workspace.library.save_setting(f"{VALIDATORS}{address}", json.dumps(validators))
            self._validators.clear()
            self._drafts.clear()
            self._characters, self._began = 0, time.monotonic()


def origins_of(targets: Sequence[str], *, every_file: bool = False) -> list[str | Result]:
    """Return the files, addresses and `-` that targets stand for, in order; see `expand`."""
    return [origin for target in targets for origin in expand(target, every_file=every_file)]


def files_among(origins: Sequence[str | Result]) -> list[str]:
    """Those of them that are files."""
    return [one for one in origins if isinstance(one, str) and one != "-" and not is_address(one)]


def name_of(origin: str | Result) -> str:
    """Return what is shown of an origin."""
    return origin.origin if isinstance(origin, Result) else origin


def results_of(intake: Intake, origin: str | Result) -> Iterator[Result]:
    """Yield the results of one origin."""
    if isinstance(origin, Result):
        yield origin
    else:
        yield from intake.read(origin)


def known_at(workspace: Workspace, address: str) -> Validators:
    """By what a server knows what was read at an address last."""
    etag, modified = json.loads(workspace.library.setting(f"{VALIDATORS}{address}") or '["", ""]')
    return str(etag), str(modified)


def refreshed(workspace: Workspace) -> dict[bool, list[str]]:
    """Return the addresses to read again; under True those whose entries are wanted with full texts."""
    library = workspace.library
    found: dict[bool, list[str]] = {False: [], True: []}
    for address in library.web_origins():
        found[library.setting(f"{FULL}{address}") is not None].append(address)
    return found
