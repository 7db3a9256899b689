"""Which files of a folder are documents: by their usual names, else by their content."""

from __future__ import annotations

from pathlib import Path

from reader.importers.content.decode import binary_format
from reader.importers.registry import Registry

DOCUMENT_SUFFIXES = frozenset(
    ".txt .text .rst .org .adoc .tex .md .markdown .mdown .mkd .html .htm .xhtml .epub .pdf .rss .atom .opml".split()
)
OTHER_SUFFIXES = frozenset(
    # source code and its data
    ".py .pyi .ipynb .js .mjs .ts .tsx .jsx .css .scss .c .h .cc .cpp .hpp .rs .go .java .kt .rb .pl .php .sh .bash .zsh "
    ".lua .vim .el .sql .r .jl .swift .m .mk .cmake .toml .ini .cfg .conf .yaml .yml .lock .log .csv .tsv .db .sqlite .bib "
    # pictures, sound, film, fonts
    ".jpg .jpeg .png .gif .webp .svg .bmp .tif .tiff .ico .heic .mp3 .ogg .flac .wav .m4a .mp4 .mkv .webm .avi .mov "
    ".ttf .otf .woff .woff2 "
    # archives, programs, office files
    ".zip .gz .bz2 .xz .zst .tar .tgz .7z .rar .iso .exe .dll .so .dylib .bin .o .a .pyc .class .jar .whl "
    ".doc .docx .odt .ods .odp .xls .xlsx .ppt .pptx .rtf".split()
)
OTHER_NAMES = frozenset(
    "makefile gnumakefile dockerfile justfile rakefile gemfile vagrantfile jenkinsfile cmakelists.txt".split()
)
"""Files that are no documents whatever their suffix; in lower case."""

SNIFFED_BYTES = 65_536
MIN_CERTAINTY = 0.7
"""How sure an importer must be of the content of a file whose name says nothing."""


def is_document(path: Path, registry: Registry) -> bool:
    """Return whether a file of a folder is to be read. A file that cannot be looked at counts: reading it says why."""
    suffix = path.suffix.lower()
    if path.name.lower() in OTHER_NAMES or suffix in OTHER_SUFFIXES:
        return False
    if suffix in DOCUMENT_SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            head = file.read(SNIFFED_BYTES)
    except OSError:
        return True
    if not suffix and not head.startswith(b"#!") and not binary_format(head):
        return True
    return registry.best(head, path.name)[1] >= MIN_CERTAINTY
