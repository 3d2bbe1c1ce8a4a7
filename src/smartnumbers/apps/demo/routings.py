"""The plans of the demo: one that shows what plans can do, one in France, one that follows another, and a draft.

Numbers of which tutorials say that somebody answers have no hours: they ring the same destinations day and night.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from smartnumbers.apps.demo.destinations import (
    ADVICE,
    ADVICE_BUSY,
    BASEL,
    BERN,
    DIRECT,
    LYON,
    ON_CALL,
    WEST,
    Destination,
)
from smartnumbers.apps.demo.planning import (
    SATURDAY,
    WORKDAYS,
    Ids,
    announcement,
    branches,
    chain,
    exception,
    message,
    plan,
    special_day,
    voicemail,
    windows,
)

ZURICH, PARIS = "Europe/Zurich", "Europe/Paris"
ADVICE_NUMBER = "+41800555130"
VIP = "Stammkundschaft"
_CLOSED = {
    "de": "Sie erreichen uns {hours}. Vielen Dank für Ihren Anruf.",
    "fr": "Nous vous répondons {hours}. Merci de votre appel.",
}


@dataclass(frozen=True, slots=True)
class CallersList:
    """A list of callers with notes on who they are."""

    name: str
    callers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is settled for later: from a day on (0:00), or until the end of another day."""

    name: str
    first: date
    last: date | None
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Routing:
    """How a number is routed. `plan` makes its document of the ids that names have, and of the present day.

    `destinations` are all that its calls may reach, those of another number's plan included; the `paused` ones get no
    calls. `changes` and `draft` are what waits.
    """

    destinations: tuple[Destination, ...]
    plan: Callable[[Ids, date], dict[str, Any]] | None = None
    lists: tuple[CallersList, ...] = ()
    paused: tuple[str, ...] = ()
    changes: Callable[[Ids, date], tuple[Change, ...]] | None = None
    draft: Callable[[Ids], dict[str, Any]] | None = None


def _advice(ids: Ids, today: date) -> dict[str, Any]:
    """Office hours with a lunch break, on call in the evening, closed at night: each caller to whom he belongs."""
    team = [(ADVICE.name, 18), (BASEL.name, 18), (BERN.name, 18)]
    christmas = date(today.year, 12, 24)
    eve = christmas if today <= christmas else christmas.replace(year=today.year + 1)
    day_after = eve + timedelta(days=1)
    return plan(
        zone=ZURICH,
        treatments={
            "caller": branches(
                "Nach Anrufer",
                [("list", [ids[VIP]], "direct"), ("region", ["ch-fr"], "west"), ("share", ["20"], "trial")],
                otherwise="team",
            ),
            "team": chain("Team", team, ids, strategy="at-once", then="pikett"),
            "trial": chain("Versuch Basel", [(BASEL.name, 15), (ADVICE_BUSY.name, 15)], ids, strategy="longest-idle",
                           then="pikett"),
            "direct": chain("Direktwahl", [(DIRECT.name, 20), (ADVICE.name, 20)], ids, then="mailbox"),
            "west": chain("Romandie", [(WEST.name, 20)], ids, then="team"),
            "pikett": chain("Pikett", [(ON_CALL.name, 25)], ids, then="mailbox"),
            "lunch": voicemail(
                "Mittagspause",
                {"de": "Wir sind über Mittag und rufen Sie ab 13 Uhr zurück. Bitte sprechen Sie nach dem Ton."},
                email="beratung@alpina.example",
            ),
            "mailbox": voicemail(
                "Mailbox",
                {"de": "Im Moment sind alle im Gespräch. Bitte sagen Sie nach dem Ton, worum es geht."},
                email="beratung@alpina.example",
            ),
            "closed": announcement("Ansage", _CLOSED),
        },
        week=[
            *windows(WORKDAYS, ("8:00", "12:00", "caller"), ("12:00", "13:00", "lunch"), ("13:00", "17:30", "caller"),
                     ("17:30", "22:00", "pikett")),
            *windows([SATURDAY], ("9:00", "12:00", "pikett")),
        ],
        otherwise="closed",
        holidays={"region": "CH-ZH", "treatment": "closed", "worked": []},
        special_days=[special_day("Betriebsausflug", 6, 12, "closed")],
        exceptions=[exception("Heiligabend", f"{eve}T12:00", f"{day_after}T00:00", "closed")],
        screening={"welcome": [ids[VIP]], "limit": {"calls": 20, "seconds": 3600}},
        greeting=message({"de": "Grüezi bei der Kundenberatung."}),
    )  # fmt: skip


def _advice_changes(ids: Ids, today: date) -> tuple[Change, ...]:
    """Longer hours from a Monday in three weeks on, and a weekend of moving house before."""
    now = _advice(ids, today)
    longer = {
        **now,
        "week": [
            *windows(WORKDAYS, ("7:00", "12:00", "caller"), ("12:00", "13:00", "lunch"), ("13:00", "18:00", "caller"),
                     ("18:00", "22:00", "pikett")),
            *windows([SATURDAY], ("8:00", "16:00", "caller")),
        ],
    }  # fmt: skip
    moving = {**now, "week": [], "holidays": None, "otherwise": "pikett"}
    monday = today + timedelta(days=21 + (7 - today.weekday()) % 7)
    saturday = today + timedelta(days=7 + (SATURDAY - today.weekday()) % 7)
    return (
        Change("Längere Öffnungszeiten", monday, None, longer),
        Change("Umzug ins neue Büro", saturday, saturday + timedelta(days=1), moving),
    )


def _follows(ids: Ids, today: date) -> dict[str, Any]:
    del ids, today
    return plan(
        zone=ZURICH,
        treatments={"as": {"name": "Wie die Kundenberatung", "kind": "number", "number": ADVICE_NUMBER}},
        otherwise="as",
    )


def _france(ids: Ids, today: date) -> dict[str, Any]:
    """Hours and holidays of France; who calls must press a key, since machines call this number a lot."""
    del today
    return plan(
        zone=PARIS,
        treatments={
            "hours": chain("Équipe", [(LYON.name, 20)], ids, then="mailbox"),
            "mailbox": voicemail(
                "Répondeur",
                {"fr": "Nous répondons {hours}. Laissez-nous un message après le signal."},
                email="france@aide-romande.example",
            ),
        },
        week=windows(WORKDAYS, ("9:00", "12:30", "hours"), ("13:30", "18:00", "hours")),
        otherwise="mailbox",
        holidays={"region": "FR", "treatment": "mailbox", "worked": []},
        screening={"key_test": True},
    )


def _service_draft(ids: Ids) -> dict[str, Any]:
    """A week that somebody has begun to write: Wednesday evening overlaps, Saturday is not settled."""
    return plan(
        zone=ZURICH,
        treatments={
            "day": chain("Kundendienst", [("Empfang", 15), ("Kundendienst Bern", 20)], ids),
            "night": announcement("Ansage", {"de": _CLOSED["de"]}),
        },
        week=[
            *windows([0, 1, 3, 4], ("0:00", "8:00", "night"), ("8:00", "18:00", "day"), ("18:00", "24:00", "night")),
            *windows([2], ("0:00", "8:00", "night"), ("8:00", "20:00", "day"), ("18:00", "24:00", "night")),
            *windows([6], ("0:00", "24:00", "night")),
        ],
        otherwise=None,
    )


SHOWN = Routing(
    destinations=(ADVICE, BASEL, BERN, ADVICE_BUSY, DIRECT, WEST, ON_CALL),
    plan=_advice,
    lists=(CallersList(VIP, (("+41795550177", "Familie Brunner"), ("+41445550*", "Gemeinde Muster"))),),
    paused=(BERN.name,),
    changes=_advice_changes,
)
FOLLOWING = replace(SHOWN, plan=_follows, lists=(), paused=(), changes=None)
FRENCH = Routing(destinations=(LYON,), plan=_france)
DRAFTED = Routing(destinations=(), draft=_service_draft)
