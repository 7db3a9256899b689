"""Errors of a command as one line on stderr."""

from __future__ import annotations

import os
import sys

import click

from reader.cli.context import warn


def usage_message(error: click.ClickException) -> str:
    """Return a usage error as one line that names the help of its command."""
    message = " ".join(error.format_message().split())
    message = (message[:1].lower() + message[1:]).rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message} ({context.command_path} --help explains the usage)" if context else message


def failed(error: Exception) -> int:
    """Say an error in one line; nobody is there to hear it where the reader of a pipe has gone."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    elif isinstance(error, OSError):
        warn(f"{error.filename or 'a file'}: {(error.strerror or str(error)).lower()}")
    else:
        warn(str(error))
    return 1
