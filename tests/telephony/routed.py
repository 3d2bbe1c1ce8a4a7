"""Service numbers with a whole routing plan, published as the portal publishes them."""

import time
from dataclasses import replace
from typing import Any

from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.routing import profile
from smartnumbers.core.routing.decide import nowhere
from smartnumbers.core.routing.destinations import parse_destination
from smartnumbers.core.routing.plan import DatedPlan, Plan, PlanSchedule
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.treatments import (
    Action,
    Announcement,
    Chain,
    ChainEntry,
    Message,
    Strategy,
    Treatment,
    Voicemail,
)
from smartnumbers.telephony.asterisk.switch import prompts_folder
from smartnumbers.telephony.lab.phones import phone
from smartnumbers.telephony.prompts.sayings import sayings
from smartnumbers.telephony.prompts.sounds import name_of
from tests.telephony.office import Plan as Opened
from tests.telephony.product import Product, eventually

ZONE = "Europe/Zurich"
MAIN = "main"


def rung(name: str, seconds: int = 0, *, ring: int = 20, **more: Any) -> ChainEntry:
    """A telephone of the lab as an entry of a chain; two of the same name are two destinations."""
    return at_address(phone(name=name).number(seconds), name, ring=ring, **more)


def at_address(address: str, name: str, *, ring: int = 20, **more: Any) -> ChainEntry:
    """Any address as an entry of a chain."""
    values = {"destination_id": f"{name} {address}", **more}
    return ChainEntry(destination=parse_destination(address), name=name, ring_seconds=ring, **values)


def chain(*entries: ChainEntry, strategy: Strategy = Strategy.IN_ORDER, then: str | None = None) -> Chain:
    """A chain of telephones."""
    return Chain(entries=entries, strategy=strategy, then=then)


def words(text: str) -> Message:
    """Something said in German."""
    return Message(texts={"de": text}, languages=("de",))


CLOSED = Announcement(message=words("Wir sind heute geschlossen."))
MAILBOX = Voicemail(message=words("Nach dem Ton."), email="zuerich@example.com", max_seconds=30)


def plan_of(main: Action, *, more: dict[str, Action] | None = None, **settings: Any) -> Plan:
    """A plan in which every call gets the treatment "main"; `more` are others that it leads to."""
    actions = {MAIN: main, **(more or {})}
    treatments = {key: Treatment(treatment_id=key, name=key.capitalize(), action=one) for key, one in actions.items()}
    return Plan(**{"zone": ZONE, "treatments": treatments, "otherwise": MAIN, **settings})


def always(plan: Plan) -> PlanSchedule:
    """A schedule of one plan, from the beginning on."""
    return PlanSchedule(dated=(DatedPlan(valid_from=None, plan=plan),))


async def routed_number(product: Product, plan: Plan | PlanSchedule, *, prefix: str = "+41800", **changes: Any) -> str:
    """A new service number with this plan, in force; `changes` are other fields of its profile."""
    product.opened += 1
    number = f"{prefix}{100_000 + product.opened}"
    await product.office.open_number(number=number, plan=Opened())
    await republish(product, number, plan, **changes)
    return number


async def republish(product: Product, number: str, plan: Plan | PlanSchedule, **changes: Any) -> Profile:
    """Give a number another plan and wait until it is in force, and what it says is made; gives its profile."""
    profiled, sequence = await publish(product, number, plan, **changes)
    await product.in_force(sequence)
    said = sayings(profile=profiled, look_up=nowhere, at=time.time_ns() // 1_000_000)
    paths = [prompts_folder(home=product.home) / f"{name_of(prompt)}.wav" for prompt in said]
    await eventually(lambda: all(path.exists() for path in paths), "what the plan says is made", 60.0)
    return profiled


async def publish(product: Product, number: str, plan: Plan | PlanSchedule, **changes: Any) -> tuple[Profile, int]:
    """Give a number another plan; gives its profile and the sequence of the publication."""
    before = profile.parse(await product.office.newest_document(number=number))
    plans = plan if isinstance(plan, PlanSchedule) else always(plan)
    after = replace(before, revision=before.revision + 1, plans=plans, **changes)
    sequence = await product.office.publish_as_it_is(number=number, document=profile.document(after))
    return after, sequence


async def only_call(product: Product, number: str) -> CallRecord:
    """The only call to a number as the journal tells it; it is in the database too."""
    await product.record(number)
    (record,) = product.journalled(number)
    return record


def tried(record: CallRecord) -> list[tuple[str, str]]:
    """The names of the destinations tried, each with what came of it."""
    return [(one.name, "" if one.outcome is None else one.outcome.value) for one in record.attempts]
