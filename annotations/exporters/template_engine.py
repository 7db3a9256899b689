"""Templates (Jinja2), the built-in ones and the user's: in a sandbox, with limits of time and size.

A template sees the values of `template_context.context` and the filters of `template_filters`. It cannot reach an
attribute that begins with `_`, change what it is given, read a file, or use a network. `{% extends "markdown" %}` and
`include` take the built-in templates and those that `find` returns. An error names the template and its line.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, wraps
from importlib.resources import files
from types import FrameType
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import ExportOptions
from annotations.exporters.template_context import context
from annotations.exporters.template_filters import FILTERS
from annotations.model.errors import TemplateFault, UnknownName

BUILT_IN = ("markdown", "org", "html")
SUFFIX = ".j2"
TIME_LIMIT_S = 10.0
MAX_OUTPUT_CHARACTERS = 100_000_000
"""The limit of the output, and of one value on the way to it."""

MAX_NUMBER = 100_000
"""The limit of a count, a width or an exponent."""

Find = Callable[[str], str | None]


def built_in(name: str) -> str:
    """Return the source of a built-in template; UnknownName for another."""
    if name not in BUILT_IN:
        raise UnknownName("template", name, BUILT_IN)
    return files("annotations.exporters").joinpath(f"templates/{name}{SUFFIX}").read_text(encoding="utf-8")


def render_built_in(name: str, excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return the document that a built-in template makes."""
    return "".join(_own_environment().get_template(name).generate(context(excerpts, options)))


@lru_cache(maxsize=1)
def _own_environment() -> _Sandbox:
    """Return the environment of the built-in templates, which are compiled once."""
    return _environment({}, _nothing)


def render_template(
    name: str,
    source: str,
    excerpts: Sequence[Excerpt],
    options: ExportOptions,
    find: Find | None = None,
    longest_s: float = TIME_LIMIT_S,
) -> str:
    """Return the document that a user's template makes.

    TemplateFault says in one line what is wrong and where; it calls the template `name`.
    """
    environment = _environment({name: source}, find or _nothing)
    parts: list[str] = []
    size = 0
    try:
        with _watched(environment, time.monotonic() + longest_s):
            for part in environment.get_template(name).generate(context(excerpts, options)):
                size += len(part)
                if size > MAX_OUTPUT_CHARACTERS:
                    raise SecurityError(f"it writes more than {MAX_OUTPUT_CHARACTERS:,} characters")
                parts.append(part)
    except TemplateSyntaxError as error:
        raise TemplateFault(f"{error.filename or error.name or name}, line {error.lineno}: {error.message}") from error
    except TemplateNotFound as error:
        raise TemplateFault(f"{_where(error, environment, name)}: there is no template {error.name!r}") from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, MemoryError) as error:
        raise TemplateFault(f"{_where(error, environment, name)}: {_reason(error)}") from error
    except RecursionError as error:
        raise TemplateFault(f"{_where(error, environment, name)}: it calls itself without end") from error
    return "".join(parts)


def _nothing(name: str) -> str | None:
    return None


def _reason(error: BaseException) -> str:
    said = re.sub(r"'annotations[\w.]*\.(\w+?)(?:View)? object'", lambda found: found[1].lower(), str(error))
    return " ".join(said.split()) or type(error).__name__


def _where(error: BaseException, environment: _Sandbox, name: str) -> str:
    """Return the innermost line of a template that was running."""
    found, trace = name, error.__traceback__
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if filename in environment.named:
            found = f"{filename}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return found


# The sandbox


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox in which no single step can use up the memory; `named` are the templates it has loaded."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.named: set[str] = set()

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and isinstance(left, str):
            raise SecurityError("write values one by one, not with %")
        _check([left, right] if operator == "**" else [each for each in (left, right) if not _both(left, right)])
        for one, other in ((left, right), (right, left)):
            if (
                isinstance(one, str | list | tuple)
                and isinstance(other, int)
                and len(one) * other > MAX_OUTPUT_CHARACTERS
            ):
                raise SecurityError("this would be too large")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        _check([*args, *kwargs.values()])
        return super().call(context, obj, *args, **kwargs)


def _large(value: object) -> bool:
    """Return whether a variable of a template, or of a namespace in it, is too large."""
    if isinstance(value, Namespace):
        return any(_large(each) for each in object.__getattribute__(value, "_Namespace__attrs").values())
    return isinstance(value, str | list) and len(value) > MAX_OUTPUT_CHARACTERS


def _both(left: object, right: object) -> bool:
    return isinstance(left, int | float) and isinstance(right, int | float)


def _check(values: Sequence[object]) -> None:
    if any(isinstance(each, int) and abs(each) > MAX_NUMBER for each in values):
        raise SecurityError(f"a number over {MAX_NUMBER:,} is too large here")


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter so that it refuses excessive counts and widths."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        _check([*args[1:], *kwargs.values()])
        return function(*args, **kwargs)

    return call


def _environment(own: Mapping[str, str], find: Find) -> _Sandbox:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        source = own.get(name) or find(name) or (built_in(name) if name in BUILT_IN else None)
        if source is None:
            return None
        environment.named.add(name)
        return source, name, lambda: True

    environment = _Sandbox(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    for name in ("format", "pprint", "xmlattr"):
        del environment.filters[name]
    for name in ("lipsum",):
        del environment.globals[name]
    environment.filters.update(FILTERS)
    environment.filters = {name: _bounded(function) for name, function in environment.filters.items()}
    return environment


@contextmanager
def _watched(environment: _Sandbox, deadline: float) -> Iterator[None]:
    """Check the time and the size of all variables at every line of a template."""

    def lines(frame: FrameType, event: str, argument: object) -> Any:
        if time.monotonic() > deadline:
            raise SecurityError("it takes too long")
        if any(_large(value) for value in frame.f_locals.values()):
            raise SecurityError("a value grows too large")
        return lines

    def calls(frame: FrameType, event: str, argument: object) -> Any:
        return lines if frame.f_code.co_filename in environment.named else None

    before = sys.gettrace()
    sys.settrace(calls)
    try:
        yield
    finally:
        sys.settrace(before)
