"""Tariffs: what a call costs, when, and what the law allows."""
