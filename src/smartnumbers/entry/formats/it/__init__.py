"""Formats for pages in Italian."""
