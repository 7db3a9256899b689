"""What can be named on the command line: files, folders, URLs and their completion."""
