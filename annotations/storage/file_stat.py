"""How a file looks from outside, where it really is, and what the disk says when it refuses."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from annotations.storage.replace import Signature
from annotations.text.lazy_regex import expression

ARTICLE_ID = expression(r"[^\W_][\w.-]{0,199}\Z")
SUFFIX = ".json"
"""How the name of an article's file begins, and how it ends."""

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
REFUSED = {errno.EPERM, errno.EACCES, errno.EROFS}


def real(path: Path) -> Path:
    """Return the file that `path` is, with symbolic links resolved."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else path


def signature_of(path: Path | str) -> Signature | None:
    """How a file looks now; None where there is none, or it cannot be asked."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def unlink_all(paths: Iterable[Path]) -> None:
    """Remove files; what cannot be removed stays."""
    for path in paths:
        with suppress(OSError):
            path.unlink()


def reason(error: OSError) -> str:
    """Return the system's error text as part of a sentence."""
    return (error.strerror or type(error).__name__).lower()


def way_out(error: OSError) -> str:
    """Return what the user can do, and that nothing was damaged."""
    if error.errno in FULL:
        return "make room and save again; what was there is unharmed"
    if error.errno in REFUSED:
        return "give yourself the right to write there (chmod u+w) and save again; what was there is unharmed"
    return "what was there is unharmed"
