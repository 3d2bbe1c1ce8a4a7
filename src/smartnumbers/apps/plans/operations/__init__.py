"""Changing what a number does with its calls. Every change is published in its own transaction: in force at once."""
