"""Import of EPUB books."""
