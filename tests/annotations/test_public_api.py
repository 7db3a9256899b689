"""The public names of `annotations`: documented by examples that run, loaded lazily, independent of the reader."""

import ast
import doctest
import subprocess
import sys
from pathlib import Path

import annotations


def test_the_examples_of_the_package_run() -> None:
    outcome = doctest.testmod(annotations)
    assert outcome.attempted >= 15
    assert outcome.failed == 0


def test_every_public_name_is_there_and_in_the_stub() -> None:
    stub = ast.parse(Path(annotations.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    typed = {alias.asname for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    public: list[str] = vars(annotations)["__all__"]
    assert typed == set(public)
    assert all(getattr(annotations, name) is not None for name in public)
    assert set(public) <= set(dir(annotations))


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(annotations, "no_such_name")


def loaded_after(code: str) -> set[str]:
    """The modules in `sys.modules` after `code` has run in a new interpreter."""
    program = f"{code}\nimport sys\nprint(*sys.modules, sep='\\n')"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_the_package_loads_none_of_its_modules() -> None:
    loaded = loaded_after("import annotations")
    assert not {name for name in loaded if name.startswith("annotations.")}


def test_the_examples_need_neither_textual_nor_the_reader() -> None:
    loaded = loaded_after("import annotations, doctest; assert not doctest.testmod(annotations).failed")
    packages = {name.partition(".")[0] for name in loaded}
    assert "annotations" in packages
    assert not packages & {"reader", "textual", "rich", "click", "tinydb"}
