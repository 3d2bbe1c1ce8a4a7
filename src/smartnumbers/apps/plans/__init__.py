"""What a number does with a call: what the holder edits, and the profiles published from it."""
