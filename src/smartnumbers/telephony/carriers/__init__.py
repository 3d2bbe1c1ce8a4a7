"""The operator's published carriers as call control sees them: read from the database, kept on disk."""
