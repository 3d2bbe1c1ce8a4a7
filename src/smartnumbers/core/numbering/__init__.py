"""Service numbers and ordinary telephone numbers: how they are written, dialled and classed."""
