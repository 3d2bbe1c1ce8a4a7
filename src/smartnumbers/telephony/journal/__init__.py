"""The call journal: everything that happens to a call, on local disk before it counts (docs/explanation/journal.md)."""
