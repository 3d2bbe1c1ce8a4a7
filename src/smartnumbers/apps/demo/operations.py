"""Filling an empty database with the demo."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import localdate

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.accounts.models import Account, Role, User
from smartnumbers.apps.accounts.operations import NewUser, create_user, give_role, open_account
from smartnumbers.apps.accounts.queries import access as access_of
from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.callrecords.voicemail import settle_past
from smartnumbers.apps.demo.cast import OPERATOR, Customer, Number, Person, customers
from smartnumbers.apps.demo.destinations import Destination
from smartnumbers.apps.demo.history import History, Published
from smartnumbers.apps.demo.many.earlier import bring_earlier
from smartnumbers.apps.demo.pricing import bring_price, change_price, plan_price
from smartnumbers.apps.demo.routed import bring_plan
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import PublishedProfile
from smartnumbers.apps.plans.operations.callers import block_caller
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.operations.service import create_number, set_in_service
from smartnumbers.apps.plans.operations.settings import set_limits
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.profile import Limits, Profile, parse
from smartnumbers.core.routing.treatments import Chain

SEED = 20261122
DAYS = 120
"""How many days of calls are played one by one, with the full story of each."""
ALL_DAYS = 730
"""How long the accounts have been there: figures are compared with those of a year ago."""
# The journal of the made-up past: no node of a platform is called so.
NODE = "demo"
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class LogIn:
    """One of the demo's people: how they log in, and what they are to which account ("" for the operator)."""

    email: str
    name: str
    role: str
    account: str


def log_ins(*, lab: str) -> Sequence[LogIn]:
    """The people of the demo, the operator last; `lab` as in `fill`."""
    holders = [
        LogIn(person.email, person.name, str(person.role), customer.name)
        for customer in customers(lab=lab)
        for person in customer.people
    ]
    return [*holders, LogIn(OPERATOR.email, OPERATOR.name, "operator", "")]


def present(*, emails: Iterable[str]) -> frozenset[str]:
    """Which of these people are in this database."""
    return frozenset(User.objects.filter(email__in=list(emails)).values_list("email", flat=True))


def empty() -> bool:
    """Whether nobody uses this database yet: no user and no account."""
    return not User.objects.exists() and not Account.objects.exists()


def fill(*, lab: str, passwords: Mapping[str, str], now: datetime) -> int:
    """Fill an empty database: all of the demo or nothing. Returns how many past calls it has.

    `lab` is the lab's SIP address (host:port), where some destinations are; `passwords` are by e-mail address. The
    calls lie in the 730 days before `now`.
    """
    access = platform_access(label="Demo")
    begin = now - timedelta(days=ALL_DAYS)
    with ThreadPoolExecutor(max_workers=2) as pool, transaction.atomic():
        # A password's hash is slow on purpose, and another thread's work meanwhile.
        hashes = {email: pool.submit(make_password, password) for email, password in passwords.items()}
        _let_in(access, OPERATOR, begin)
        numbers: list[tuple[Number, list[Published]]] = []
        for customer in customers(lab=lab):
            account, holder = _open(access, customer, begin)
            numbers += [(number, _bring(access, account, holder, number, begin, now)) for number in customer.numbers]
        cast = [number for number, _ in numbers]
        played = now - timedelta(days=DAYS)
        kept = bring_earlier(access=access, numbers=cast, begin=begin, played=played, seed=SEED)
        kept += _keep(_past(numbers, now), now)
        for email, future in hashes.items():
            User.objects.filter(email=email).update(password=future.result())
        return kept


def _let_in(access: Access, person: Person, at: datetime) -> User:
    return create_user(
        access=access,
        person=NewUser(email=person.email, name=person.name, language=person.language, is_operator=person.role is None),
        at=at,
    )


def _open(access: Access, customer: Customer, at: datetime) -> tuple[Account, User]:
    """The customer's account, and its holder."""
    account = open_account(access=access, name=customer.name, language=customer.language, currency="CHF", at=at)
    users = {person: _let_in(access, person, at) for person in customer.people}
    for person, user in users.items():
        if person.role is not None:
            give_role(access=access, user=user, account=account, role=person.role, at=at)
    return account, next(user for person, user in users.items() if person.role == Role.HOLDER)


def _bring(
    access: Access, account: Account, holder: User, number: Number, begin: datetime, now: datetime
) -> list[Published]:
    """Bring a number onto the platform with its history, and return what was published for it, the oldest first."""
    holders = access_of(user=holder, account_id=account.pk)
    row = create_number(access=access, account=account, written=number.number, name=number.name, at=begin)
    if number.simultaneous is not None:
        set_limits(access=access, number=row, limits=Limits(simultaneous=number.simultaneous), at=begin)
    book = bring_price(operator=access, holder=holders, number=row, price=number.price, at=begin)
    if number.chain:
        _set_chain(holders, row, number.chain_before or number.chain, begin)
    change_price(holder=holders, book=book, price=number.price, now=now)
    if number.chain_before:
        _set_chain(holders, row, number.chain, now - timedelta(days=41, hours=3))
    if number.blocked_caller:
        at = now - timedelta(days=33, hours=5)
        block_caller(access=holders, number=row, caller=number.blocked_caller, note="12 ×, raccroche", at=at)
    if number.routing is not None:
        bring_plan(access=holders, number=row, routing=number.routing, begin=begin, now=now)
    if number.out_of_service:
        set_in_service(access=access, number=row, in_service=False, at=now - timedelta(days=6, hours=2))
    plan_price(holder=holders, book=book, price=number.price, now=now)
    stored = PublishedProfile.objects.filter(number=number.number).order_by("sequence")
    published = [Published(from_datetime(item.published_at), parse(item.document)) for item in stored]
    return [item for item in published if _leads_somewhere(item.profile)]


def _leads_somewhere(profile: Profile) -> bool:
    """Whether a profile's plan is more than the empty one that a number begins with."""
    actions = [treatment.action for treatment in profile.plans.dated[0].plan.treatments.values()]
    return any(not isinstance(action, Chain) or action.entries for action in actions)


def _set_chain(access: Access, number: ServiceNumber, chain: Sequence[Destination], at: datetime) -> None:
    rows = [ChainRow(address=item.address, name=item.name, ring_seconds=item.ring_seconds) for item in chain]
    change_chain(access=access, number=number, rows=rows, expected_revision=None, at=at)


def _past(numbers: Sequence[tuple[Number, list[Published]]], now: datetime) -> Iterator[CallRecord]:
    history = History(seed=SEED, node=NODE, until=now)
    today = localdate(now)
    days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    others = {number.number: published for number, published in numbers}
    for number, published in numbers:
        yield from history.calls(number=number, published=published, days=days, others=others)


def _keep(calls: Iterator[CallRecord], now: datetime) -> int:
    kept = 0
    while chunk := list(islice(calls, _CHUNK)):
        kept += keep_records(node=NODE, records=chunk, segment="made-up", offset=kept)
    settle_past(node=NODE, at=from_datetime(now))
    return kept
