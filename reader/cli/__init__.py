"""The command line and composition root: builds store, library, clock and ids; one file a family of commands."""

import sys

from reader.cli.fast_path import open_directly


def run() -> int:
    """Run the command line; return the exit status."""
    try:
        status = open_directly(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    if status is not None:
        return status
    from reader.cli.main import main  # noqa: PLC0415 - see reader.cli.fast_path

    return main()
