"""Private names of Textual and Rich: used in one module only, and there in the installed version."""

from __future__ import annotations

import re
from pathlib import Path

from textual import _compositor, _xterm_parser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump

from tests.fakes import ROOT

ADAPTER = ROOT / "reader" / "ui" / "textual_adapter.py"
PRIVATE_IMPORT = re.compile(
    r"^\s*(?:from|import) (?:textual|rich)(?:\.\w+)*\._\w+|^\s*from (?:textual|rich)\S* import _\w+", re.MULTILINE
)
PRIVATE_CALL = re.compile(r"super\(\)\._(?!_)\w+|\bapp\._(?!_)\w+|\.screen\._(?!_)\w+")


def test_the_installed_textual_has_every_private_name_that_the_adapter_lists() -> None:
    assert callable(MessagePump._dispatch_message)
    assert callable(App._handle_exception)
    assert callable(App._display)
    assert callable(LinuxDriver.run_input_thread)
    assert {"ChopsUpdate", "CompositorUpdate", "LayoutUpdate"} <= set(dir(_compositor))
    assert hasattr(_xterm_parser, "XTermParser")
    assert "_driver" in vars(App(None))


def test_no_other_module_uses_a_private_name_of_textual_or_rich() -> None:
    found = {
        str(path.relative_to(ROOT)): names
        for folder in ("reader", "annotations")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path != ADAPTER and (names := private_names(path))
    }
    assert found == {}


def private_names(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    names = PRIVATE_IMPORT.findall(text)
    return names + (PRIVATE_CALL.findall(text) if "reader/ui" in path.as_posix() else [])


def test_nothing_writes_to_the_module_table() -> None:
    for path in sorted((ROOT / "reader").rglob("*.py")):
        assert "sys.modules" not in path.read_text(encoding="utf-8"), path
