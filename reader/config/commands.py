"""The table of commands: each one's id, default keys, handler, title, help and scope.

The key parser, the help screen, the footer, the palette and the documentation's key table are made from it, so that they
agree. A key is written as Textual names it (`ctrl+d`, `pagedown`) or as the character itself; keys that are pressed one
after the other have a space between them (`g g`).

A new command is one row here and one function. A handler is an import path: `module:function` or `module:Class.method`,
the module in `reader.ui.commands` unless its name is dotted. A function is called with the reader's context and the
invocation; a class is constructed once with the context, and its method is called with the invocation.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

LABELS = "a capital: up to a second one; while selecting: up to it"

Scope = Literal["everywhere", "sidebar", "page"]
Group = Literal["everywhere", "sidebar", "move", "find", "select", "annotate", "take away", "view"]


class Command(Struct, frozen=True):
    """A row of the table.

    `keys` are the defaults, which the settings may replace by `id`. `brief` is the one or two words that the footer shows.
    `argument`: one more key follows (the letter of a mark, of a colour). `available` is the import path of a condition: while
    it is false, a key that is a command of its own is not held back because this longer command begins with it.
    """

    id: str
    keys: tuple[str, ...]
    handler: str
    title: str
    group: Group
    brief: str = ""
    help: str = ""
    argument: bool = False
    available: str = ""

    @property
    def scope(self) -> Scope:
        """The pane in which the keys hold."""
        if self.group in ("everywhere", "sidebar"):
            return self.group
        return "page"


EVERYWHERE: tuple[Command, ...] = (
    Command("help.show", ("?", "f1"), "application:show_help", "Show all keys", "everywhere", "help"),
    Command("palette.show", (":",), "application:show_palette", "Search the commands", "everywhere", "commands"),
    Command(
        "pane.next",
        ("tab", "shift+tab"),
        "application:focus_other_pane",
        "Go to the other pane",
        "everywhere",
        "articles",
    ),
    Command("back", ("q",), "application:go_back", "One level back, then quit", "everywhere", "quit"),
    Command("suspend", ("ctrl+z",), "application:suspend", "Back to the shell for a while; fg returns", "everywhere"),
    Command("edit.undo", ("u",), "undo:undo", "Undo the last change", "everywhere", "undo"),
    Command("edit.redo", ("ctrl+r",), "undo:redo", "Redo what was undone", "everywhere", "redo"),
    Command(
        "library.search",
        ("g /",),
        "library_search:LibrarySearch.search",
        "Search the library",
        "everywhere",
        "search all",
    ),
    Command(
        "article.add",
        ("A",),
        "add_articles:AddArticles.ask",
        "Add files, folders or web addresses",
        "everywhere",
        "add",
    ),
    Command(
        "notes.list",
        ("g n",),
        "library_search:LibrarySearch.list_notes",
        "List all notes and highlights",
        "everywhere",
        "all notes",
    ),
    Command(
        "trash.show", ("g t",), "trash:TrashCommands.show", "Look into the trash, bring back", "everywhere", "trash"
    ),
    Command(
        "tags.list",
        ("g #",),
        "library_search:LibrarySearch.list_tags",
        "List the tags, read a tag's passages",
        "everywhere",
        "tags",
    ),
    Command(
        "versions.show",
        ("g c",),
        "versions:VersionCommands.show_changes",
        "Show what a newer text has changed",
        "everywhere",
        "changes",
    ),
    Command(
        "orphans.show",
        ("g l",),
        "versions:VersionCommands.list_orphans",
        "List highlights that lost their passage",
        "everywhere",
        "lost",
    ),
    Command("view.zen", ("z",), "view_options:ViewOptions.toggle_zen", "Only the page", "everywhere", "zen"),
    Command("view.theme", ("T",), "view_options:ViewOptions.next_theme", "Next theme", "everywhere", "theme"),
    Command(
        "view.redraw",
        ("ctrl+l",),
        "application:redraw",
        "Draw the screen anew, where another program wrote over it",
        "everywhere",
    ),
    Command(
        "take.export",
        ("x",),
        "export:ExportCommand.export",
        "Export the excerpts of this article, or of the marked ones",
        "everywhere",
        "export",
    ),
    Command(
        "report.verify",
        (),
        "quote_check:QuoteCheckCommand.check_report",
        "Check the quotations of a report",
        "everywhere",
        "verify",
        "in the palette",
    ),
    Command(
        "report.open",
        ("R",),
        "reports:ReportCommands.open_report",
        "Open the report: order, headings, export",
        "everywhere",
        "report",
    ),
)


SIDEBAR: tuple[Command, ...] = (
    Command("list.next", ("j", "down"), "article_list:next_article", "Next article", "sidebar"),
    Command("list.previous", ("k", "up"), "article_list:previous_article", "Previous article", "sidebar"),
    Command(
        "list.page-next", ("pagedown", "ctrl+f", "space"), "article_list:page_down", "A page of articles on", "sidebar"
    ),
    Command("list.page-previous", ("pageup", "ctrl+b"), "article_list:page_up", "A page of articles back", "sidebar"),
    Command("list.first", ("g g", "home"), "article_list:first_article", "First article", "sidebar"),
    Command("list.last", ("G", "end"), "article_list:last_article", "Last article", "sidebar"),
    Command("list.read", ("enter", "l", "right"), "article_list:read_article", "Read the article", "sidebar", "read"),
    Command("list.filter", ("/",), "article_list:start_filter", "Filter as you type", "sidebar", "filter"),
    Command(
        "list.sort",
        ("s",),
        "article_list:next_sort",
        "Sort by the next of date, title, added, source ...",
        "sidebar",
        "sort",
    ),
    Command("list.order", ("S",), "article_list:choose_order", "Choose the order and the groups", "sidebar", "order"),
    Command(
        "shelf.open",
        ("b",),
        "article_list:choose_shelf",
        "Open a shelf: unread, starred, a saved search",
        "sidebar",
        "shelves",
    ),
    Command(
        "shelf.save",
        ("B",),
        "article_list:save_shelf",
        "Save this filter and order as a shelf",
        "sidebar",
        "save shelf",
    ),
    Command(
        "list.mark",
        ("m",),
        "bulk_actions:BulkActions.mark",
        "Mark the article for what is done to several",
        "sidebar",
        "mark",
    ),
    Command(
        "list.mark-all",
        ("M",),
        "bulk_actions:BulkActions.mark_all",
        "Mark all that are listed, or none",
        "sidebar",
        "mark all",
    ),
    Command(
        "article.star",
        ("*",),
        "bulk_actions:BulkActions.star",
        "Star the article, or the marked ones",
        "sidebar",
        "star",
    ),
    Command(
        "article.read",
        ("r",),
        "bulk_actions:BulkActions.mark_read",
        "Mark as read, or as unread again",
        "sidebar",
        "read, unread",
    ),
    Command(
        "article.tag",
        ("t",),
        "bulk_actions:BulkActions.edit_tags",
        "Tag the article, or the marked ones",
        "sidebar",
        "tags",
    ),
    Command("source.edit", ("i",), "article_list:edit_source", "Mend the citation data", "sidebar", "source"),
    Command("source.open", ("o",), "article_list:open_source", "Open the source in a browser", "sidebar", "open"),
    Command(
        "article.trash",
        ("d",),
        "bulk_actions:BulkActions.trash",
        "Put the article, or the marked ones, in the trash",
        "sidebar",
        "trash",
    ),
)


MOVEMENT: tuple[Command, ...] = (
    Command("row.next", ("j", "down"), "navigation:Navigation.move", "Row down", "move"),
    Command("row.previous", ("k", "up"), "navigation:Navigation.move", "Row up", "move"),
    Command("page.next", ("space", "pagedown", "ctrl+f"), "navigation:Navigation.page_down", "Page down", "move"),
    Command("page.previous", ("pageup", "ctrl+b"), "navigation:Navigation.page_up", "Page up", "move"),
    Command("half.next", ("ctrl+d",), "navigation:Navigation.half_page_down", "Half a page down", "move"),
    Command("half.previous", ("ctrl+u",), "navigation:Navigation.half_page_up", "Half a page up", "move"),
    Command(
        "text.first",
        ("g g", "home"),
        "navigation:Navigation.move",
        "Start of the text",
        "move",
        help="with a count: that paragraph",
    ),
    Command("text.last", ("G", "end"), "navigation:Navigation.move", "End of the text", "move"),
    Command("char.previous", ("h", "left"), "navigation:Navigation.move", "Character left", "move"),
    Command("char.next", ("l", "right"), "navigation:Navigation.move", "Character right", "move"),
    Command("word.next", ("w",), "navigation:Navigation.move", "Next word", "move"),
    Command("word.previous", ("b",), "navigation:Navigation.move", "Previous word", "move"),
    Command("word.end", ("e",), "navigation:Navigation.move", "End of word", "move"),
    Command("row.start", ("0",), "navigation:Navigation.move", "Start of the row", "move"),
    Command("row.end", ("$",), "navigation:Navigation.move", "End of the row", "move"),
    Command("sentence.previous", ("(",), "navigation:Navigation.move", "Previous sentence", "move"),
    Command("sentence.next", (")",), "navigation:Navigation.move", "Next sentence", "move"),
    Command("paragraph.previous", ("{",), "navigation:Navigation.move", "Previous paragraph", "move"),
    Command("paragraph.next", ("}",), "navigation:Navigation.move", "Next paragraph", "move"),
    Command("highlight.previous", ("[",), "navigation:Navigation.previous_highlight", "Previous highlight", "move"),
    Command("highlight.next", ("]",), "navigation:Navigation.next_highlight", "Next highlight", "move", "next mark"),
    Command(
        "label.jump",
        ("f",),
        "hints:HintCommands.sentence",
        "Choose a sentence by its label",
        "move",
        "pick sentence",
        LABELS,
    ),
    Command(
        "label.quotation",
        ('"',),
        "hints:HintCommands.quotation",
        "Choose a quotation by its label",
        "move",
        "pick quote",
        "a capital: with its marks",
    ),
    Command(
        "label.words",
        ("s",),
        "hints:HintCommands.words",
        "Choose words by their first letters and labels: the first, then the last",
        "move",
        "pick words",
        "Enter: just the first",
    ),
    Command("link.label", ("F",), "links:LinkCommands.label", "Choose a link or footnote mark by its label", "move"),
    Command(
        "link.follow",
        ("g x",),
        "links:LinkCommands.follow",
        "Follow the link or footnote mark here",
        "move",
        help="addresses: asked first",
    ),
    Command("outline.show", ("O",), "navigation:Navigation.show_outline", "Outline", "move"),
    Command(
        "mark.set",
        ("m",),
        "navigation:Navigation.set_mark",
        "Set a mark",
        "move",
        help="m and a letter; a capital holds everywhere",
        argument=True,
    ),
    Command(
        "mark.go",
        ("'",),
        "navigation:Navigation.go_to_mark",
        "Go to a mark",
        "move",
        help="' and the letter; '' where you jumped from",
        argument=True,
    ),
    Command("mark.list", ("g m",), "navigation:Navigation.list_marks", "List the marks", "move"),
    Command("jump.back", ("ctrl+o", "g o"), "navigation:Navigation.jump_back", "Back to where you jumped from", "move"),
    Command("jump.forward", ("g i",), "navigation:Navigation.jump_forward", "Forward again", "move"),
)


FINDING_AND_SELECTING: tuple[Command, ...] = (
    Command(
        "find.start",
        ("/",),
        "text_search:TextSearch.start",
        "Find as you type",
        "find",
        "find",
        r"\v and a regular expression; empty: again",
    ),
    Command("find.next", ("n",), "text_search:TextSearch.next_match", "Next match", "find", "next"),
    Command("find.previous", ("N",), "text_search:TextSearch.previous_match", "Previous match", "find", "previous"),
    Command(
        "find.word-next",
        ("*",),
        "text_search:TextSearch.next_word_match",
        "Find the word at the cursor",
        "find",
        help="or what is selected",
    ),
    Command("find.word-previous", ("#",), "text_search:TextSearch.previous_word_match", "Find it backwards", "find"),
    Command(
        "echoes.show",
        ("E",),
        "parallel_passages:ParallelPassageCommands.show_echoes",
        "Who else says so: this passage in other articles",
        "find",
        "echoes",
    ),
    Command(
        "related.show",
        ("g r",),
        "parallel_passages:ParallelPassageCommands.show_related",
        "Related articles: the same event by others",
        "find",
        "related",
    ),
    Command(
        "select.character",
        ("v",),
        "selection:SelectionCommands.by_character",
        "Select by character",
        "select",
        "select",
        "on a highlight: its ends; v again",
    ),
    Command(
        "select.sentence",
        ("V",),
        "selection:SelectionCommands.by_sentence",
        "Select by sentence",
        "select",
        "sentences",
    ),
    Command(
        "select.widen",
        ("+", "="),
        "selection:SelectionCommands.widen",
        "Widen: word, clause, sentence, paragraph, section",
        "select",
        "widen",
    ),
    Command("select.narrow", ("-",), "selection:SelectionCommands.narrow", "Narrow again", "select", "narrow"),
    Command(
        "select.other-end",
        ("o",),
        "selection:SelectionCommands.other_end",
        "Go to the other end",
        "select",
        "other end",
    ),
    Command(
        "select.inside",
        ("i q",),
        "selection:SelectionCommands.inside_quotation",
        "Select what the quotation marks hold",
        "select",
        "quotation",
        "again: the outer",
    ),
    Command(
        "select.around",
        ("a q",),
        "selection:SelectionCommands.around_quotation",
        "Select the quotation with its marks",
        "select",
        available="selection:SelectionCommands.has_quotation",
    ),
    Command(
        "select.again",
        ("g v",),
        "selection:SelectionCommands.reselect",
        "Select again what was selected last",
        "select",
    ),
    Command(
        "select.cancel", ("escape",), "selection:SelectionCommands.cancel", "Leave the selection", "select", "leave"
    ),
)


ANNOTATING: tuple[Command, ...] = (
    Command(
        "highlight.make",
        ("enter",),
        "annotations:AnnotationCommands.highlight",
        "Highlight",
        "annotate",
        "highlight",
        "the selection, else the sentence; on one: open",
    ),
    Command(
        "highlight.color",
        ("H",),
        "annotations:AnnotationCommands.set_color",
        "Highlight or recolour",
        "annotate",
        "colour",
        "then y g b p o",
        argument=True,
    ),
    Command("note.edit", ("a",), "annotations:AnnotationCommands.edit_note", "Write a note", "annotate", "note"),
    Command("tags.edit", ("t",), "annotations:AnnotationCommands.edit_tags", "Edit the tags", "annotate", "tags"),
    Command(
        "quotation.edit",
        ("Q",),
        "annotations:AnnotationCommands.edit_quotation",
        "Word the quotation: … and [insertions]",
        "annotate",
        "wording",
    ),
    Command(
        "highlight.delete",
        ("d",),
        "annotations:AnnotationCommands.delete",
        "Delete the highlight",
        "annotate",
        "delete",
    ),
)


COPYING_AND_VIEW: tuple[Command, ...] = (
    Command("take.passage", ("y",), "copy_citation:CopyCommands.copy_passage", "Copy the passage", "take away", "copy"),
    Command(
        "take.cited",
        ("Y",),
        "copy_citation:CopyCommands.copy_cited",
        "Copy the passage with its citation",
        "take away",
        "cite",
    ),
    Command(
        "take.style", ("c",), "copy_citation:CopyCommands.choose_style", "Choose style and format", "take away", "style"
    ),
    Command(
        "report.add",
        ("r",),
        "reports:ReportCommands.add_passage",
        "Put the passage into the report",
        "take away",
        "to report",
    ),
    Command("column.narrower", ("<",), "view_options:ViewOptions.narrow_column", "Narrower column", "view"),
    Command("column.wider", (">",), "view_options:ViewOptions.widen_column", "Wider column", "view"),
    Command(
        "view.left",
        ("shift+left", "ctrl+left"),
        "view_options:ViewOptions.scroll_left",
        "Wide rows of code and tables back",
        "view",
    ),
    Command(
        "view.right",
        ("shift+right", "ctrl+right"),
        "view_options:ViewOptions.scroll_right",
        "Wide rows of code and tables on",
        "view",
    ),
    Command(
        "view.margin",
        ("L",),
        "view_options:ViewOptions.toggle_margin",
        "Show or hide the notes beside the text",
        "view",
        "notes",
    ),
    Command(
        "view.fold",
        ("Z",),
        "view_options:ViewOptions.toggle_boilerplate",
        "Unfold or fold boilerplate",
        "view",
        "unfold",
    ),
)


COMMANDS: tuple[Command, ...] = (
    *EVERYWHERE,
    *SIDEBAR,
    *MOVEMENT,
    *FINDING_AND_SELECTING,
    *ANNOTATING,
    *COPYING_AND_VIEW,
)

BY_ID = {command.id: command for command in COMMANDS}
