"""Writing a list of calls into a file: CSV, XLSX or Parquet, in constant memory."""
