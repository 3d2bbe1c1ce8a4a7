"""How an outcome looks: an icon beside its word, and a colour only where it means something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """An icon's name and a tone: "", "ok", "warn", "bad" or "accent"."""

    icon: str
    tone: str = ""


OUTCOMES: dict[str, Look] = {
    "answered": Look(icon="circle-check"),
    "announced": Look(icon="speakerphone"),
    "message": Look(icon="record-mail"),
    "busy": Look(icon="phone-x", tone="bad"),
    "no-answer": Look(icon="phone-off", tone="bad"),
    "failed": Look(icon="alert-circle", tone="bad"),
    "blocked": Look(icon="ban"),
    "abandoned": Look(icon="phone-end", tone="bad"),
    "limited": Look(icon="traffic-cone", tone="bad"),
}

ATTEMPTS: dict[str, Look] = {
    "answered": Look(icon="phone-check", tone="ok"),
    "answered-elsewhere": Look(icon="phone-done"),
    "busy": Look(icon="phone-x", tone="warn"),
    "no-answer": Look(icon="phone-off", tone="warn"),
    "refused": Look(icon="phone-x", tone="warn"),
    "unreachable": Look(icon="plug-connected-x", tone="bad"),
    "error": Look(icon="alert-circle", tone="bad"),
    "abandoned": Look(icon="phone-end", tone="warn"),
}

PLAIN = Look(icon="point")
