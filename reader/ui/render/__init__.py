"""Themes, styles and painted rows."""
