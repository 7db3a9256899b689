"""One table of commands: each one's id, default keys, title, help and scope.

The key parser, the help screen, the footer, the palette and README's key table are all made from it, so none of them can
say something that another does not. A key is written as the terminal library names it (`ctrl+d`, `pagedown`) or as the
character itself; keys pressed one after the other stand with a space between them (`g g`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

LABELS = "a capital: up to a second one; while selecting: up to it"

Scope = Literal["everywhere", "sidebar", "page"]
Group = Literal["everywhere", "sidebar", "move", "find", "select", "annotate", "take away", "view"]


class Command(Struct, frozen=True):
    """One thing the reader can be told to do.

    `brief` is the one or two words that the footer shows; `argument` says that one more key follows (a mark's letter, a
    colour's). `keys` are the defaults, which the settings may replace by `id`.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    group: Group
    brief: str = ""
    help: str = ""
    argument: bool = False

    @property
    def scope(self) -> Scope:
        """Where the keys are listened to."""
        if self.group in ("everywhere", "sidebar"):
            return self.group
        return "page"


def _everywhere() -> Iterable[Command]:
    yield Command("help.show", ("?", "f1"), "Show all keys", "everywhere", "help")
    yield Command("palette.show", (":",), "Search the commands", "everywhere", "commands")
    yield Command("pane.next", ("tab", "shift+tab"), "Go to the other pane", "everywhere", "articles")
    yield Command("back", ("q",), "One level back, then quit", "everywhere", "quit")
    yield Command("suspend", ("ctrl+z",), "Back to the shell for a while; fg returns", "everywhere")
    yield Command("edit.undo", ("u",), "Undo the last change", "everywhere", "undo")
    yield Command("edit.redo", ("ctrl+r",), "Redo what was undone", "everywhere", "redo")
    yield Command("library.search", ("g /",), "Search the library", "everywhere", "search all")
    yield Command("article.add", ("A",), "Add files, folders or web addresses", "everywhere", "add")
    yield Command("notes.list", ("g n",), "List all notes and highlights", "everywhere", "all notes")
    yield Command("trash.show", ("g t",), "Look into the trash, bring back", "everywhere", "trash")
    yield Command("tags.list", ("g #",), "List the tags, read a tag's passages", "everywhere", "tags")
    yield Command("versions.show", ("g c",), "Show what a newer text has changed", "everywhere", "changes")
    yield Command("orphans.show", ("g l",), "List highlights that lost their passage", "everywhere", "lost")
    yield Command("view.zen", ("z",), "Only the page", "everywhere", "zen")
    yield Command("view.theme", ("T",), "Next theme", "everywhere", "theme")
    yield Command("view.redraw", ("ctrl+l",), "Draw the screen anew, where another program wrote over it", "everywhere")
    yield Command(
        "take.export", ("x",), "Export the excerpts of this article, or of the marked ones", "everywhere", "export"
    )
    yield Command("report.verify", (), "Check the quotations of a report", "everywhere", "verify", "in the palette")
    yield Command("report.open", ("R",), "Open the report: order, headings, export", "everywhere", "report")


def _sidebar() -> Iterable[Command]:
    yield Command("list.next", ("j", "down"), "Next article", "sidebar")
    yield Command("list.previous", ("k", "up"), "Previous article", "sidebar")
    yield Command("list.page-next", ("pagedown", "ctrl+f", "space"), "A page of articles on", "sidebar")
    yield Command("list.page-previous", ("pageup", "ctrl+b"), "A page of articles back", "sidebar")
    yield Command("list.first", ("g g", "home"), "First article", "sidebar")
    yield Command("list.last", ("G", "end"), "Last article", "sidebar")
    yield Command("list.read", ("enter", "l", "right"), "Read the article", "sidebar", "read")
    yield Command("list.filter", ("/",), "Filter as you type", "sidebar", "filter")
    yield Command("list.sort", ("s",), "Sort by the next of date, title, added, source ...", "sidebar", "sort")
    yield Command("list.order", ("S",), "Choose the order and the groups", "sidebar", "order")
    yield Command("shelf.open", ("b",), "Open a shelf: unread, starred, a saved search", "sidebar", "shelves")
    yield Command("shelf.save", ("B",), "Save this filter and order as a shelf", "sidebar", "save shelf")
    yield Command("list.mark", ("m",), "Mark the article for what is done to several", "sidebar", "mark")
    yield Command("list.mark-all", ("M",), "Mark all that are listed, or none", "sidebar", "mark all")
    yield Command("article.star", ("*",), "Star the article, or the marked ones", "sidebar", "star")
    yield Command("article.read", ("r",), "Mark as read, or as unread again", "sidebar", "read, unread")
    yield Command("article.tag", ("t",), "Tag the article, or the marked ones", "sidebar", "tags")
    yield Command("source.edit", ("i",), "Mend the citation data", "sidebar", "source")
    yield Command("source.open", ("o",), "Open the source in a browser", "sidebar", "open")
    yield Command("article.trash", ("d",), "Put the article, or the marked ones, in the trash", "sidebar", "trash")


def _move() -> Iterable[Command]:
    yield Command("row.next", ("j", "down"), "Row down", "move")
    yield Command("row.previous", ("k", "up"), "Row up", "move")
    yield Command("page.next", ("space", "pagedown", "ctrl+f"), "Page down", "move")
    yield Command("page.previous", ("pageup", "ctrl+b"), "Page up", "move")
    yield Command("half.next", ("ctrl+d",), "Half a page down", "move")
    yield Command("half.previous", ("ctrl+u",), "Half a page up", "move")
    yield Command("text.first", ("g g", "home"), "Start of the text", "move", help="with a count: that paragraph")
    yield Command("text.last", ("G", "end"), "End of the text", "move")
    yield Command("char.previous", ("h", "left"), "Character left", "move")
    yield Command("char.next", ("l", "right"), "Character right", "move")
    yield Command("word.next", ("w",), "Next word", "move")
    yield Command("word.previous", ("b",), "Previous word", "move")
    yield Command("word.end", ("e",), "End of word", "move")
    yield Command("row.start", ("0",), "Start of the row", "move")
    yield Command("row.end", ("$",), "End of the row", "move")
    yield Command("sentence.previous", ("(",), "Previous sentence", "move")
    yield Command("sentence.next", (")",), "Next sentence", "move")
    yield Command("paragraph.previous", ("{",), "Previous paragraph", "move")
    yield Command("paragraph.next", ("}",), "Next paragraph", "move")
    yield Command("highlight.previous", ("[",), "Previous highlight", "move")
    yield Command("highlight.next", ("]",), "Next highlight", "move", "next mark")
    yield Command("label.jump", ("f",), "Choose a sentence by its label", "move", "pick sentence", LABELS)
    yield Command(
        "label.quotation", ('"',), "Choose a quotation by its label", "move", "pick quote", "a capital: with its marks"
    )
    yield Command(
        "label.words",
        ("s",),
        "Choose words by their first letters and labels: the first, then the last",
        "move",
        "pick words",
        "Enter: just the first",
    )
    yield Command("link.label", ("F",), "Choose a link or footnote mark by its label", "move")
    yield Command(
        "link.follow", ("g x",), "Follow the link or footnote mark here", "move", help="addresses: asked first"
    )
    yield Command("outline.show", ("O",), "Outline", "move")
    yield Command(
        "mark.set", ("m",), "Set a mark", "move", help="m and a letter; a capital holds everywhere", argument=True
    )
    yield Command(
        "mark.go", ("'",), "Go to a mark", "move", help="' and the letter; '' where you jumped from", argument=True
    )
    yield Command("mark.list", ("g m",), "List the marks", "move")
    yield Command("jump.back", ("ctrl+o", "g o"), "Back to where you jumped from", "move")
    yield Command("jump.forward", ("g i",), "Forward again", "move")


def _find_and_select() -> Iterable[Command]:
    yield Command(
        "find.start", ("/",), "Find as you type", "find", "find", r"\v and a regular expression; empty: again"
    )
    yield Command("find.next", ("n",), "Next match", "find", "next")
    yield Command("find.previous", ("N",), "Previous match", "find", "previous")
    yield Command("find.word-next", ("*",), "Find the word at the cursor", "find", help="or what is selected")
    yield Command("find.word-previous", ("#",), "Find it backwards", "find")
    yield Command("echoes.show", ("E",), "Who else says so: this passage in other articles", "find", "echoes")
    yield Command("related.show", ("g r",), "Related articles: the same event by others", "find", "related")
    yield Command(
        "select.character", ("v",), "Select by character", "select", "select", "on a highlight: its ends; v again"
    )
    yield Command("select.sentence", ("V",), "Select by sentence", "select", "sentences")
    yield Command("select.widen", ("+", "="), "Widen: word, clause, sentence, paragraph, section", "select", "widen")
    yield Command("select.narrow", ("-",), "Narrow again", "select", "narrow")
    yield Command("select.other-end", ("o",), "Go to the other end", "select", "other end")
    yield Command(
        "select.inside", ("i q",), "Select what the quotation marks hold", "select", "quotation", "again: the outer"
    )
    yield Command("select.around", ("a q",), "Select the quotation with its marks", "select")
    yield Command("select.again", ("g v",), "Select again what was selected last", "select")
    yield Command("select.cancel", ("escape",), "Leave the selection", "select", "leave")


def _annotate() -> Iterable[Command]:
    yield Command(
        "highlight.make",
        ("enter",),
        "Highlight",
        "annotate",
        "highlight",
        "the selection, else the sentence; on one: open",
    )
    yield Command(
        "highlight.color", ("H",), "Highlight or recolour", "annotate", "colour", "then y g b p o", argument=True
    )
    yield Command("note.edit", ("a",), "Write a note", "annotate", "note")
    yield Command("tags.edit", ("t",), "Edit the tags", "annotate", "tags")
    yield Command("quotation.edit", ("Q",), "Word the quotation: … and [insertions]", "annotate", "wording")
    yield Command("highlight.delete", ("d",), "Delete the highlight", "annotate", "delete")


def _take_and_view() -> Iterable[Command]:
    yield Command("take.passage", ("y",), "Copy the passage", "take away", "copy")
    yield Command("take.cited", ("Y",), "Copy the passage with its citation", "take away", "cite")
    yield Command("take.style", ("c",), "Choose style and format", "take away", "style")
    yield Command("report.add", ("r",), "Put the passage into the report", "take away", "to report")
    yield Command("column.narrower", ("<",), "Narrower column", "view")
    yield Command("column.wider", (">",), "Wider column", "view")
    yield Command("view.left", ("shift+left", "ctrl+left"), "Wide rows of code and tables back", "view")
    yield Command("view.right", ("shift+right", "ctrl+right"), "Wide rows of code and tables on", "view")
    yield Command("view.margin", ("L",), "Show or hide the notes beside the text", "view", "notes")
    yield Command("view.fold", ("Z",), "Unfold or fold boilerplate", "view", "unfold")


COMMANDS: tuple[Command, ...] = (
    *_everywhere(),
    *_sidebar(),
    *_move(),
    *_find_and_select(),
    *_annotate(),
    *_take_and_view(),
)

BY_ID = {command.id: command for command in COMMANDS}
