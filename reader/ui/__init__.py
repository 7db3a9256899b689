"""The screen: the only part that knows Textual.

asyncio, which Textual runs on, offers TLS and reads all of OpenSSL for that; where Python is built without it, it goes on
without. Nothing on the screen speaks TLS through asyncio (pages are fetched by `reader.importers.fetch`, which reads `ssl`
itself), so it is told that there is none: the first page comes the sooner.
"""

from __future__ import annotations

import sys
from typing import Any


def _read_asyncio() -> None:
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


_read_asyncio()
