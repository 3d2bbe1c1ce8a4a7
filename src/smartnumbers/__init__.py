"""Smart Numbers: an open-source platform for service numbers."""

__version__ = "0.1.0"
