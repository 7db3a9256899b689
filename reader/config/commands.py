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
Group = Literal["everywhere", "sidebar", "move", "find", "select", "annotate", "copy and cite", "view"]


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
    Command("help.show", ("?", "f1"), "application:show_help", "Keyboard shortcuts", "everywhere", "help"),
    Command("palette.show", (":",), "application:show_palette", "Command palette", "everywhere", "commands"),
    Command(
        "pane.next",
        ("tab", "shift+tab"),
        "application:focus_other_pane",
        "Switch pane",
        "everywhere",
        "articles",
    ),
    Command("back", ("q",), "application:go_back", "Back, quit", "everywhere", "quit"),
    Command("suspend", ("ctrl+z",), "application:suspend", "Suspend (fg resumes)", "everywhere"),
    Command("edit.undo", ("u",), "undo:undo", "Undo", "everywhere", "undo"),
    Command("edit.redo", ("ctrl+r",), "undo:redo", "Redo", "everywhere", "redo"),
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
        "All notes and highlights",
        "everywhere",
        "all notes",
    ),
    Command("trash.show", ("g t",), "trash:TrashCommands.show", "Trash", "everywhere", "trash"),
    Command(
        "tags.list",
        ("g #",),
        "library_search:LibrarySearch.list_tags",
        "Tags",
        "everywhere",
        "tags",
    ),
    Command(
        "versions.show",
        ("g c",),
        "versions:VersionCommands.show_changes",
        "Changes in the newest version",
        "everywhere",
        "changes",
    ),
    Command(
        "orphans.show",
        ("g l",),
        "versions:VersionCommands.list_orphans",
        "Orphaned highlights",
        "everywhere",
        "lost",
    ),
    Command("view.zen", ("z",), "view_options:ViewOptions.toggle_zen", "Focus mode", "everywhere", "zen"),
    Command("view.theme", ("T",), "view_options:ViewOptions.next_theme", "Next theme", "everywhere", "theme"),
    Command(
        "view.redraw",
        ("ctrl+l",),
        "application:redraw",
        "Redraw the screen",
        "everywhere",
    ),
    Command(
        "take.export",
        ("x",),
        "export:ExportCommand.export",
        "Export excerpts of this article or the selected ones",
        "everywhere",
        "export",
    ),
    Command(
        "report.verify",
        (),
        "quote_check:QuoteCheckCommand.check_report",
        "Check quotations in a report",
        "everywhere",
        "verify",
        "in the palette",
    ),
    Command(
        "report.open",
        ("R",),
        "reports:ReportCommands.open_report",
        "Open report",
        "everywhere",
        "report",
    ),
)


SIDEBAR: tuple[Command, ...] = (
    Command("list.next", ("j", "down"), "article_list:next_article", "Next article", "sidebar"),
    Command("list.previous", ("k", "up"), "article_list:previous_article", "Previous article", "sidebar"),
    Command("list.page-next", ("pagedown", "ctrl+f", "space"), "article_list:page_down", "Page down", "sidebar"),
    Command("list.page-previous", ("pageup", "ctrl+b"), "article_list:page_up", "Page up", "sidebar"),
    Command("list.first", ("g g", "home"), "article_list:first_article", "First article", "sidebar"),
    Command("list.last", ("G", "end"), "article_list:last_article", "Last article", "sidebar"),
    Command("list.read", ("enter", "l", "right"), "article_list:read_article", "Read the article", "sidebar", "read"),
    Command("list.filter", ("/",), "article_list:start_filter", "Filter as you type", "sidebar", "filter"),
    Command(
        "list.clear-filter", ("escape",), "article_list:clear_filter", "Clear the filter", "sidebar", "clear filter"
    ),
    Command(
        "list.sort",
        ("s",),
        "article_list:next_sort",
        "Next sort order",
        "sidebar",
        "sort",
    ),
    Command("list.order", ("S",), "article_list:choose_order", "Sort and group…", "sidebar", "order"),
    Command(
        "shelf.open",
        ("b",),
        "article_list:choose_shelf",
        "Open a saved filter",
        "sidebar",
        "shelves",
    ),
    Command(
        "shelf.save",
        ("B",),
        "article_list:save_shelf",
        "Save filter and order",
        "sidebar",
        "save shelf",
    ),
    Command(
        "list.mark",
        ("m",),
        "bulk_actions:BulkActions.mark",
        "Select for bulk actions",
        "sidebar",
        "mark",
    ),
    Command(
        "list.mark-all",
        ("M",),
        "bulk_actions:BulkActions.mark_all",
        "Select all listed, or none",
        "sidebar",
        "mark all",
    ),
    Command(
        "article.star",
        ("*",),
        "bulk_actions:BulkActions.star",
        "Star or unstar",
        "sidebar",
        "star",
    ),
    Command(
        "article.read",
        ("r",),
        "bulk_actions:BulkActions.mark_read",
        "Mark as read or unread",
        "sidebar",
        "read, unread",
    ),
    Command(
        "article.tag",
        ("t",),
        "bulk_actions:BulkActions.edit_tags",
        "Edit article tags",
        "sidebar",
        "tags",
    ),
    Command("source.edit", ("i",), "article_list:edit_source", "Edit citation data", "sidebar", "source"),
    Command("source.open", ("o",), "article_list:open_source", "Open the source in a browser", "sidebar", "open"),
    Command(
        "article.trash",
        ("d",),
        "bulk_actions:BulkActions.trash",
        "Move to trash",
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
        "Jump to sentence by label",
        "move",
        "pick sentence",
        LABELS,
    ),
    Command(
        "label.quotation",
        ('"',),
        "hints:HintCommands.quotation",
        "Select quotation by label",
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
    Command("link.label", ("F",), "links:LinkCommands.label", "Open link or footnote by label", "move"),
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
    Command("jump.back", ("ctrl+o", "g o"), "navigation:Navigation.jump_back", "Jump back", "move"),
    Command("jump.forward", ("g i",), "navigation:Navigation.jump_forward", "Jump forward", "move"),
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
        "Find word at cursor",
        "find",
        help="or what is selected",
    ),
    Command("find.word-previous", ("#",), "text_search:TextSearch.previous_word_match", "Find word backwards", "find"),
    Command(
        "echoes.show",
        ("E",),
        "parallel_passages:ParallelPassageCommands.show_echoes",
        "Find echoes: this passage in other articles",
        "find",
        "echoes",
    ),
    Command(
        "related.show",
        ("g r",),
        "parallel_passages:ParallelPassageCommands.show_related",
        "Other coverage: the same event in other sources",
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
    Command("select.narrow", ("-",), "selection:SelectionCommands.narrow", "Shrink selection", "select", "narrow"),
    Command(
        "select.other-end",
        ("o",),
        "selection:SelectionCommands.other_end",
        "Other end of the selection",
        "select",
        "other end",
    ),
    Command(
        "select.inside",
        ("i q",),
        "selection:SelectionCommands.inside_quotation",
        "Select inside quotation marks",
        "select",
        "quotation",
        "again: the outer",
    ),
    Command(
        "select.around",
        ("a q",),
        "selection:SelectionCommands.around_quotation",
        "Select around quotation marks",
        "select",
        available="selection:SelectionCommands.has_quotation",
    ),
    Command(
        "select.again",
        ("g v",),
        "selection:SelectionCommands.reselect",
        "Select last selection again",
        "select",
    ),
    Command("select.cancel", ("escape",), "selection:SelectionCommands.cancel", "Cancel selection", "select", "cancel"),
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
    Command("note.edit", ("a",), "annotations:AnnotationCommands.edit_note", "Edit note", "annotate", "note"),
    Command("tags.edit", ("t",), "annotations:AnnotationCommands.edit_tags", "Edit tags", "annotate", "tags"),
    Command(
        "quotation.edit",
        ("Q",),
        "annotations:AnnotationCommands.edit_quotation",
        "Edit quotation: … and [insertions]",
        "annotate",
        "wording",
    ),
    Command(
        "highlight.delete",
        ("d",),
        "annotations:AnnotationCommands.delete",
        "Delete highlight",
        "annotate",
        "delete",
    ),
)


COPYING_AND_VIEW: tuple[Command, ...] = (
    Command("take.passage", ("y",), "copy_citation:CopyCommands.copy_passage", "Copy passage", "copy and cite", "copy"),
    Command(
        "take.cited",
        ("Y",),
        "copy_citation:CopyCommands.copy_cited",
        "Copy passage with citation",
        "copy and cite",
        "cite",
    ),
    Command("take.style", ("c",), "copy_citation:CopyCommands.choose_style", "Cite as…", "copy and cite", "style"),
    Command(
        "report.add",
        ("r",),
        "reports:ReportCommands.add_passage",
        "Add passage to report",
        "copy and cite",
        "to report",
    ),
    Command("column.narrower", ("<",), "view_options:ViewOptions.narrow_column", "Narrower column", "view"),
    Command("column.wider", (">",), "view_options:ViewOptions.widen_column", "Wider column", "view"),
    Command(
        "view.left",
        ("shift+left", "ctrl+left"),
        "view_options:ViewOptions.scroll_left",
        "Scroll code and tables left",
        "view",
    ),
    Command(
        "view.right",
        ("shift+right", "ctrl+right"),
        "view_options:ViewOptions.scroll_right",
        "Scroll code and tables right",
        "view",
    ),
    Command(
        "view.margin",
        ("L",),
        "view_options:ViewOptions.toggle_margin",
        "Show or hide margin notes",
        "view",
        "notes",
    ),
    Command(
        "view.fold",
        ("Z",),
        "view_options:ViewOptions.toggle_boilerplate",
        "Show or hide boilerplate",
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
