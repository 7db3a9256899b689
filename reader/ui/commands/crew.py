"""The controllers of the reading screen, each made when it is first needed, so that the first page waits for none of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from textual.widgets import Input

from reader.ui.commands.article_list import Shelving
from reader.ui.commands.context import Handler, Host
from reader.ui.commands.index_refresh import Waking
from reader.ui.commands.view_options import Viewing
from reader.ui.lists.row_list import RowList

if TYPE_CHECKING:
    from reader.ui.commands.add_articles import Adding
    from reader.ui.commands.annotations import Annotating
    from reader.ui.commands.bulk_actions import Gathering
    from reader.ui.commands.copy_citation import Taking
    from reader.ui.commands.export import Exporting
    from reader.ui.commands.file_watcher import Watching
    from reader.ui.commands.hints import Picking
    from reader.ui.commands.library_search import Looking
    from reader.ui.commands.links import Following
    from reader.ui.commands.navigation import Moving
    from reader.ui.commands.parallel_passages import Echoing
    from reader.ui.commands.quote_check import Verifying
    from reader.ui.commands.reports import Reporting
    from reader.ui.commands.selection import Selecting
    from reader.ui.commands.text_search import Finding
    from reader.ui.commands.trash import Binning
    from reader.ui.commands.versions import Revising
    from reader.ui.output_services import Outlets

ANSWERING = (
    "viewing",
    "shelving",
    "moving",
    "picking",
    "selecting",
    "finding",
    "following",
    "annotating",
    "gathering",
    "looking",
    "taking",
    "exporting",
    "reporting",
    "binning",
    "adding",
    "echoing",
    "verifying",
    "revising",
)
"""Who is asked for a command, in this order."""

WARMED = (
    "reader.ui.commands.selection",
    "reader.text.segments.sentence_stops",
    "reader.ui.input.input_lines",
    "reader.ui.commands.selection",
    "reader.ui.commands.text_search",
    "reader.ui.commands.links",
    "reader.ui.commands.annotations",
    "reader.ui.commands.bulk_actions",
    "annotations.storage.file_encoder",
    "annotations.storage.folder_lock",
    "annotations.storage.atomic_write",
    "webbrowser",
    "annotations.citations",
    "annotations.exporters.quote",
    "reader.platform.pandoc",
    "reader.ui.output_services",
    "reader.ui.commands.library_search",
    "reader.ui.commands.copy_citation",
    "reader.ui.commands.export",
    "reader.ui.commands.reports",
    "reader.ui.commands.trash",
    "reader.ui.commands.add_articles",
    "reader.ui.commands.parallel_passages",
    "reader.ui.commands.quote_check",
    "reader.ui.commands.versions",
)
"""What is read after the first page, in the order in which it is likely to be wanted; the ways out before what asks for them."""


class Crew:
    """Who does what on one screen; `outlets` makes the ways out of it, `find_line` gives the line to type into."""

    def __init__(
        self,
        host: Host,
        rows: Callable[[], RowList],
        outlets: Callable[[], Outlets],
        find_line: Callable[[], Input],
        every: Callable[[float, Callable[[], None]], object],
    ) -> None:
        self._host, self._make_outlets, self._find_line, self._every = host, outlets, find_line, every
        self.shelving = Shelving(host, rows, self._open_url)
        self.viewing, self.waking, self._rows = Viewing(host), Waking(host, every), rows
        self._commands: dict[str, dict[str, Handler]] = {}

    def handler(self, command: str) -> Handler | None:
        """Who answers to a command; only as many are read as have to be asked."""
        for name in ANSWERING:
            if name not in self._commands:
                self._commands[name] = getattr(self, name).commands()
            if command in self._commands[name]:
                return self._commands[name][command]
        return None

    def worth_waiting(self, longer: frozenset[str]) -> bool:
        """Whether one of these commands could do anything, so that one waits for the rest of its keys."""
        return self.selecting.worth_waiting(longer)

    def begin(self) -> None:
        """The first page stands: read what the first key asks for, and look at what others write from now on."""
        self.handler("page.next")
        self.watching.start()

    def another_article(self) -> None:
        """Another text comes: what was taken up in the last one is put down."""
        if "annotating" in self.__dict__:
            self.annotating.let_go()
        if "finding" in self.__dict__:
            self.finding.another_article()

    def keep_trail(self, article_id: str) -> None:
        """Keep what was selected and where one jumped from, where anything was."""
        if "selecting" in self.__dict__:
            self.selecting.keep(article_id)

    def _open_url(self, url: str) -> object:
        return self.outlets.open_url(url)

    @cached_property
    def outlets(self) -> Outlets:
        """The ways out of the screen."""
        return self._make_outlets()

    @cached_property
    def moving(self) -> Moving:
        """Movement and places."""
        from reader.ui.commands.navigation import Moving  # noqa: PLC0415 - see the head of this file

        return Moving(self._host)

    @cached_property
    def picking(self) -> Picking:
        """Labels over what the screen shows."""
        from reader.ui.commands.hints import Picking  # noqa: PLC0415 - see the head of this file

        return Picking(self._host)

    @cached_property
    def selecting(self) -> Selecting:
        """The selection."""
        from reader.ui.commands.selection import Selecting  # noqa: PLC0415 - see the head of this file

        return Selecting(self._host, self.moving)

    @cached_property
    def finding(self) -> Finding:
        """Finding words."""
        from reader.ui.commands.text_search import Finding  # noqa: PLC0415 - see the head of this file

        return Finding(self._host, self._find_line, self.moving.leave_here)

    @cached_property
    def following(self) -> Following:
        """Links and footnotes."""
        from reader.ui.commands.links import Following  # noqa: PLC0415 - see the head of this file

        return Following(self._host, self._open_url, self.moving.leave_here)

    @cached_property
    def annotating(self) -> Annotating:
        """Highlights and notes."""
        from reader.ui.commands.annotations import Annotating  # noqa: PLC0415 - see the head of this file

        return Annotating(self._host)

    @cached_property
    def taking(self) -> Taking:
        """Taking passages away."""
        from reader.ui.commands.copy_citation import Taking  # noqa: PLC0415 - see the head of this file

        return Taking(self._host, self.outlets)

    @cached_property
    def exporting(self) -> Exporting:
        """Exporting an article's excerpts."""
        from reader.ui.commands.export import Exporting  # noqa: PLC0415 - see the head of this file

        return Exporting(self._host, self.outlets, self.gathering.excerpts)

    @cached_property
    def gathering(self) -> Gathering:
        """What is done to several articles at once."""
        from reader.ui.commands.bulk_actions import Gathering  # noqa: PLC0415 - see the head of this file

        return Gathering(self._host, self._rows)

    @cached_property
    def looking(self) -> Looking:
        """Search, all notes, tags."""
        from reader.ui.commands.library_search import Looking  # noqa: PLC0415 - see the head of this file

        return Looking(self._host, self.finding)

    @cached_property
    def reporting(self) -> Reporting:
        """Putting passages in order for a report."""
        from reader.ui.commands.reports import Reporting  # noqa: PLC0415 - see the head of this file

        return Reporting(self._host, self.outlets, self.annotating.with_passage)

    @cached_property
    def binning(self) -> Binning:
        """The trash."""
        from reader.ui.commands.trash import Binning  # noqa: PLC0415 - see the head of this file

        return Binning(self._host)

    @cached_property
    def echoing(self) -> Echoing:
        """Who else says so."""
        from reader.ui.commands.parallel_passages import Echoing  # noqa: PLC0415 - see the head of this file

        return Echoing(self._host, self.moving.leave_here)

    @cached_property
    def verifying(self) -> Verifying:
        """Checking reports."""
        from reader.ui.commands.quote_check import Verifying  # noqa: PLC0415 - see the head of this file

        return Verifying(self._host, self.moving.leave_here)

    @cached_property
    def adding(self) -> Adding:
        """Adding texts."""
        from reader.ui.commands.add_articles import Adding  # noqa: PLC0415 - see the head of this file

        return Adding(self._host)

    @cached_property
    def revising(self) -> Revising:
        """What a newer text has changed."""
        from reader.ui.commands.versions import Revising  # noqa: PLC0415 - see the head of this file

        return Revising(self._host, self.annotating)

    @cached_property
    def watching(self) -> Watching:
        """What others write meanwhile."""
        from reader.ui.commands.file_watcher import Watching  # noqa: PLC0415 - see the head of this file

        return Watching(self._host, self._every)
