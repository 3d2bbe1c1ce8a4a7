"""One step of editing each: a posted form becomes a new document of the draft, or is refused with its faults."""
