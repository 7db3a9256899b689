"""IEEE."""

from __future__ import annotations

from annotations.citing.styles._draft import Draft

STYLE = Draft("ieee", "IEEE", 50, numbered=True)
