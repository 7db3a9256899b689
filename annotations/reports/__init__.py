"""Reports: quotes in the order in which an author wants them, with headings and words of his own between. Knows no format."""
