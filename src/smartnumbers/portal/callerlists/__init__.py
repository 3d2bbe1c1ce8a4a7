"""Lists of callers: regulars, employees, and whoever else a plan treats apart."""
