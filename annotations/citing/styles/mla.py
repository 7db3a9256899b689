"""MLA 9."""

from __future__ import annotations

from annotations.citing.styles._draft import Draft

STYLE = Draft("mla", "MLA 9", 50, dated=False)
