"""A process with time and memory limits in which files are parsed."""
