"""Rating: the exact price of a call, with everything that led to it."""
