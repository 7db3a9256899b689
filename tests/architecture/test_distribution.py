"""The wheel, in an empty environment outside the checkout; and the look for packages that stand in the way."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.fakes import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_the_packages_and_the_samples_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {
        "annotations",
        "reader",
        "glossator_entry.py",
        "glossator",
    }
    assert "reader/seeds/00-start-here.txt" in names
    assert "reader/ui/reader.tcss" in names
    assert not [name for name in names if "test" in name]


def test_installed_elsewhere_it_runs_samples_included(wheel: Path, tmp_path: Path) -> None:
    """The dependencies are lent from this environment, since tests run offline; the program itself is the wheel's."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    purelib = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    zipfile.ZipFile(wheel).extractall(purelib)
    lent = Path(sysconfig.get_path("purelib"))
    for entry in lent.iterdir():
        if entry.suffix != ".pth" and "glossator" not in entry.name and not entry.name.startswith("__editable__"):
            target = Path(purelib) / entry.name
            if not target.exists():
                target.symlink_to(entry)
    environ = {"PATH": os.environ["PATH"], "GLOSS_HOME": str(tmp_path / "home"), "GLOSS_CONFIG": str(tmp_path / "none")}
    done = subprocess.run(
        [python, "-c", "import sys, glossator_entry; sys.exit(glossator_entry.main())"],
        capture_output=True, text=True, cwd=tmp_path, env=environ, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Start here" in done.stdout
    where = subprocess.run(
        [python, "-c", "import reader; print(reader.__file__)"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environ,
        check=True,
    )
    assert where.stdout.startswith(str(tmp_path))


@pytest.mark.parametrize("name", ["reader", "annotations"])
def test_a_foreign_package_in_the_way_is_named_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("raise RuntimeError('this must not be run')")
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    program = "import sys; sys.path.pop(0); import glossator_entry; sys.exit(glossator_entry.main())"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, env=environ, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert str(tmp_path / name) in done.stderr
