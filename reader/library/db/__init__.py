"""The SQLite database: connection, schema, migrations and row mapping."""
