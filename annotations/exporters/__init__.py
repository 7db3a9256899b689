"""Exporters: annotated excerpts as documents and as files for other tools, one module a format."""
