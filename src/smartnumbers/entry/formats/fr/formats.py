"""Dates and figures on pages in French: the Swiss way."""

from smartnumbers.entry.formats.swiss import *  # noqa: F403 - Django reads the names from this module
