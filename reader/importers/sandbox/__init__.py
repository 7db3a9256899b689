"""A process with limits on time and memory in which files are parsed."""
