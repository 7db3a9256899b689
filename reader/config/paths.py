"""Paths of the library, the settings and the samples; no function here creates a file or folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct


class Home(Struct, frozen=True):
    """The folder of one library with all its notes."""

    root: Path

    @property
    def library_db(self) -> Path:
        """Articles and reading places."""
        return self.root / "library.db"

    @property
    def echoes_db(self) -> Path:
        """The index of what is said where; made anew from the articles whenever it is missing."""
        return self.root / "echoes.db"

    @property
    def annotations(self) -> Path:
        """The folder of the annotation files."""
        return self.root / "annotations"

    @property
    def drafts(self) -> Path:
        """The folder of notes that were begun and not saved."""
        return self.root / "drafts"

    @property
    def backups(self) -> Path:
        """The folder of backups that were made before a repair, an update or a restoration."""
        return self.root / "backups"

    @property
    def reports(self) -> Path:
        """The folder of the reports."""
        return self.root / "reports"

    @property
    def error_log(self) -> Path:
        """The log of unexpected errors; it holds no text of the user's."""
        return self.root / "errors.log"

    @property
    def last_excerpt(self) -> Path:
        """The last excerpt that was copied."""
        return self.root / "last-excerpt.txt"


def find_home(option: str | None, environ: Mapping[str, str]) -> Home:
    """Return the library of `--home`, else $GLOSS_HOME, else the platform's data folder."""
    named = option or environ.get("GLOSS_HOME")
    if named:
        return Home(Path(named).expanduser())
    from platformdirs import user_data_path  # noqa: PLC0415 - only where nothing else is said

    return Home(user_data_path("glossator", appauthor=False))


def settings_file(environ: Mapping[str, str]) -> Path:
    """Return $GLOSS_CONFIG, else `config.toml` in the platform's settings folder."""
    named = environ.get("GLOSS_CONFIG")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path  # noqa: PLC0415 - only where nothing else is said

    return user_config_path("glossator", appauthor=False) / "config.toml"


def templates_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of the user's own templates, beside the settings."""
    return settings_file(environ).parent / "templates"


def seeds_folder() -> Path:
    """Return the folder of the sample library: in the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "seeds"
    return installed if installed.is_dir() else package.parent / "seeds"
