"""The markups that quotations and citations are written in."""
