"""Other tools' highlights and notes as one kind of value: one file a foreign format, all of them in the registry."""
