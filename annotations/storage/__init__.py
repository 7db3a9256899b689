"""Annotation files: the store, its file format, locks, recovery, merging and undo."""
