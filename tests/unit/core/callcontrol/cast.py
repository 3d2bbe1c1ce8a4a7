"""The fixed cast of the call control tests: one number, one caller, three destinations, and prices."""

from dataclasses import replace

from smartnumbers.core.callcontrol.admission import Limit
from smartnumbers.core.callcontrol.call import Call
from smartnumbers.core.callcontrol.commands import Command, Finish
from smartnumbers.core.callcontrol.events import Event, Offered
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.callcontrol.transitions import step
from smartnumbers.core.routing.decision import (
    Caller,
    Decision,
    Dial,
    Greet,
    KeyTest,
    Presentation,
    Refusal,
    Say,
    Shown,
    Stage,
    TakeMessage,
    TraceStep,
)
from smartnumbers.core.routing.destinations import SipDestination, TelephoneDestination
from smartnumbers.core.routing.treatments import ChainEntry
from smartnumbers.core.tariffs.charging import Charging, ChargingPlan, Dated, charging_at
from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SetFee, SlotTariff, TariffSet
from smartnumbers.core.tariffs.version import Band, HolderCosts, TariffVersion

NUMBER = "+41800123789"
ANNA = Caller(number="+41791112233", presentation=Presentation.ALLOWED)
HIDDEN = Caller(number="+41791112233", presentation=Presentation.RESTRICTED)
NUISANCE = Caller(number="+41767778899", presentation=Presentation.ALLOWED)

RECEPTION = ChainEntry(destination=TelephoneDestination("+41445123800"), name="Reception", ring_seconds=20)
BEAT = ChainEntry(destination=TelephoneDestination("+41796201477"), name="Beat Frei", ring_seconds=15)
HOTLINE = ChainEntry(destination=SipDestination("sip:hotline@pbx.example"), name="Hotline", ring_seconds=25)

ANNAS = Shown(number=ANNA.number)
TRACE = (TraceStep("number-in-service"), TraceStep("chain-chosen", {"destinations": 3, "first": "Reception"}))

WELCOME = Prompt(language="en", text="Welcome.")
BIENVENUE = Prompt(language="fr", text="Bienvenue.")
CLOSED = Prompt(language="en", text="We are closed.")
FERME = Prompt(language="fr", text="Nous sommes fermés.")
PRESS_FIVE = Prompt(language="en", text="Press five.")
SPEAK = Prompt(language="en", text="Speak after the tone.")

GREET = Greet(prompts=(WELCOME, BIENVENUE))
TEST = KeyTest(prompts=(PRESS_FIVE,), key="5")
SAY = Say(prompts=(CLOSED, FERME))
MAILBOX = TakeMessage(prompts=(SPEAK,), email="office@alpina.example", max_seconds=120)
ALL_AT_ONCE = Dial(entries=(RECEPTION, BEAT, HOTLINE))


def each(*entries: ChainEntry) -> tuple[Dial, ...]:
    """These destinations one after the other."""
    return tuple(Dial(entries=(entry,)) for entry in entries)


CHAIN = each(RECEPTION, BEAT, HOTLINE)


def decided(*stages: Stage, shown: Shown = ANNAS, reports: bool = False) -> Decision:
    """A decision for these stages."""
    return Decision(
        refusal=None,
        stages=stages,
        shown=shown,
        trace=TRACE,
        treatment_id="main",
        treatment="Office hours",
        reports=reports,
    )


def refused(refusal: Refusal) -> Decision:
    """A decision that turns the call away."""
    return Decision(refusal=refusal, stages=(), shown=Shown(), trace=(TraceStep("number-unknown", {"number": NUMBER}),))


FRANC = 1_000_000
NOON = 1_795_000_000_000
"""Wednesday 18 November 2026, 11:06:40 UTC: a day on which the rules of all classes are known."""

SET = TariffSet(
    slots={
        1: SlotTariff(name="Short", per_call=0, per_minute=1 * FRANC),
        2: SlotTariff(name="Expert", per_call=0, per_minute=6 * FRANC),
        3: SlotTariff(name="Reading", per_call=2 * FRANC, per_minute=4 * FRANC),
        4: SlotTariff(name="Unlawful", per_call=0, per_minute=11 * FRANC),
    },
    fees={
        1: SetFee(name="Chart", amount=5 * FRANC),
        2: SetFee(name="Book", amount=20 * FRANC),
    },
)

# 3 francs a minute: announced, no consent. 8 francs: announced, and to be accepted by key.
ADVICE = TariffVersion(
    code="advice",
    version=3,
    name="Advice",
    tariff=Tariff(currency="CHF", per_minute=3 * FRANC),
    vat=81_000,
    payout_share=700_000,
)
EXPERT = replace(ADVICE, code="expert", tariff=Tariff(currency="CHF", per_minute=8 * FRANC))
CHEAP = replace(ADVICE, code="cheap", tariff=Tariff(currency="CHF", per_minute=FRANC))
LOCAL = TariffVersion(
    code="local",
    version=1,
    name="Local",
    tariff=Tariff(currency="CHF", per_minute=70_000),
    bands=(Band(days=frozenset(range(7)), start=0, end=12 * 60 + 10, per_minute=40_000),),
    vat=81_000,
)
FREE = TariffVersion(
    code="free",
    version=1,
    name="Free",
    tariff=Tariff(currency="CHF"),
    costs=HolderCosts(fixed=30_000, mobile=120_000, payphone=300_000, abroad=500_000),
)
FRENCH = TariffVersion(
    code="fr-080",
    version=1,
    name="0.80/min",
    tariff=Tariff(currency="EUR", per_minute=800_000),
    timezone="Europe/Paris",
    vat=200_000,
    payout_share=600_000,
)


def held(
    version: TariffVersion = ADVICE,
    *,
    class_code: str = "ch-0900",
    tariff_set: TariffSet = SET,
    keys: bool = True,
    language: str = "en",
    at: int = NOON,
) -> Charging:
    """What holds for the money of a call that begins at `at`."""
    plan = ChargingPlan(
        class_code=class_code,
        language=language,
        schedule=(Dated(valid_from=None, version=version),),
        tariff_set=tariff_set,
        keys=keys,
    )
    charging = charging_at(plan, at)
    assert charging is not None
    return charging


def charged(
    version: TariffVersion = ADVICE,
    *,
    class_code: str = "ch-0900",
    at: int = NOON,
    keys: bool = True,
    decision: Decision | None = None,
) -> Offered:
    """The arrival of a call under a tariff."""
    return replace(offered(decision=decision, at=at), charging=held(version, class_code=class_code, keys=keys, at=at))


def offered(
    *stages: Stage,
    decision: Decision | None = None,
    caller: Caller = ANNA,
    limit: Limit | None = None,
    at: int = 0,
) -> Offered:
    """The arrival of a call to the number of the cast: to its chain, where nothing else is said."""
    return Offered(
        at=at,
        call_id="019f0000-0000-7000-8000-000000000001",
        node="node1",
        channel="1732.1",
        dialled="0800123789",
        number=NUMBER,
        caller=caller,
        account="alpina",
        revision=14,
        limit=limit,
        decision=decision or decided(*(stages or CHAIN)),
    )


class Run:
    """A call taken through events; keeps what was commanded since the last event, and the record at the end."""

    def __init__(self, *events: Event) -> None:
        self.call = Call()
        self.commands: tuple[Command, ...] = ()
        self.records: list[CallRecord] = []
        for event in events:
            self.happens(event)

    def happens(self, event: Event) -> tuple[Command, ...]:
        """Let an event happen and give what is to be done about it."""
        self.call, self.commands = step(self.call, event)
        self.records += [command.record for command in self.commands if isinstance(command, Finish)]
        return self.commands

    @property
    def record(self) -> CallRecord:
        """The one record of the call."""
        (record,) = self.records
        return record
