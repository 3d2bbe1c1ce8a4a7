"""Where the demo's calls go: telephones of the lab (`telephony.lab.phones`), and how they took calls in the past."""

from dataclasses import dataclass

from smartnumbers.core.callcontrol.record import AttemptOutcome
from smartnumbers.telephony.lab.phones import phone

ANSWERED, SILENT = AttemptOutcome.ANSWERED, AttemptOutcome.NO_ANSWER


@dataclass(frozen=True, slots=True)
class Destination:
    """One destination. `moods` say how it took calls in the past: outcomes with their weights."""

    name: str
    address: str
    ring_seconds: int
    moods: tuple[tuple[AttemptOutcome, int], ...]


def to(name: str, lab_phone: str, seconds: int, ring: int, **moods: int) -> Destination:
    """A telephone of the lab that reacts after some seconds; `moods` by the name of the outcome."""
    outcomes = tuple((AttemptOutcome(mood.replace("_", "-")), weight) for mood, weight in moods.items())
    return Destination(name, phone(name=lab_phone).number(seconds), ring, outcomes)


ZURICH = to("Team Zürich", "speech-de", 3, 20, answered=88, busy=6, no_answer=6)
ON_CALL = to("Pikett Luzern", "speech-de", 5, 20, answered=90, no_answer=10)
LAUSANNE = to("Équipe Lausanne", "speech-fr", 4, 20, answered=84, busy=8, no_answer=8)
LYON = to("Équipe Lyon", "speech-fr", 3, 20, answered=86, busy=6, no_answer=8)

ADVICE = to("Beratung Zürich", "speech-de", 2, 18, answered=70, busy=12, no_answer=18)
BASEL = to("Beratung Basel", "speech-de", 7, 18, answered=62, busy=10, no_answer=28)
BERN = to("Beratung Bern", "speech-de", 8, 18, answered=80, no_answer=20)
ADVICE_BUSY = to("Beratung Aarau", "busy", 1, 15, busy=70, answered=30)
DIRECT = to("Nora Keller direkt", "speech-de", 1, 20, answered=75, no_answer=25)
WEST = to("Conseil Lausanne", "speech-fr", 2, 20, answered=78, busy=6, no_answer=16)
