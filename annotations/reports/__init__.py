"""Reports: quotes in an author's order, with headings and text of the author's own between. Knows no format."""
