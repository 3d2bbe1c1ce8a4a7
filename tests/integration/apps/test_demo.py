"""The demo: filled once, alive, consistent with what it publishes, and open to those who have its passwords."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.contrib.auth import authenticate
from django.db.models import Max, Min
from django.test import RequestFactory

from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.callrecords.models import Attempt, CallRecord, Delivery, VoiceMessage
from smartnumbers.apps.demo.cast import customers
from smartnumbers.apps.demo.history import RHYTHMS, History, Published, in_force
from smartnumbers.apps.demo.operations import ALL_DAYS, DAYS, NODE
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import PublishedProfile
from smartnumbers.apps.plans.queries import published
from smartnumbers.core.callcontrol import record as core
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Decision, Presentation, Refusal
from smartnumbers.core.routing.destinations import parse_destination
from smartnumbers.core.routing.plan import DatedPlan, Plan, PlanSchedule
from smartnumbers.core.routing.profile import Profile, parse
from smartnumbers.core.routing.treatments import Chain, ChainEntry, Treatment
from smartnumbers.entry import configuration
from smartnumbers.entry.command_line import root
from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.demonstration import demo_log_ins, fill_if_empty
from smartnumbers.telephony.lab.phones import UNKNOWN, Kind, behaviour
from tests.cast import NOW, Cast

QUIZ = next(
    number
    for customer in customers(lab="127.0.0.1:6060")
    for number in customer.numbers
    if number.name == "Alpina Quiz"
)
CHAIN = Chain(tuple(ChainEntry(parse_destination(item.address), item.name, item.ring_seconds) for item in QUIZ.chain))
PLAN = Plan(zone="Europe/Zurich", treatments={"main": Treatment("main", "Studio", CHAIN)}, otherwise="main")
PROFILE = Profile(
    number=QUIZ.number,
    account="1",
    revision=2,
    in_service=True,
    plans=PlanSchedule(dated=(DatedPlan(valid_from=None, plan=PLAN),)),
)


@pytest.fixture
def here(tmp_path: Path) -> Configuration:
    return configuration.read({"SMARTNUMBERS_HOME": str(tmp_path)})


@pytest.mark.usefixtures("database")
def test_the_demo_is_a_past_the_switch_could_have_written_and_open_to_its_log_ins(
    here: Configuration,
) -> None:
    kept = fill_if_empty(configuration=here, now=NOW)

    assert kept == CallRecord.objects.count()
    assert kept is not None
    assert 40_000 < kept < 70_000
    played = CallRecord.objects.filter(node=NODE)
    assert 5_000 < played.count() < 10_000
    assert set(CallRecord.objects.values_list("outcome", flat=True)) == {
        "answered", "announced", "message", "busy", "no-answer", "failed", "blocked", "abandoned", "limited",
    }  # fmt: skip
    assert set(Attempt.objects.values_list("outcome", flat=True)) == {
        "answered", "answered-elsewhere", "busy", "no-answer", "refused", "unreachable", "error", "abandoned",
    }  # fmt: skip
    assert not CallRecord.objects.filter(ended_at__gt=from_datetime(NOW)).exists()
    assert not played.filter(setup_at__lt=from_datetime(NOW - timedelta(days=DAYS + 1))).exists()
    assert not CallRecord.objects.filter(setup_at__lt=from_datetime(NOW - timedelta(days=ALL_DAYS))).exists()
    older = CallRecord.objects.exclude(node=NODE).aggregate(first=Min("setup_at"), last=Max("setup_at"))
    assert older["first"] < from_datetime(NOW - timedelta(days=ALL_DAYS - 3))
    assert from_datetime(NOW - timedelta(days=DAYS + 3)) < older["last"] < played.aggregate(at=Min("setup_at"))["at"]
    assert VoiceMessage.objects.count() == CallRecord.objects.filter(outcome="message").count()
    assert not VoiceMessage.objects.exclude(state=Delivery.SENT, removed_at__isnull=False).exists()
    past: dict[str, list[Published]] = {}
    for row in PublishedProfile.objects.order_by("sequence"):
        past.setdefault(row.number, []).append(Published(from_datetime(row.published_at), parse(row.document)))
    for record in played.prefetch_related("attempts"):
        source = past[record.number][(record.revision or 0) - 1]
        assert source.since <= record.setup_at
        agrees(record, decide_again(record, source.profile, past))
    assert fill_if_empty(configuration=here, now=NOW) is None
    everybody_logs_in(here)
    the_command_line_prints_the_log_ins(here)
    chains_lead_to_phones_of_the_lab()


def decide_again(record: CallRecord, profile: Profile, past: dict[str, list[Published]]) -> Decision:
    return decide(
        number=record.number,
        profile=profile,
        caller=Caller(record.caller, Presentation(record.presentation)),
        at=record.setup_at,
        look_up=lambda number: in_force(past[number], record.setup_at),
    )


def agrees(record: CallRecord, decision: Decision) -> None:
    """What is kept of a call is what its profile decides, and its instants are in order."""
    attempts = list(record.attempts.all())
    assert record.trace == [{"code": step.code, "values": dict(step.values)} for step in decision.trace]
    assert [(attempt.address, attempt.destination) for attempt in attempts] == [
        (entry.destination.address, entry.destination_id) for entry in decision.entries[: len(attempts)]
    ]
    assert record.treatment == decision.treatment
    assert record.setup_at <= (record.ringing_at or record.setup_at) <= record.ended_at
    assert (record.outcome == "answered") == (record.answered_at is not None)
    turned_away = decision.refusal is Refusal.BLOCKED or record.reason == "key-test-failed"
    assert (record.outcome == "blocked") == turned_away
    if attempts:
        assert all(attempt.ended_at is not None for attempt in attempts)
        for place, after in enumerate(attempts[1:], start=1):
            over = max(before.ended_at for before in attempts[:place])
            assert after.started_at in (attempts[place - 1].started_at, over)
        assert [attempt.outcome for attempt in attempts].count("answered") == (record.outcome == "answered")


def test_the_same_moment_makes_the_same_past() -> None:
    def past() -> list[core.CallRecord]:
        history = History(seed=7, node="demo", until=NOW)
        days = [NOW.date() - timedelta(days=back) for back in range(3)]
        return list(history.calls(number=QUIZ, published=[Published(0, PROFILE)], days=days))

    assert past() == past() != []


def everybody_logs_in(here: Configuration) -> None:
    people = demo_log_ins(configuration=here)

    assert [person.role for person in people] == ["holder", "reader", "holder", "reader", "operator"]
    assert len({person.password for person in people}) == 5
    assert (here.secrets / "demo-passwords").stat().st_mode & 0o777 == 0o600
    request = RequestFactory().post("/account/login/")
    for person in people:
        user = authenticate(request, email=person.email, password=person.password)
        assert isinstance(user, User)
        assert user.is_operator == (person.role == "operator")


def the_command_line_prints_the_log_ins(here: Configuration) -> None:
    environment = {"SMARTNUMBERS_HOME": str(here.home)}
    printed = CliRunner().invoke(root, ["demo", "--json"], env=environment).output
    table = CliRunner().invoke(root, ["demo"], env=environment).output

    assert json.loads(printed) == [asdict(person) for person in demo_log_ins(configuration=here)]
    assert all(person["password"] in table for person in json.loads(printed))


def chains_lead_to_phones_of_the_lab() -> None:
    access = platform_access(label="test")
    kinds: dict[str, list[tuple[Kind, int]]] = {}
    for number in ServiceNumber.objects.all():
        profile = published(access=access, number=number)
        actions = [treatment.action for treatment in profile.plans.dated[0].plan.treatments.values()]
        phones = [
            behaviour(user=entry.destination.address.removeprefix("sip:").partition("@")[0])
            for action in actions
            if isinstance(action, Chain)
            for entry in action.entries
        ]
        assert UNKNOWN not in phones
        kinds[number.number] = [(phone.kind, phone.status) for phone in phones]
    assert kinds["+41800555123"][0][0] is Kind.ANSWER
    assert kinds["+41848555210"] == [(Kind.REFUSE, 486), (Kind.ANSWER, 0)]
    assert kinds["+41900575123"] == [(Kind.RING_ON, 0), (Kind.REFUSE, 603), (Kind.ANSWER, 0)]
    assert kinds["+41901575700"] == [(Kind.REFUSE, 503), (Kind.UNREACHABLE, 0), (Kind.ANSWER, 0)]
    assert Kind.ANSWER not in {kind for kind, _ in kinds["+41844555330"]}
    assert not ServiceNumber.objects.get(number="+41900575124").in_service
    assert published(access=access, number=ServiceNumber.objects.get(number="+41800555124")).blacklist.numbers


def test_a_database_in_use_is_left_alone(here: Configuration, cast: Cast) -> None:
    assert fill_if_empty(configuration=here, now=NOW) is None
    assert CallRecord.objects.count() == 0
    (here.secrets).mkdir(parents=True)
    (here.secrets / "demo-passwords").write_text("nora@alpina.example from-an-earlier-database\n")
    assert demo_log_ins(configuration=here) == []


def test_a_rhythm_knows_every_hour_and_weekday() -> None:
    assert all(len(hours) == 24 and len(weekdays) == 7 for hours, weekdays in RHYTHMS.values())
