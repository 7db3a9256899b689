"""Two versions of a text laid side by side: which words of the one stand where in the other."""

from annotations.alignment.alignment import Alignment, align

__all__ = ["Alignment", "align"]
