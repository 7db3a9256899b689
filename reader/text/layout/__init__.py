"""Layout of a text as terminal rows."""
