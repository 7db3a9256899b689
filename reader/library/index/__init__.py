"""The full-text index: its words and its tables."""
