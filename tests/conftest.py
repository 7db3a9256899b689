"""Shared set-up: the root of the checkout is importable, so that `tests.strategies` and `tests.fakes` are found."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

settings.register_profile("calm", deadline=None)  # how long an example takes is the machine's affair, never a test's
settings.load_profile("calm")

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
