"""The operator's pages: health, accounts, stock."""
