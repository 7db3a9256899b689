"""Full-text index and ranked search."""
