"""Decoding of bytes, and building of canonical text with its blocks."""
