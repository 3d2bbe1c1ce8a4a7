"""One's own settings, the choice of account, help."""
