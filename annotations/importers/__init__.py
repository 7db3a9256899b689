"""Note importers: highlights and notes of other tools as one type of value, one module a format."""
