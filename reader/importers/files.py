"""Files, folders, web addresses and standard input to drafts; one bad file never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reader.article import Draft
from reader.errors import ImportFailed, Leads
from reader.importers.decode import in_utf8
from reader.importers.parsing import line_for, parse, parse_file
from reader.importers.registry import Registry

STDIN = "standard input"
COMPANION = "_files"
"""What browsers put beside a saved page: a folder of this ending holds its pictures and scripts."""

Parser = Callable[[bytes | Path, str, str], list[Draft]]
"""Content, where it came from, format; answers with the drafts in it or ImportFailed."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was answered: the address in the end, the content, and the encoding that the server named, else ''."""

    url: str
    data: bytes
    charset: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one file: its drafts, or in `error` one line that says why there are none."""

    origin: str
    drafts: tuple[Draft, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Intake:
    """How targets are read. `fetcher` gets what stands at an address; without one, addresses are refused.

    `form` is a format's name or `auto`; `full` has the text of a feed's entries fetched from where they lead.
    """

    parser: Parser
    form: str = "auto"
    stdin: Callable[[], bytes] | None = None
    fetcher: Callable[[str], Fetched] | None = None
    full: bool = False

    def read(self, origin: str) -> Iterator[Result]:
        """What came of a file, an address, or `-`: one result, or one for each feed that it names."""
        shown = STDIN if origin == "-" else origin
        try:
            drafts = self._drafts(origin, shown)
            yield Result(shown, tuple(map(self._whole, drafts)) if self.full else tuple(drafts))
        except Leads as leads:
            for target in leads.targets:
                yield self._followed(target)
        except (ImportFailed, OSError, ValueError) as error:
            yield Result(shown, error=line_for(shown, reason(error)))

    def _followed(self, target: str) -> Result:
        try:
            drafts = self._drafts(target, target)
        except (ImportFailed, OSError, ValueError) as error:
            return Result(target, error=line_for(target, reason(error)))
        return Result(target, tuple(map(self._whole, drafts)) if self.full else tuple(drafts))

    def _drafts(self, origin: str, shown: str) -> list[Draft]:
        if origin == "-":
            return self.parser(self.stdin() if self.stdin else b"", shown, self.form)
        if is_address(origin):
            return self.parser(self._fetched(origin), shown, self.form)
        return self.parser(Path(origin), shown, self.form)

    def _fetched(self, address: str) -> bytes:
        if self.fetcher is None:
            raise ImportFailed("web addresses are not read here")
        fetched = self.fetcher(address)
        return in_utf8(fetched.data, fetched.charset)

    def _whole(self, draft: Draft) -> Draft:
        """A feed's entry with the text of the page that it leads to, where that has more."""
        address = draft.source.url
        if draft.source.url == draft.origin or not is_address(address):
            return draft
        try:
            page = self.parser(self._fetched(address), address, "html")[0]
        except (ImportFailed, OSError, ValueError) as error:
            return replace(draft, warnings=(*draft.warnings, f"The full text was not fetched: {reason(error)}."))
        if len(page.text) <= len(draft.text):
            return draft
        return replace(
            draft, text=page.text, blocks=page.blocks, inlines=page.inlines, byline=draft.byline or page.byline
        )


def reason(error: Exception) -> str:
    """Half a line that says what went wrong."""
    if isinstance(error, OSError):
        return (error.strerror or "cannot be read").lower()
    return str(error) if isinstance(error, ImportFailed) else "no file can have this name"


def read_target(target: str, form: str = "auto", stdin: Callable[[], bytes] | None = None) -> Iterator[Result]:
    """A result for each file of a target that one trusts: read here, without limits, and without the network."""
    intake = Intake(parse_here(Registry()), form, stdin)
    for origin in expand(target):
        if isinstance(origin, Result):
            yield origin
        else:
            yield from intake.read(origin)


def parse_here(registry: Registry) -> Parser:
    """A parser without limits, for files that one trusts."""

    def read(content: bytes | Path, origin: str, form: str) -> list[Draft]:
        if isinstance(content, Path):
            return parse_file(content, form, registry)
        return parse(content, origin, form, registry)

    return read


def expand(target: str) -> list[str | Result]:
    """The files, addresses or `-` that a target stands for; a Result with an error where it stands for none."""
    if target == "-" or is_address(target):
        return [target]
    path = Path(target).expanduser()
    try:
        if not path.is_dir():
            return [str(path)]
        files = [file for file in sorted(path.rglob("*")) if file.is_file() and not _passed_over(file, path)]
    except (OSError, ValueError) as error:
        return [Result(target, error=line_for(target, getattr(error, "strerror", None) or "no such file or directory"))]
    if not files:
        return [Result(str(path), error=line_for(str(path), "this folder holds no files to read"))]
    return [str(file) for file in files]


def is_address(target: str) -> bool:
    """Whether a target is a place in the web."""
    return target.lower().startswith(("http://", "https://"))


def _passed_over(file: Path, root: Path) -> bool:
    """Hidden files, and what a browser saved to go with a page."""
    parts = file.relative_to(root).parts
    if any(part.startswith(".") for part in parts):
        return True
    folders = [parent for parent in file.parents if parent.name.endswith(COMPANION) and parent != root]
    return any(
        folder.with_name(folder.name.removesuffix(COMPANION) + suffix).exists()
        for folder in folders
        if folder.is_relative_to(root)
        for suffix in (".html", ".htm")
    )
