"""Ranked search over articles and notes."""
