"""Import of PDF files."""
