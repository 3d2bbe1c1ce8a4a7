"""The published profiles as call control sees them: read from the database, kept in memory and on disk."""
