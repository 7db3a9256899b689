"""Targets of the command line: files, folders and URLs, and their completion."""
