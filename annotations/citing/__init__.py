"""Ways to cite: a source to a formatted reference and an in-text citation."""
