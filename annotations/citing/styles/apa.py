"""APA 7."""

from __future__ import annotations

from annotations.citing.styles._draft import Draft

STYLE = Draft("apa", "APA 7", 40)
