"""Which colour each treatment has: the same everywhere in the editor, and never the only thing that tells it."""

from collections.abc import Mapping
from typing import Any

# Grey is for what is only said; purple for what lies over the week.
_ACTIVE = ("tone-1", "tone-2", "tone-3", "tone-6")
_SAID = "tone-5"
_SAYING = ("announcement", "voicemail")


def tones(*, document: Mapping[str, Any]) -> dict[str, str]:
    """The class of each treatment's colour, in the order in which they were made."""
    found: dict[str, str] = {}
    active = 0
    for treatment_id, treatment in document["treatments"].items():
        if treatment["kind"] in _SAYING:
            found[treatment_id] = _SAID
        else:
            found[treatment_id] = _ACTIVE[active % len(_ACTIVE)]
            active += 1
    return found
