"""HTML elements turned into canonical text and structure."""
