"""The foreign formats by name, told by what a file holds, never by what it is called."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from msgspec import Struct
from msgspec.structs import replace

from annotations.importers.input_file import Document
from annotations.importers.model import Reading
from annotations.model.errors import ForeignFormat, UnknownName

AUTO = "auto"
LARGEST = 100_000_000
"""Characters; no reader takes a hundred million of them in notes."""


class ForeignForm(Struct, frozen=True):
    """A format: its module has `recognises(Document) -> bool` and `read(Document) -> Reading`."""

    name: str
    title: str
    module: str

    def load(self) -> ModuleType:
        """The reader of this format."""
        return import_module(f"annotations.importers.{self.module}")


FORMS = (
    ForeignForm("glossator", "glossator's own JSON", "glossator_json"),
    ForeignForm("hypothesis", "Hypothesis JSON", "hypothesis"),
    ForeignForm("w3c", "W3C Web Annotation", "w3c"),
    ForeignForm("calibre", "calibre's annotations", "calibre"),
    ForeignForm("koreader", "KOReader JSON", "koreader"),
    ForeignForm("koreader", "KOReader metadata (Lua)", "koreader_lua"),
    ForeignForm("zotero", "Zotero's annotations", "zotero"),
    ForeignForm("kindle", "Kindle clippings", "kindle"),
    ForeignForm("hypothesis", "Hypothesis CSV", "hypothesis_csv"),
    ForeignForm("readwise", "Readwise CSV", "readwise"),
    ForeignForm("glossator", "glossator's own CSV", "glossator_csv"),
    ForeignForm("glossator", "glossator's own Org", "glossator_org"),
    ForeignForm("glossator", "glossator's own Markdown", "glossator_markdown"),
)
"""In the order in which a file is tried: what names itself goes before what is known by its looks."""


def foreign_names() -> tuple[str, ...]:
    """What `--from` takes."""
    return (AUTO, *dict.fromkeys(form.name for form in FORMS))


def read_foreign(text: str, name: str = AUTO) -> Reading:
    """The notes of a file's text; ForeignFormat where it is none of the formats, UnknownName for an unknown one."""
    if name not in foreign_names():
        raise UnknownName("format", name, foreign_names())
    if len(text) > LARGEST:
        raise ForeignFormat("the file is too large to be notes")
    document = Document(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    for form in FORMS:
        if name in (AUTO, form.name):
            module = form.load()
            if module.recognises(document):
                reading: Reading = module.read(document)
                return replace(reading, form=form.title)
    raise ForeignFormat(_refusal(document, name))


def _refusal(document: Document, name: str) -> str:
    if not document.text.strip():
        return "the file is empty"
    if name != AUTO:
        titles = " or ".join(form.title for form in FORMS if form.name == name)
        return f"this is not {titles}"
    return f"no notes of a known tool; known are {', '.join(dict.fromkeys(form.name for form in FORMS))}"
