"""The operating system: clipboard, files, permissions, pandoc."""
