"""Settings, paths, the command table and the key parser."""
