"""Annotated excerpts as text that reports and other tools take: one file a format, all of them in the registry."""
