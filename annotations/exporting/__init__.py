"""Ways to carry annotated excerpts away: a registry and one file a format."""
