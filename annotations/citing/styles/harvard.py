"""Harvard (Cite Them Right)."""

from __future__ import annotations

from annotations.citing.styles._draft import Draft

STYLE = Draft("harvard", "Harvard (Cite Them Right)", 40)
