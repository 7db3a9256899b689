"""One HTML page: the texts with their highlights, the notes in the margin. It needs no network and runs no script.

The page is the built-in template `html`.
"""

from __future__ import annotations

from annotations.exporters.registry import Format
from annotations.exporters.template import built_in_template

FORMAT = Format("HTML, one page with the texts", "html", built_in_template("html"), whole_texts=True)
