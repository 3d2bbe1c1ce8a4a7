"""Writing tariffs, their versions and the price list."""
