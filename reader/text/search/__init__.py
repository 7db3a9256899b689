"""Search within one text."""
