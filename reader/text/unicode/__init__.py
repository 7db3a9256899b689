"""Unicode algorithms: grapheme clusters, line breaks, cell widths."""
