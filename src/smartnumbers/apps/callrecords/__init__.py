"""The records of calls, as the journal tells them, and what can be asked of them."""
