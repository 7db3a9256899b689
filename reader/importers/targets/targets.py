"""Files, folders, web addresses and standard input to drafts; one bad file never stops the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from io import SEEK_END, BytesIO
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reader.articles.article import Draft
from reader.errors import ImportFailed, NotModified, TargetList, TextTooLong
from reader.importers.content.decode import as_utf8, as_utf8_from
from reader.importers.format_detection import BLANK_BYTES, bytes_in, line_for, parse, parse_file
from reader.importers.plain.long_text_parts import parts_of
from reader.importers.registry import Registry
from reader.importers.targets.documents import is_document

STDIN = "standard input"
COMPANION = "_files"
"""The ending of the folder that browsers save beside a page, with its pictures and scripts."""

Parser = Callable[[bytes | Path, str, str], list[Draft]]
"""Content, where it came from, format; answers with the drafts in it or ImportFailed."""


Validators = tuple[str, str]
"""By what a server knows a state of what stands at an address: its ETag and Last-Modified (RFC 9110, 8.8), or ''."""


class Fetched(Struct, frozen=True):
    """A server's answer: the final URL, the content, and the encoding that the server named, or ''."""

    url: str
    data: bytes
    charset: str
    validators: Validators = ("", "")


class Result(Struct, frozen=True):
    """The result of one file: its drafts, or in `error` one line that says why there are none.

    `unmodified`: there are none since what stands at the address is what was read there last.
    """

    origin: str
    drafts: tuple[Draft, ...] = ()
    error: str = ""
    validators: Validators = ("", "")
    unmodified: bool = False
    skipped: int = 0
    """Files of a folder that are no documents."""


class Intake(Struct, frozen=True):
    """How targets are read. `fetcher` gets what stands at an address; without one, addresses are refused.

    `known` has the validators of what was read at an address last. `form` is a format's name or `auto`; `full` has the text
    of a feed's entries fetched from where they lead. `encoding` is that of files and standard input, where it is known.
    """

    parser: Parser
    form: str = "auto"
    stdin: Callable[[], bytes] | None = None
    fetcher: Callable[[str, Validators], Fetched] | None = None
    full: bool = False
    known: Callable[[str], Validators] = lambda address: ("", "")
    encoding: str = ""

    def read(self, origin: str) -> Iterator[Result]:
        """Yield the result of a file, a URL or `-`, or one for each feed that it names."""
        shown = STDIN if origin == "-" else origin
        try:
            content, validators = self._content(origin)
            try:
                yield replace(self._result(shown, self.parser(content, shown, self.form)), validators=validators)
            except TextTooLong as parted:
                yield from self._parts(content, shown, parted)
        except TargetList as leads:
            for target in leads.targets:
                yield self._followed(target)
        except NotModified:
            yield Result(shown, unmodified=True)
        except (ImportFailed, OSError, ValueError) as error:
            yield Result(shown, error=line_for(shown, reason(error)))

    def _result(self, origin: str, drafts: Sequence[Draft]) -> Result:
        found = [_at_home(draft, origin, alone=len(drafts) == 1) for draft in drafts]
        return Result(origin, tuple(map(self._whole, found)) if self.full else tuple(found))

    def _parts(self, content: bytes | Path, origin: str, parted: TextTooLong) -> Iterator[Result]:
        """Yield a result for each part of a text that is too long for one article, so that not all is in memory at once."""
        with content.open("rb") if isinstance(content, Path) else BytesIO(content) as file:

            def read(start: int, end: int) -> bytes:
                file.seek(start)
                return file.read(end - start)

            parts = parts_of(read, file.seek(0, SEEK_END))
            if parts is None:
                raise parted
            title = ""
            for n, span in enumerate(parts.spans, start=1):
                part = read(span.start, span.end)
                whole = part if n == 1 else parts.opening + part
                for draft in self.parser(whole, origin, "text") if part.strip(BLANK_BYTES) else ():
                    title = title or draft.source.title
                    named = replace(draft.source, title=f"{title}, part {n} of {len(parts.spans)}")
                    yield self._result(origin, [replace(draft, source=named)])

    def _followed(self, target: str) -> Result:
        try:
            return self._result(target, self.parser(self._content(target)[0], target, self.form))
        except NotModified:
            return Result(target, unmodified=True)
        except (ImportFailed, OSError, ValueError) as error:
            return Result(target, error=line_for(target, reason(error)))

    def _content(self, origin: str) -> tuple[bytes | Path, Validators]:
        if is_address(origin):
            return self._fetched(origin, self.known(origin))
        content = Path(origin) if origin != "-" else self.stdin() if self.stdin else b""
        if self.encoding:
            content = as_utf8_from(bytes_in(content) if isinstance(content, Path) else content, self.encoding)
        return content, ("", "")

    def _fetched(self, address: str, known: Validators = ("", "")) -> tuple[bytes, Validators]:
        if self.fetcher is None:
            raise ImportFailed("web addresses are not read here")
        fetched = self.fetcher(address, known)
        return as_utf8(fetched.data, fetched.charset), fetched.validators

    def _whole(self, draft: Draft) -> Draft:
        """Return a feed's entry with the text of its page, if that has more."""
        address = draft.source.url
        if draft.source.url == draft.origin or not is_address(address):
            return draft
        try:
            page = self.parser(self._fetched(address)[0], address, "html")[0]
        except (ImportFailed, OSError, ValueError) as error:
            return replace(draft, warnings=(*draft.warnings, f"The full text was not fetched: {reason(error)}."))
        if len(page.text) <= len(draft.text):
            return draft
        return replace(
            draft, text=page.text, blocks=page.blocks, inlines=page.inlines, byline=draft.byline or page.byline
        )


def _at_home(draft: Draft, origin: str, *, alone: bool) -> Draft:
    """With an origin that means the same from every folder, and the address that a text by itself was read from."""
    if is_address(origin):
        lacking = alone and not draft.source.url and not draft.source.container
        return replace(draft, source=replace(draft.source, url=origin)) if lacking else draft
    if origin == STDIN or draft.origin != origin or os.path.isabs(origin):
        return draft
    return replace(draft, origin=os.path.abspath(origin))


def reason(error: Exception) -> str:
    """Half a line that says what went wrong."""
    if isinstance(error, OSError):
        return (error.strerror or "cannot be read").lower()
    return str(error) if isinstance(error, ImportFailed) else "no file can have this name"


def read_target(
    target: str, form: str = "auto", stdin: Callable[[], bytes] | None = None, *, every_file: bool = False
) -> Iterator[Result]:
    """Yield a result for each file of a trusted target, read in this process without limits and without the network."""
    intake = Intake(parse_here(Registry()), form, stdin)
    for origin in expand(target, every_file=every_file):
        if isinstance(origin, Result):
            yield origin
        else:
            yield from intake.read(origin)


def parse_here(registry: Registry) -> Parser:
    """Return a parser without limits, for trusted files."""

    def read(content: bytes | Path, origin: str, form: str) -> list[Draft]:
        if isinstance(content, Path):
            return parse_file(content, form, registry)
        return parse(content, origin, form, registry)

    return read


def expand(target: str, *, every_file: bool = False) -> list[str | Result]:
    """Return the files, addresses or `-` that a target stands for; a Result with an error where it stands for none.

    Of a folder only the documents are taken, and a last Result counts the files that were skipped; `every_file` takes all.
    """
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
    registry = Registry()
    documents = files if every_file else [file for file in files if is_document(file, registry)]
    if not documents:
        reason = "this folder holds no documents; --all takes every file"
        return [Result(str(path), error=line_for(str(path), reason))]
    skipped = [Result(str(path), skipped=len(files) - len(documents))] if len(documents) < len(files) else []
    return [*map(str, documents), *skipped]


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
