"""The replica in DuckDB: one file behind one process, or a store in memory."""
