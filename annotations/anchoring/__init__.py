"""Re-anchoring: an annotation's passage is found again in a changed text."""
