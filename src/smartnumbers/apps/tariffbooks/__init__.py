"""Named tariffs in their versions, and the price list they may be taken from."""
