"""`gloss verify`: the quotations of a report against the library, fit for a pre-commit hook and for CI."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from annotations.reports.quote_check.masked_text import MaskedReport
from reader.cli.add import take_in
from reader.cli.context import Context, json_option, pass_context, print_json, say, warn
from reader.cli.echoes import catch_up, marked
from reader.cli.progress import progress_bar
from reader.cli.verify_formats import Finding, github, sarif
from reader.errors import ReaderError
from reader.library.similar.parallel_passages import ComparedText
from reader.services.ingest import origins_of
from reader.services.quote_check import Checked, Verifier
from reader.services.quote_citations import Found
from reader.services.report_reader import read_report, report_of
from reader.text.cleaning import clean_line

OLDER = "older version only"
"""The notice that has a line of its own."""
SHOWN = 160
"""Characters of a quotation, and of what is left out of one, that a line of the report shows."""


@click.command()
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True)
@click.option("--quiet", "-q", is_flag=True, help="Only what somebody must look at.")
@click.option(
    "--sources",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Check against the documents in a folder instead of the library.",
)
@click.option("--strict", is_flag=True, help="Exit with status 1 for notices too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="Format of the output.",
)
@json_option
@pass_context
def verify(
    context: Context,
    reports: tuple[str, ...],
    quiet: bool,
    sources: str | None,
    strict: bool,
    form: str,
    as_json: bool,
) -> None:
    """Check each quotation of a report against the library's texts, and the citations beside them.

    A report is Markdown, plain text, HTML, LaTeX, Org, docx or odt (what else pandoc reads, where pandoc is found), or - for
    Markdown on standard input. Quotations in quotation marks of any kind and block quotes count, of four words or more:
    verbatim, altered (with the words that differ) or missing. Typography, an ellipsis, [insertions], the first letter's case
    and a comma or full stop at the end may differ. The exit status is 1 where a quotation is altered or missing, or where
    its citation names another source or date, or where an omission or insertion turns its sense. Notices, such as a sentence
    that continues with a condition, leave the status 0 unless --strict is given.
    """
    read, unread = _read(context, reports)
    if sources is not None:
        context, failed = _with_sources(context, sources, reports)
        unread += failed
    catch_up(context.workspace.echoes)
    verifier = Verifier(context.workspace.library, context.workspace.echoes)
    checked = [(name, report, _checked(verifier, report)) for name, report in read]
    if as_json or form == "json":
        print_json(_document(checked, unread, strict))
    elif form == "sarif":
        print_json(sarif(list(_findings(checked))))
    elif form == "github":
        for line in github(list(_findings(checked))):
            click.echo(line)
    else:
        for name, report, found in checked:
            _say_all(name, report, found, quiet)
    if unread or any(each.wrong or (strict and each.notices) for _, _, found in checked for each in found):
        sys.exit(1)


def _with_sources(context: Context, folder: str, reports: Sequence[str]) -> tuple[Context, list[tuple[str, str]]]:
    """Return the context of a temporary library with the documents of a folder, without the reports, and what failed."""
    home = click.get_current_context().with_resource(TemporaryDirectory(prefix="gloss-verify-"))
    made = Context(home, environ=context.environ)
    own = {Path(name).expanduser().resolve() for name in reports}
    origins = origins_of([folder])
    files = [each for each in origins if isinstance(each, str) and Path(each).resolve() not in own]
    failed = [each for each in origins if not isinstance(each, str) and each.error]
    done = take_in(made, files)
    failed += done.failed
    if not done.added:
        raise ReaderError(failed[0].error if failed else f"{folder}: it has no document besides the report")
    for each in failed:
        warn(each.error)
    return made, [(each.origin, each.error) for each in failed]


def _read(context: Context, names: Sequence[str]) -> tuple[list[tuple[str, MaskedReport]], list[tuple[str, str]]]:
    """Read the reports; return those that could be read, and name and error of the others."""
    read, unread = list[tuple[str, MaskedReport]](), list[tuple[str, str]]()
    for name in names:
        try:
            if name == "-":
                report = report_of(Path("standard input.md"), sys.stdin.buffer.read(), context.environ)
            else:
                report = read_report(Path(name).expanduser(), context.environ)
            read.append((name, report))
        except ReaderError as error:
            warn(str(error))
            unread.append((name, str(error)))
    return read, unread


def _checked(verifier: Verifier, report: MaskedReport) -> list[Checked]:
    with progress_bar("Checking quotations") as bar:
        return verifier.verify(report, bar.update)


# Text


def _say_all(name: str, report: MaskedReport, found: Sequence[Checked], quiet: bool) -> None:
    for each in found:
        if each.wrong or each.notices or not quiet:
            _say_one(name, report, each)
    counts = Counter(each.outcome for each in found)
    parts = [f"{counts[outcome]} {outcome}" for outcome in ("verbatim", "altered", "missing")]
    cited = sum(each.cited is not None and each.cited.wrong for each in found)
    parts += [f"{cited} wrongly cited"] if cited else []
    changed = sum(each.changed_since for each in found)
    parts += [f"{changed} changed since in the source"] if changed else []
    say(f"{name}: {len(found)} quotation{'s' if len(found) != 1 else ''}: {', '.join(parts)}")


def _say_one(name: str, report: MaskedReport, each: Checked) -> None:
    word = each.outcome if each.outcome == "verbatim" else each.outcome.upper() + (" (sense)" if each.sense else "")
    unit = "" if report.unit == "line" else f"{report.unit} "
    say(f"{name}:{unit}{each.quotation.line}: {word}: “{_short(each.text)}”")
    for line in lines_of(each):
        click.echo(f"    {clean_line(line)}")


def lines_of(each: Checked) -> list[str]:
    """Return the report on one quotation, line by line."""
    said = []
    found = each.found
    if each.outcome == "altered" and not each.sense and found is not None:
        said.append(marked(tuple(ComparedText(part.same, part.quoted, part.found) for part in found.match.parts)))
    if found is not None:
        entry = found.entry
        where = " · ".join(part for part in (entry.container, entry.issued, entry.title) if part)
        said.append(f"{entry.id} {found.match.span.start}..{found.match.span.end}  {where}")
        if not found.newest:
            said.append(
                f"! the source has changed since: it says so in version {found.version} of {entry.versions} alone"
            )
        said += [f"{change.kind}: {_short(change.text)}" for change in found.match.changes]
    if each.also:
        said.append(f"also in: {', '.join(other.entry.id for other in each.also)}")
    if each.nearest is not None:
        near = each.nearest
        said.append(f"nearest, {near.match.score:.0%} alike: “{_short(' '.join(near.match.found.split()))}”")
        said.append(f"{near.entry.id} {near.match.span.start}..{near.match.span.end}")
    said += [f"notice: {notice.kind}: {_short(notice.text)}" for notice in each.notices if notice.kind != OLDER]
    return said + _of_citation(each)


def _of_citation(each: Checked) -> list[str]:
    cited = each.cited
    if cited is None or each.found is None:
        return []
    if cited.source is False:
        named = f" ({cited.article})" if cited.article else ""
        return [f"! cited is another source: {cited.text}{named}"]
    if cited.date is False:
        return [f"! cited is another date than {each.found.entry.issued}: {cited.text}"]
    return [f"cited: {cited.text}"] if cited.text else []


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"


# Other formats


def _findings(checked: Sequence[tuple[str, MaskedReport, Sequence[Checked]]]) -> Iterator[Finding]:
    for name, report, found in checked:
        for each in found:
            if each.wrong:
                rule = "citation" if each.outcome == "verbatim" else each.outcome
                message = f"{rule}: “{_short(each.text)}” " + " · ".join(lines_of(each))
                yield _finding(name, report, each, rule, "error", message)
            else:
                for notice in each.notices:
                    kind = notice.kind.replace(" ", "-")
                    yield _finding(name, report, each, kind, "note", f"{notice.kind}: {_short(notice.text)}")


def _finding(name: str, report: MaskedReport, each: Checked, rule: str, level: str, message: str) -> Finding:
    span = each.quotation.spans[0]
    place = (report.line(span.start), report.column(span.start), report.line(span.end), report.column(span.end))
    return Finding(name, rule, level, message.strip(), *place)


# JSON


def _document(
    checked: Sequence[tuple[str, MaskedReport, Sequence[Checked]]], unread: Sequence[tuple[str, str]], strict: bool
) -> dict[str, Any]:
    quotes = [_record(name, report, each) for name, report, found in checked for each in found]
    counts = Counter(quote["verdict"] for quote in quotes)
    summary: dict[str, Any] = {"quotes": len(quotes)}
    summary |= {verdict: counts[verdict] for verdict in ("verbatim", "altered", "missing")}
    summary["wrongly_cited"] = sum(bool(quote["citation"] and quote["citation"]["wrong"]) for quote in quotes)
    summary["changed_since"] = sum(quote["changed_since"] for quote in quotes)
    failing = any(each.wrong or (strict and each.notices) for _, _, found in checked for each in found)
    summary["ok"] = not unread and not failing
    failed = [{"report": name, "reason": reason} for name, reason in unread]
    return {"quotes": quotes, "failed": failed, "summary": summary}


def _record(name: str, report: MaskedReport, each: Checked) -> dict[str, Any]:
    found, cited = each.found, each.cited
    match = found.match if found else None
    span = each.quotation.spans[0]
    return {
        "report": name,
        "text": each.text,
        "line": each.quotation.line,
        "columns": [report.column(span.start), report.column(span.end)],
        "end_line": report.line(span.end),
        "verdict": each.outcome,
        "article": found.entry.id if found else None,
        "start": match.span.start if match else None,
        "end": match.span.end if match else None,
        "found": match.found if match else None,
        "score": match.score if match else 0.0,
        "block": each.quotation.block,
        "version": found.version if found else None,
        "changed_since": each.changed_since,
        "nearest": _nearest(each.nearest),
        "also": [other.entry.id for other in each.also],
        "sense": each.sense,
        "notices": [{"kind": notice.kind, "text": notice.text} for notice in each.notices],
        "changes": [{"kind": change.kind, "text": change.text} for change in match.changes] if match else [],
        "parts": [{"same": part.same, "quoted": part.quoted, "found": part.found} for part in match.parts]
        if match
        else [],
        "citation": {
            "text": cited.text,
            "article": cited.article,
            "source": cited.source,
            "date": cited.date,
            "wrong": cited.wrong,
        }
        if cited
        else None,
    }


def _nearest(found: Found | None) -> dict[str, Any] | None:
    if found is None:
        return None
    match = found.match
    place = {"article": found.entry.id, "start": match.span.start, "end": match.span.end}
    return {**place, "found": match.found, "score": match.score}
