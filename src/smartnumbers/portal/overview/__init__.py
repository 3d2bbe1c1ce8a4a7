"""The first page: is everything fine, and what happens now."""
