"""Who did what, when, to what: entries that are only ever added."""
