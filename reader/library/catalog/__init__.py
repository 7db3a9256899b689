"""The article list and the state of its articles."""
