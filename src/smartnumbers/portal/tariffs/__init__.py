"""Tariffs: the list, the editor with its check while typing, and the words for prices and rules."""
