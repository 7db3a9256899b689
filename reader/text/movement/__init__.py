"""Cursor movement and selection as pure functions."""
