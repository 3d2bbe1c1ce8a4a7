"""Questions about what people keep of the statistics."""
