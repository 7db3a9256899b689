"""Text laid out as terminal rows."""
