"""Formats for pages in German."""
