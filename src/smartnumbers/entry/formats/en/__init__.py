"""Formats for pages in English."""
