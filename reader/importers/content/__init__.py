"""Bytes to text, and text to blocks."""
