"""The formats of notes that can be read, recognised by what a file holds, never by its name."""

from __future__ import annotations

from msgspec.structs import replace

from annotations.importers.input_file import Document
from annotations.importers.model import NoteFormat, Reading
from annotations.model.errors import UnknownName, UnknownNoteFormat
from annotations.plugins import PluginTable

AUTO = "auto"
MAX_FILE_CHARACTERS = 100_000_000
"""No one takes this many characters of notes; a larger file is refused before it is parsed."""

NOTE_IMPORTERS: PluginTable[NoteFormat] = PluginTable(
    "note format",
    "glossator.note_importers",
    {
        "glossator/json": "annotations.importers.glossator_json:FORMAT",
        "hypothesis": "annotations.importers.hypothesis:FORMAT",
        "w3c": "annotations.importers.w3c:FORMAT",
        "calibre": "annotations.importers.calibre:FORMAT",
        "koreader": "annotations.importers.koreader:FORMAT",
        "koreader/lua": "annotations.importers.koreader_lua:FORMAT",
        "zotero": "annotations.importers.zotero:FORMAT",
        "kindle": "annotations.importers.kindle:FORMAT",
        "hypothesis/csv": "annotations.importers.hypothesis_csv:FORMAT",
        "readwise": "annotations.importers.readwise:FORMAT",
        "glossator/csv": "annotations.importers.glossator_csv:FORMAT",
        "glossator/org": "annotations.importers.glossator_org:FORMAT",
        "glossator/markdown": "annotations.importers.glossator_markdown:FORMAT",
    },
)
"""Each leads to a NoteFormat; the word before a slash is the tool that wrote the file, which `--from` takes.

Formats are tried in this order: those that name themselves go before those recognised by their shape. A new one is a file
of its own and a row here, or an entry point `glossator.note_importers`, which is tried last.
"""


def tool_names() -> tuple[str, ...]:
    """Return the names that `read_notes` takes: `auto`, then each tool."""
    return (AUTO, *dict.fromkeys(map(_tool, NOTE_IMPORTERS.names())))


def read_notes(text: str, tool: str = AUTO) -> Reading:
    """Return the notes in the text of a file.

    UnknownNoteFormat if it has none of the tool's formats (of all formats for `auto`), UnknownName for an unknown tool.
    """
    if tool not in tool_names():
        raise UnknownName("format", tool, tool_names())
    if len(text) > MAX_FILE_CHARACTERS:
        raise UnknownNoteFormat("the file is too large to be notes")
    document = Document(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    formats = {name: each for name, each in NOTE_IMPORTERS.load_all().items() if tool in (AUTO, _tool(name))}
    for each in formats.values():
        if each.recognises(document):
            return replace(each.read(document), form=each.title)
    raise UnknownNoteFormat(_refusal(document, tool, [each.title for each in formats.values()]))


def _tool(name: str) -> str:
    return name.partition("/")[0]


def _refusal(document: Document, tool: str, titles: list[str]) -> str:
    if not document.text.strip():
        return "the file is empty"
    if tool != AUTO:
        return f"this is not {' or '.join(titles)}"
    return f"no notes of a known tool; known are {', '.join(tool_names()[1:])}"
