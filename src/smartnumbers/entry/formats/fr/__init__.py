"""Formats for pages in French."""
