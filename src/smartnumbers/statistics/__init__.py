"""The columnar replica of the calls: what is asked of it, its stores, its daemon and the client. No Django."""

SOCKET = "statistics.socket"
"""The name of the daemon's socket, in the run folder."""
