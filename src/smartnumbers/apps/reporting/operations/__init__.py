"""Changing what people keep of the statistics."""
