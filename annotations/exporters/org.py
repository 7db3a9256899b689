"""Org: a heading for each group and passage, properties, quote blocks, citations by key (Org 9.5).

The document is the built-in template `org`.
"""

from __future__ import annotations

from annotations.exporters.registry import Format
from annotations.exporters.template import built_in_template

FORMAT = Format("Org", "org", built_in_template("org"))
