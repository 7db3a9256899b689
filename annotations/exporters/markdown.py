"""Markdown (CommonMark): article by article, each passage with its citation, note and tags, then the references.

The document is the built-in template `markdown`.
"""

from __future__ import annotations

from annotations.exporters.registry import Format
from annotations.exporters.template import built_in_template

FORMAT = Format("Markdown", "md", built_in_template("markdown"))
