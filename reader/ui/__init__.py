"""The screen: the only part that knows Textual.

Two things that Textual reads and this screen does not need are left out, since the first page would wait for them. Both are
there for whoever asks later; tests/architecture holds that.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

TYPES = "textual.types"


def _read_asyncio() -> None:
    """asyncio, which Textual runs on, offers TLS and reads all of OpenSSL for that; without OpenSSL it goes on without.

    Nothing on the screen speaks TLS through asyncio: pages are fetched by `reader.importers.web.fetch`, which reads `ssl` itself.
    """
    modules: dict[str, Any] = (
        sys.modules
    )  # None stands for what cannot be imported (docs.python.org, "The module cache")
    if "asyncio" in modules or "ssl" in modules:
        return
    modules["ssl"] = None
    try:
        import asyncio  # noqa: F401, PLC0415
    finally:
        del modules["ssl"]


class _Types(ModuleType):
    """Stands for `textual.types` until more is asked of it than the one name that Textual itself asks.

    That room gathers names for those who write programs, and reads five widgets for it, none of which is on this screen.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(TYPES) is self:
            del sys.modules[TYPES]
        return getattr(import_module(TYPES), name)


def _read_textual() -> None:
    if "textual" in sys.modules:
        return
    stand_in = _Types(TYPES)
    stand_in.__dict__["IgnoreReturnCallbackType"] = import_module("textual._types").IgnoreReturnCallbackType
    sys.modules[TYPES] = stand_in
    import_module("textual.app")


_read_asyncio()
_read_textual()
