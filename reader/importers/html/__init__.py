"""Conversion of HTML elements to canonical text with its structure."""
