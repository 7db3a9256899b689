"""Chicago 17 (notes and bibliography)."""

from __future__ import annotations

from annotations.citing.styles._draft import Draft

STYLE = Draft("chicago-notes", "Chicago 17 (notes and bibliography)", 100, dated=False)
