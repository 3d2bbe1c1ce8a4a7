"""How many calls the product takes, beside a bare Asterisk that only dials: `python -m benchmarks.calls`."""
