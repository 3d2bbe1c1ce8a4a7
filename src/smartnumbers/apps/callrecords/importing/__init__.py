"""Taking over calls that another system recorded: read from a file, checked line by line, written in bulk."""
