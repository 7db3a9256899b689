"""Keys and input lines."""
