"""Wiring only: configuration, settings, the command line, the daemons."""
