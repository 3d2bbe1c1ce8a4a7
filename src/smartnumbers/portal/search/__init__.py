"""The search field."""
