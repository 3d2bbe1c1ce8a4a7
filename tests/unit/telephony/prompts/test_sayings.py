"""What a number's plans let foresee of what is said: every prompt of every call must be among it."""

from dataclasses import replace

import pytest

from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Dial, Presentation
from smartnumbers.core.routing.destinations import parse_destination
from smartnumbers.core.routing.plan import DatedPlan, Plan, PlanSchedule, Screening, TemporaryPlan, Window
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.treatments import (
    Action,
    Announcement,
    Chain,
    ChainEntry,
    Message,
    OtherNumber,
    Treatment,
    Voicemail,
)
from smartnumbers.core.tariffs.bands import Band
from smartnumbers.core.tariffs.charging import ChargingPlan, Dated
from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.version import TariffVersion
from smartnumbers.telephony.prompts.sayings import sayings, speaks

NOW = 1_795_338_000_000
HOUR = 3600 * 1000
DAY = 24 * HOUR
ALICE = Caller(number="+41791112233", presentation=Presentation.ALLOWED)
RING = Chain(entries=(ChainEntry(destination=parse_destination("sip:a@example.com"), name="A", ring_seconds=20),))
CLOSED = Announcement(Message(texts={"de": "Geschlossen. {hours}", "fr": "Fermé."}, languages=("de", "fr", "it")))
BOX = Voicemail(Message(texts={"de": "Nach dem Ton."}), email="a@example.com")
NIGHT = Band(days=frozenset(range(7)), start=0, end=6 * 60, per_minute=5_000_000)
PRICED = ChargingPlan(
    class_code="ch-0900", language="de",
    schedule=(
        Dated(
            valid_from=None,
            version=TariffVersion(
                code="a", version=1, name="A", tariff=Tariff(currency="CHF", per_minute=3_000_000), bands=(NIGHT,)
            ),
        ),
    ),
)  # fmt: skip


def plan(main: Action, **settings: object) -> Plan:
    treatments = {"main": Treatment("main", "Main", main), "closed": Treatment("closed", "Closed", CLOSED)}
    return Plan(**{"zone": "Europe/Zurich", "treatments": treatments, "otherwise": "main", **settings})  # type: ignore[arg-type]


def profile(*plans: DatedPlan | TemporaryPlan, number: str = "+41900123456", **more: object) -> Profile:
    schedule = PlanSchedule(
        dated=tuple(one for one in plans if isinstance(one, DatedPlan)),
        temporary=tuple(one for one in plans if isinstance(one, TemporaryPlan)),
    )
    values = {"account": "a", "revision": 1, "in_service": True, **more}
    return Profile(number=number, plans=schedule, **values)  # type: ignore[arg-type]


def since_ever(one: Plan) -> DatedPlan:
    return DatedPlan(valid_from=None, plan=one)


GREETED = plan(
    RING, greeting=Message(texts={"de": "Der Preis: {price}."}, languages=("de", "en")),
    screening=Screening(key_test=True), week=(Window(day=0, start=480, end=720, treatment="closed"),),
)  # fmt: skip
OTHER = profile(since_ever(plan(CLOSED)), number="+41800654321")
PROFILES = {
    "a greeting with the price, and a key test": profile(since_ever(GREETED), charging=PRICED),
    "announcements in three languages": profile(since_ever(plan(CLOSED))),
    "a voicemail": profile(since_ever(plan(BOX))),
    "a change to come": profile(since_ever(plan(RING)), DatedPlan(valid_from=NOW + 3 * DAY, plan=plan(BOX))),
    "a change for a time": profile(since_ever(plan(RING)), TemporaryPlan(begins=NOW, ends=NOW + DAY, plan=GREETED)),
    "another number's plan": profile(since_ever(plan(OtherNumber(number=OTHER.number)))),
}


def look_up(number: str) -> Profile | None:
    return OTHER if number == OTHER.number else None


def said(one: Profile, at: int) -> set[Prompt]:
    decision = decide(number=one.number, profile=one, caller=ALICE, at=at, look_up=look_up)
    return {prompt for stage in decision.stages if not isinstance(stage, Dial) for prompt in stage.prompts}


@pytest.mark.parametrize("name", PROFILES)
def test_whatever_a_call_of_the_next_days_is_told_is_foreseen(name: str) -> None:
    one = PROFILES[name]
    told = set().union(*(said(one, NOW + hour * HOUR) for hour in range(5 * 24)))

    foreseen = list(sayings(profile=one, look_up=look_up, at=NOW))

    assert told
    assert told <= set(foreseen)
    assert len(foreseen) == len(set(foreseen))
    assert speaks(one)


def test_what_is_over_is_not_foreseen() -> None:
    one = profile(
        since_ever(plan(BOX)),
        DatedPlan(valid_from=NOW - DAY, plan=replace(plan(RING), treatments={"main": Treatment("main", "Main", RING)})),
        TemporaryPlan(begins=NOW - DAY, ends=NOW, plan=GREETED),
    )

    assert list(sayings(profile=one, look_up=look_up, at=NOW)) == []


def test_numbers_that_lead_to_each_other_come_to_an_end() -> None:
    one = profile(since_ever(plan(OtherNumber(number="+41900123456"))))

    prompts = list(sayings(profile=one, look_up=lambda _: one, at=NOW))

    assert [prompt.language for prompt in prompts] == ["de", "fr", "it"]


def test_a_number_that_only_rings_says_nothing() -> None:
    silent = replace(plan(RING), treatments={"main": Treatment("main", "Main", RING)})

    assert not speaks(profile(since_ever(silent)))
