"""The domain, pure: values in, decisions and explanations out. No Django, no I/O, no clock, no randomness."""
