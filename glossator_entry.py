"""Entry point of the `gloss` command: checks that the packages about to run are glossator's.

`reader` is a common name, and another distribution on PyPI has a package of that name. Where that one comes first on
the path, the command says so in one line instead of failing somewhere inside it. This module therefore lives outside
both packages and imports neither before it has looked.
"""

from __future__ import annotations

import gc
import sys
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

MARKER = "glossator.marker"


def shadow() -> str | None:
    """Return the path of a foreign package that shadows ours, or None."""
    for name in ("reader", "annotations"):
        spec = PathFinder.find_spec(name) or _spec_by_import_hook(name)
        folders = list(spec.submodule_search_locations or []) if spec else []
        if not folders:
            return f"no package named {name}" if spec is None else str(spec.origin)
        if not (Path(folders[0]) / MARKER).is_file():
            return folders[0]
    return None


def _spec_by_import_hook(name: str) -> ModuleSpec | None:
    """Find a module that is not on the path, as after an editable install, which may hook into imports."""
    from importlib.util import find_spec  # noqa: PLC0415 - few have to look further than the path

    return find_spec(name)


def main() -> int:
    """Run the command line and return the exit status of the process."""
    gc.disable()  # a start makes no garbage worth looking for; the command line turns it on again
    found = shadow()
    if found is not None:
        print(
            f"gloss: another program's package is in the way: {found}. "
            "Install glossator in an environment of its own (for instance: pipx install glossator).",
            file=sys.stderr,
        )
        return 1
    from reader.cli import run  # noqa: PLC0415 - only after the look above

    return run()


if __name__ == "__main__":
    sys.exit(main())
