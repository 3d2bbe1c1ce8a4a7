"""Telling what was just done, with the way back: shown as a toast on the next page."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def done(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say on the next page that something was done; `undo` is the address that takes it back (POST)."""
    messages.success(request, text, extra_tags=UNDO + undo if undo else "")
