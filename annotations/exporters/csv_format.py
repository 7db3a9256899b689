"""CSV (RFC 4180), a row for each excerpt. An apostrophe keeps spreadsheets from running a cell as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from annotations.citations import listing
from annotations.citations import render as rendered
from annotations.exporters.excerpt import Excerpt, keyed, public_record
from annotations.exporters.registry import ExportOptions, Format
from annotations.markup.csv_cells import defuse

COLUMNS = (
    "id key article title authors container date url quote quotation note tags color "
    "created modified state start end locator citation reference"
).split()


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return the table, with the names of its columns in the first row."""
    references = listing(((one.source, one.locator) for one in excerpts), options.style)
    keys = {one.annotation.id: key for key, each in keyed(excerpts) for one in each}
    output = io.StringIO()
    writer = csv.DictWriter(output, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for one in excerpts:
        source = one.source
        row = public_record(one) | {
            "key": keys[one.annotation.id],
            "title": source.title,
            "authors": "; ".join(name.display() for name in source.authors),
            "container": source.container,
            "date": source.issued.iso() if source.issued else "",
            "url": source.url,
            "tags": ", ".join(one.annotation.tags),
            "locator": one.locator,
            "citation": rendered(references.in_text(source, one.locator)),
            "reference": rendered(references.reference(source)),
        }
        writer.writerow({name: defuse(str("" if row[name] is None else row[name])) for name in COLUMNS})
    return output.getvalue()


FORMAT = Format("CSV, a row for each excerpt", "csv", render)
