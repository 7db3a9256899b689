"""The command line and composition root: builds store, library, clock and ids; one file a family of commands."""

from reader.cli.main import main as main
