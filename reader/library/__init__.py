"""The shelf: which articles there are, their texts, where one stopped reading."""
