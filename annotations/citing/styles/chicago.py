"""Chicago 17 (author-date)."""

from __future__ import annotations

from annotations.citing.styles._draft import Draft

STYLE = Draft("chicago", "Chicago 17 (author-date)", 100)
