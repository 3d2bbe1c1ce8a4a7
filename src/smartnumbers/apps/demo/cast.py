"""Who and what is in the demo: people, accounts, numbers, and where each number's calls go.

The destinations are telephones of the lab (`telephony.lab.phones`), so that a call placed now does what the number's
name promises: somebody answers at once, or is busy so that the second is tried, or nobody can be reached at all.
"""

from dataclasses import dataclass

from smartnumbers.apps.accounts.models import Language, Role
from smartnumbers.apps.demo import prices
from smartnumbers.apps.demo.destinations import ANSWERED, LAUSANNE, LYON, ON_CALL, SILENT, ZURICH, Destination, to
from smartnumbers.apps.demo.prices import Price
from smartnumbers.apps.demo.routings import ADVICE_NUMBER, DRAFTED, FOLLOWING, FRENCH, SHOWN, Routing


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can log in; an operator belongs to no account."""

    email: str
    name: str
    language: Language
    role: Role | None


@dataclass(frozen=True, slots=True)
class Number:
    """One service number. `calls_per_day` is the mean of a working day; `talk_seconds` the median conversation.

    `rhythm` names when people call (`history.RHYTHMS`); `chain_before` was in force until the chain changed.
    `blocked_caller` is turned away; `simultaneous` is the number's limit; an `out_of_service` number was switched off
    some days ago. `routing` is its plan with what waits; where that has a plan, there is no `chain`.
    """

    number: str
    name: str
    chain: tuple[Destination, ...]
    calls_per_day: int
    talk_seconds: int
    rhythm: str
    price: Price
    chain_before: tuple[Destination, ...] = ()
    blocked_caller: str = ""
    simultaneous: int | None = None
    out_of_service: bool = False
    routing: Routing | None = None

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """All that its calls can have reached, now and before."""
        return (*self.chain, *self.chain_before, *(self.routing.destinations if self.routing else ()))


@dataclass(frozen=True, slots=True)
class Customer:
    """An account with its people and numbers."""

    name: str
    language: Language
    people: tuple[Person, ...]
    numbers: tuple[Number, ...]


OPERATOR = Person("operator@demo.example", "Olga Operator", Language.ENGLISH, None)


def customers(*, lab: str) -> tuple[Customer, ...]:
    """The accounts of the demo; `lab` is the lab's SIP address as host:port."""
    hotline = Destination("Centrale SIP", f"sip:speech-fr-2@{lab}", 15, ((ANSWERED, 92), (SILENT, 8)))
    return (
        Customer(
            name="Alpina Hilfe AG",
            language=Language.GERMAN,
            people=(
                Person("nora@alpina.example", "Nora Keller", Language.GERMAN, Role.HOLDER),
                Person("beat@alpina.example", "Beat Frei", Language.GERMAN, Role.READER),
            ),
            numbers=(
                Number(
                    "+41800555123",
                    "PC-Soforthilfe",
                    (ZURICH, ON_CALL),
                    18,
                    210,
                    "office",
                    prices.FREE,
                    (ON_CALL,),
                ),
                Number(
                    "+41848555210",
                    "Kundendienst",
                    (
                        to("Empfang", "busy", 0, 15, busy=55, answered=40, no_answer=5),
                        to("Kundendienst Bern", "speech-de", 4, 20, answered=82, no_answer=12, busy=6),
                    ),
                    13,
                    140,
                    "office",
                    prices.SHARED,
                    routing=DRAFTED,
                ),
                Number(ADVICE_NUMBER, "Kundenberatung", (), 11, 230, "day", prices.FREE_ADVICE, routing=SHOWN),
                Number(
                    "+41800555131",
                    "Kundenberatung (Werbung)",
                    (),
                    2,
                    200,
                    "day",
                    prices.FREE_CAMPAIGN,
                    routing=FOLLOWING,
                ),
                Number(
                    "+41900575123",
                    "Rechtsauskunft",
                    (
                        to("Kanzlei", "silent", 0, 8, no_answer=50, answered=45, busy=5),
                        to("Beat Frei", "refuse", 1, 12, refused=40, answered=35, no_answer=25),
                        to("Sandra Odermatt", "speech-de", 6, 25, answered=85, no_answer=15),
                    ),
                    6,
                    480,
                    "day",
                    prices.LEGAL_ADVICE,
                ),
                Number(
                    "+41901575700",
                    "Alpina Quiz",
                    (
                        to("Studio", "error", 0, 10, error=30, answered=70),
                        to("Reserve", "unreachable", 0, 10, unreachable=60, answered=40),
                        to("Regie", "music", 2, 15, answered=95, no_answer=5),
                    ),
                    12,
                    75,
                    "morning",
                    prices.QUIZ,
                    simultaneous=2,
                ),
            ),
        ),
        Customer(
            name="Aide Romande SA",
            language=Language.FRENCH,
            people=(
                Person("claire@aide-romande.example", "Claire Favre", Language.FRENCH, Role.HOLDER),
                Person("luc@aide-romande.example", "Luc Rochat", Language.FRENCH, Role.READER),
            ),
            numbers=(
                Number(
                    "+41800555124",
                    "Dépannage PC",
                    (LAUSANNE, hotline),
                    12,
                    190,
                    "office",
                    prices.FREE_FRENCH,
                    blocked_caller="+41795550199",
                ),
                Number(
                    "+41844555330",
                    "Permanence",
                    (
                        to("Accueil", "busy", 0, 12, busy=60, answered=40),
                        to("Piquet", "silent", 0, 8, no_answer=55, answered=45),
                        to("Secrétariat", "unreachable", 0, 10, unreachable=50, answered=50),
                    ),
                    5,
                    160,
                    "day",
                    prices.SHARED_FRENCH,
                ),
                Number(
                    "+41900575124",
                    "Conseil juridique",
                    (LAUSANNE,),
                    3,
                    420,
                    "office",
                    prices.LEGAL_ADVICE_FRENCH,
                    out_of_service=True,
                ),
                Number("+33892690123", "Assistance France", (LYON,), 3, 260, "day", prices.FRENCH_PREMIUM),
                Number(
                    "+33809540123", "Service clients France", (), 3, 180, "day", prices.FRENCH_ORDINARY, routing=FRENCH
                ),
            ),
        ),
    )
