"""Templates by file or name, and the command that prints them: template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import click

from annotations.exporters.template import Template
from annotations.model.errors import UnknownName
from reader.cli.context import Context, pass_context, print_json, say, say_text
from reader.config.paths import templates_folder
from reader.errors import ReaderError
from reader.importers.content.decode import binary_format, decode

SUFFIX = ".j2"
NAME = re.compile(r"[\w][\w. -]{0,80}\Z")
LARGEST = 1_000_000


def find_template(wanted: str, environ: Mapping[str, str]) -> Template:
    """Return the template that a path or a name means; ReaderError or UnknownName."""
    folder = templates_folder(environ)
    path = Path(wanted).expanduser()
    if path.is_file():
        return Template(str(path), _read(path), lambda name: _named(folder, name))
    source = _named(folder, wanted)
    if source is not None:
        return Template(wanted, source, lambda name: _named(folder, name) if name != wanted else None)
    if "/" in wanted or "\\" in wanted or path.suffix:
        raise ReaderError(f"{wanted}: no such template; gloss template markdown prints one to start from")
    return Template(wanted, _built_in(wanted, own_templates(environ)))


def own_templates(environ: Mapping[str, str]) -> list[str]:
    """Return the names of the user's templates."""
    try:
        return sorted(path.name.removesuffix(SUFFIX) for path in templates_folder(environ).glob(f"*{SUFFIX}"))
    except OSError:
        return []


def _built_in(name: str, own: list[str]) -> str:
    from annotations.exporters.template_engine import BUILT_IN, built_in  # noqa: PLC0415 - Jinja takes a tenth of a second

    if name not in BUILT_IN:
        raise UnknownName("template", name, [*BUILT_IN, *own])
    return built_in(name)


def _named(folder: Path, name: str) -> str | None:
    """One of the user's templates; a name is no path."""
    path = folder / f"{name.removesuffix(SUFFIX)}{SUFFIX}"
    return _read(path) if NAME.match(name) and ".." not in name and path.is_file() else None


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReaderError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    what = "too large for a template" if len(data) > LARGEST else binary_format(data)
    if what:
        raise ReaderError(f"{path}: no template, but {what}" if len(data) <= LARGEST else f"{path}: {what}")
    return decode(data).replace("\r\n", "\n")


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@pass_context
def template(context: Context, name: str | None, as_json: bool) -> None:
    """Print a template as a start for one's own, or list those that there are.

    gloss template markdown > mine.j2, then gloss export --template mine.j2; in the settings folder's templates/ it has a name.
    """
    if name is not None:
        found = find_template(name, context.environ)
        if as_json:
            print_json({"name": found.name, "source": found.source})
        else:
            say_text(found.source.rstrip("\n"))
        return
    from annotations.exporters.template_engine import BUILT_IN  # noqa: PLC0415 - Jinja takes a tenth of a second

    own = own_templates(context.environ)
    if as_json:
        print_json({"built_in": list(BUILT_IN), "own": own, "folder": str(templates_folder(context.environ))})
        return
    for each in BUILT_IN:
        say(f"{each}  (built in)")
    for each in own:
        say(each)
    say(f"Your own go to {templates_folder(context.environ)}, as NAME{SUFFIX}.")
