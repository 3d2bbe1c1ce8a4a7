"""A long and large history of calls, made up by columns instead of one by one: the same seed, the same calls."""
