"""Numbers: the list, and one number with all that can be changed."""
