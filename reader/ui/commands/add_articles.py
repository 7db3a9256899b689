"""The command that adds articles: sources are read in a thread and written to the library on the event loop."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.model.errors import AnnotationsError
from reader.config.key_parser import Invocation
from reader.errors import ReaderError
from reader.importers.targets.targets import Intake, Result
from reader.services.ingest import Batch, Intaken, files_among, name_of, origins_of, results_of
from reader.ui.commands.context import ReaderContext
from reader.ui.commands.parallel_passages import complete_index
from reader.ui.dialogs.add_articles import AddDialog


class AddArticles:
    """The dialog and the thread behind it."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    def ask(self, call: Invocation) -> None:
        self._context.ask(AddDialog(self._begin), self._done)

    def _begin(self, dialog: AddDialog, targets: Sequence[str]) -> None:
        dialog.run_worker(lambda: self._read(dialog, targets), thread=True, group="adding")

    def _read(self, dialog: AddDialog, targets: Sequence[str]) -> None:
        """Read all targets, in a thread; an error of the library ends that and is reported."""
        done = Intaken()
        try:
            self._take_all(dialog, targets, done)
        except (ReaderError, AnnotationsError, OSError) as error:
            done.failed.insert(0, Result("", error=str(error)))
        dialog.app.call_from_thread(dialog.leave, done)

    def _take_all(self, dialog: AddDialog, targets: Sequence[str], done: Intaken) -> None:
        from reader.importers.sandbox.bounded_process import BoundedParser  # noqa: PLC0415 - sockets and pipes are not preloaded
        from reader.importers.web.fetch import fetch  # noqa: PLC0415 - see above

        on_screen = dialog.app.call_from_thread
        batch = Batch(self._context.workspace, done)
        origins = origins_of(targets)
        with BoundedParser() as parser:
            parser.expect(files_among(origins))
            intake = Intake(parser, fetcher=fetch)
            for n, origin in enumerate(origins):
                if dialog.stopped:
                    done.stopped = True
                    break
                on_screen(dialog.progress, n, len(origins), name_of(origin))
                for result in results_of(intake, origin):
                    on_screen(batch.take, result)
        on_screen(batch.write)

    def _done(self, done: Intaken | None) -> None:
        if done is None:
            return
        self._context.article_list.refresh()
        if any(one.status != "unchanged" for one in done.added):
            complete_index(self._context)
        counts = {status: count for status, count in done.counts().items() if count}
        said = ", ".join(f"{count} {status}" for status, count in counts.items())
        for result in done.failed[:1]:
            more = f" · and {len(done.failed) - 1} more" if len(done.failed) > 1 else ""
            self._context.notify(f"{said + ' · ' if said else ''}{result.error}{more}", warning=True)
        first = next((one for one in done.added if one.status != "unchanged"), next(iter(done.added), None))
        if first is not None:
            self._context.view.open_article(first.id)
            if not done.failed:
                self._context.notify(f"{'Stopped: ' if done.stopped else ''}{said}.")
