"""The values everything else is made of: spans, selectors, sources, annotations and their rules."""
