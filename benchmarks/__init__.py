"""Measurements of the product, each beside a yardstick on the same machine. Not part of what is installed."""
