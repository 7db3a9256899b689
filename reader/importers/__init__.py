"""Bytes to articles: a registry and one file a format."""
