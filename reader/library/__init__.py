"""The shelf: articles and the versions of their texts in SQLite, the query language, reading places."""
