"""The calls as they are read from the record: SQLite or PostgreSQL, by plain SQL. No Django."""
