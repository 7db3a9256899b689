"""Alignment of two versions of a text, word by word."""

from annotations.alignment.alignment import Alignment, align

__all__ = ["Alignment", "align"]
