"""One call from its first message to its record: events in, commands out, and nothing else."""
