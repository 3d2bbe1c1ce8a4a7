"""A thin client of the Asterisk REST Interface: events, and requests over the same WebSocket."""
