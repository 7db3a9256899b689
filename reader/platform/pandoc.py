"""Any CSL style, through pandoc's citeproc where pandoc is found: on the PATH, or from the extra `pandoc`.

pandoc reads the sources as CSL-JSON and a document that cites them, and gives its syntax tree as JSON
(https://hackage.haskell.org/package/pandoc-types); the runs are read out of that tree.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from annotations.citations import ALONE, CSL_NAMES, Apart, Listing, Run, Style, get_style, is_style, style_names
from annotations.exporters.csl_json import item
from annotations.markup import markdown
from annotations.model.errors import UnknownName
from annotations.model.source import Source
from reader.errors import ReaderError

TIMEOUT_S = 60
MIN_VERSION = (2, 17)
VERSION = re.compile(r"pandoc(?:\.exe)? (\d+(?:\.\d+)*)")
MISSING_DATA = "Could not find data file"
"""Pandoc's message if its sandbox keeps it from its own data files."""

BLOCK_FROM = 40
NOTE_CLASS = re.compile(r"<style\b[^>]*\bclass\s*=\s*[\"']note[\"']")
TITLE = re.compile(r"<title>\s*([^<]*?)\s*</title>")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

Text = tuple[Run, ...]


def find_pandoc(environ: Mapping[str, str]) -> str | None:
    """Return the first pandoc that works, or None: the PATH's, else the one that the extra `pandoc` brings."""
    return next(iter(find_pandocs(environ)), None)


def find_pandocs(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield every pandoc that works and is recent enough: the PATH's, then the extra's."""
    for program in dict.fromkeys(_candidates(environ)):
        if (_version(program) or (0,)) >= MIN_VERSION:
            yield program


def _candidates(environ: Mapping[str, str]) -> Iterator[str]:
    found = shutil.which("pandoc", path=environ.get("PATH", os.defpath))
    if found:
        yield found
    try:
        import pypandoc  # noqa: PLC0415 - an extra
    except ImportError:
        return
    for name in ("pandoc", "pandoc.exe"):
        own = Path(pypandoc.__file__).parent / "files" / name
        if own.is_file():
            yield str(own)


@lru_cache(maxsize=8)
def _version(program: str) -> tuple[int, ...] | None:
    """Return the version that a pandoc states, or None where it does not run."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    stated = VERSION.match(done.stdout)
    return tuple(int(part) for part in stated[1].split(".")) if stated and not done.returncode else None


def write_with_pandoc(environ: Mapping[str, str], arguments: Sequence[str], text: str, written: Path) -> bytes:
    """Return the bytes of the file `written` that pandoc makes of a text; ReaderError where none can.

    Distributions build pandoc without its data files, and then `--sandbox` keeps it from reading them: such a one is
    passed over for the next. Where there is no other, it runs without the sandbox, in the empty folder of `written`.
    """
    programs = list(find_pandocs(environ))
    said = "no pandoc was found"
    for sandboxed in (True, False):
        for program in programs:
            command = [program, *(["--sandbox"] if sandboxed else []), *arguments, f"--output={written}"]
            done = run_pandoc(command, text, written.parent)
            if done.returncode == 0:
                return written.read_bytes()
            error_text = done.stderr.decode("utf-8", "replace").strip()
            said = error_text.partition("\n")[0] or str(done.returncode)
            if MISSING_DATA not in error_text:
                raise ReaderError(said)
    raise ReaderError(said)


def run_pandoc(command: Sequence[str], text: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run pandoc on a text in a folder; ReaderError where it does not answer."""
    try:
        return subprocess.run(
            command,
            input=text.encode("utf-8", "replace"),
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
            cwd=folder,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReaderError(f"{command[0]}: pandoc did not answer: {error}") from error


def find_style(name: str, environ: Mapping[str, str]) -> Style:
    """One of our styles, or a CSL style by its file or by its name in pandoc's or Zotero's folder.

    A style that is installed goes before one of ours that CSL calls by the same name.
    UnknownName for one that is nowhere, ReaderError where pandoc is missing or the file is no style.
    """
    if is_style(name) and name not in CSL_NAMES:
        return get_style(name)
    path = next((path for path in _places(name, environ) if path.is_file()), None)
    if path is None and name in CSL_NAMES:
        return get_style(name)
    if path is None:
        if name.endswith(".csl"):
            raise ReaderError(f"{name}: no such style file; styles of our own: {', '.join(style_names())}")
        raise UnknownName("style", name, style_names())
    program = find_pandoc(environ)
    if program is None:
        raise ReaderError(f"{path}: a CSL style needs pandoc: install it, or `pip install 'glossator[pandoc]'`")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReaderError(f"{path}: this style cannot be read: {error}") from error
    title = TITLE.search(text)
    return CslStyle(path.stem, title[1] if title else path.stem, path, program, bool(NOTE_CLASS.search(text)))


def _places(name: str, environ: Mapping[str, str]) -> Iterator[Path]:
    """Where a style may lie; a bare name is looked for where pandoc and Zotero keep theirs."""
    if name.endswith(".csl") or "/" in name:
        yield Path(name).expanduser()
    stem = name.removesuffix(".csl")
    if "/" not in stem:
        yield from (folder / f"{stem}.csl" for folder in _folders(environ))


def _folders(environ: Mapping[str, str]) -> tuple[Path, ...]:
    home = Path(environ.get("HOME") or Path.home())
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    return data / "pandoc/csl", home / ".pandoc/csl", home / ".csl", home / "Zotero/styles"


def installed_styles(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the CSL styles in pandoc's and Zotero's folders; none without pandoc."""
    found = {path.stem for folder in _folders(environ) if folder.is_dir() for path in folder.glob("*.csl")}
    return tuple(sorted(found - set(style_names()))) if found and find_pandoc(environ) else ()


class CslStyle(Struct, frozen=True):
    """A style that pandoc reads. Its entries bear their own numbers, so `numbered` is False for all of them."""

    name: str
    title: str
    path: Path
    program: str
    footnotes: bool
    block_from: int = BLOCK_FROM
    numbered: bool = False
    dated: bool = False
    names_apart: bool = False
    narrative: None = None

    def reference(self, source: Source, year_suffix: str = "") -> Text:
        """See Style; ReaderError where pandoc refuses."""
        return self.list_sources([(source, "")]).reference(source)

    def in_text(
        self, source: Source, locator: str = "", year_suffix: str = "", *, number: int = 1, apart: Apart = ALONE
    ) -> Text:
        """See Style; ReaderError where pandoc refuses."""
        return self.list_sources([(source, locator)]).in_text(source, locator)

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """Not asked for: the list comes sorted."""
        return (source.title,)

    def list_sources(self, cited: Sequence[tuple[Source, str]]) -> Listing:
        """See ListingStyle; notes are formed one by one, so that none of them says ibid."""
        pairs = tuple(dict.fromkeys([*cited, *((source, "") for source, _ in cited)]))
        if not self.footnotes:
            return _run(self, pairs)
        whole = _run(self, tuple(dict.fromkeys((source, "") for source, _ in cited)))
        notes = {pair: _run(self, (pair,)).citations[pair] for pair in pairs}
        return CslListing(notes, whole.entries, whole.order)


class CslListing(Struct, frozen=True):
    """Pandoc's answer: the citations by source and locator, the entries by source, the order of the entries."""

    citations: Mapping[tuple[Source, str], Text]
    entries: Mapping[Source, Text]
    order: tuple[Source, ...]

    def references(self) -> list[Text]:
        """See Listing."""
        return [self.entries[source] for source in self.order]

    def reference(self, source: Source) -> Text:
        """See Listing."""
        return self.entries[source]

    def in_text(self, source: Source, locator: str = "") -> Text:
        """See Listing."""
        return self.citations[source, locator]


@lru_cache(maxsize=256)
def _run(style: CslStyle, pairs: tuple[tuple[Source, str], ...]) -> CslListing:
    sources = list(dict.fromkeys(source for source, _ in pairs))
    ids = {source: f"s{n}" for n, source in enumerate(sources)}
    cites = (markdown.citation(ids[source], locator) for source, locator in pairs)
    document = "\n\n".join([*cites, "::: {#refs}\n:::"])
    tree = _pandoc(style, document, [item(ids[source], source) for source in sources])
    *paragraphs, refs = tree["blocks"]
    by_id = {f"ref-{key}": source for source, key in ids.items()}
    entries = {by_id[entry["c"][0][0]]: tuple(_block(entry["c"][1])) for entry in refs["c"][1]}
    citations = {pair: _bared(tuple(_block([each]))) for pair, each in zip(pairs, paragraphs, strict=True)}
    return CslListing(citations, entries | {one: () for one in sources if one not in entries}, tuple(entries))


def _pandoc(style: CslStyle, document: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="gloss-") as folder:
        sources = Path(folder, "sources.json")
        sources.write_text(json.dumps(items), encoding="utf-8")
        command = [style.program, "--sandbox", "--from=markdown", "--to=json", "--citeproc"]
        command += [f"--csl={style.path.resolve()}", f"--bibliography={sources}"]
        try:
            done = subprocess.run(command, input=document.encode(), capture_output=True, timeout=TIMEOUT_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ReaderError(f"{style.program}: pandoc did not answer: {error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ReaderError(f"{style.path}: pandoc cannot use this style: {said[0] if said else done.returncode}")
    tree: dict[str, Any] = json.loads(done.stdout)
    return tree


# The syntax tree


def _block(blocks: Sequence[dict[str, Any]]) -> Iterator[Run]:
    for number, block in enumerate(blocks):
        if number:
            yield Run(" ")
        if block["t"] in ("Para", "Plain"):
            yield from _inlines(block["c"], italic=False)
        elif block["t"] == "Div":
            yield from _block(block["c"][1])


def _inlines(inlines: Sequence[dict[str, Any]], *, italic: bool) -> Iterator[Run]:
    for each in inlines:
        yield from _inline(each["t"], each.get("c"), italic=italic)


def _inline(kind: str, content: Any, *, italic: bool) -> Iterator[Run]:
    match kind:
        case "Str":
            yield Run(content, italic)
        case "Space" | "SoftBreak" | "LineBreak":
            yield Run(" ", italic)
        case "Emph":
            yield from _inlines(content, italic=not italic)
        case "Superscript":
            yield Run(_raised("".join(run.text for run in _inlines(content, italic=italic))), italic)
        case "Note":
            yield from _block(content)
        case "Quoted":
            left, right = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
            yield from (Run(left, italic), *_inlines(content[1], italic=italic), Run(right, italic))
        case "Code" | "Math":
            yield Run(content[1], italic)
        case "Cite" | "Link" | "Span":
            yield from _inlines(content[1], italic=italic)
        case "Strong" | "SmallCaps" | "Underline" | "Strikeout" | "Subscript":
            yield from _inlines(content, italic=italic)


def _raised(text: str) -> str:
    """Return the text in superscript digits, or in brackets if it has other characters."""
    return text.translate(RAISED) if all(c.isdigit() for c in text) else f"[{text}]"


def _bared(text: Text) -> Text:
    """Without space at the ends."""
    if not text:
        return text
    first, *rest = text
    return (Run(first.text.lstrip(), first.italic), *rest)
