"""`python -m reader` is `gloss`."""

import sys

from reader.cli import run

if __name__ == "__main__":
    sys.exit(run())
