"""The process that owns the replica: follows the record, answers questions, rebuilds. No Django."""
