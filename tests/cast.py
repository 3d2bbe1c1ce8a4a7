"""The fixed cast of the tests, so that every test of a permission reads alike.

Olga is an operator. Hanna holds the account Alpina, and Remo only reads in it. Sven holds another account and has no
business in Alpina.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from smartnumbers.apps.accounts import queries
from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.accounts.models import Account, Language, Membership, Role, User
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.core.callcontrol.record import Attempt, AttemptOutcome, CallRecord, Outcome, Side
from smartnumbers.core.foundation.identifiers import uuid7
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decision import Presentation, TraceStep

PASSWORD = "correct horse battery staple"
NOW = datetime(2026, 11, 20, 13, 32, 8, tzinfo=UTC)
CALLER = "+41794121234"


@dataclass(frozen=True)
class Cast:
    """Who is there, and Alpina's number with two destinations (revision 2), and Sven's number."""

    olga: User
    hanna: User
    remo: User
    sven: User
    alpina: Account
    elsewhere: Account
    number: ServiceNumber
    number_elsewhere: ServiceNumber

    def access(self, user: User, account: Account | None = None) -> Access:
        """What a person may do: in their own account, or (Olga) on the whole platform."""
        own = {self.hanna.pk: self.alpina, self.remo.pk: self.alpina, self.sven.pk: self.elsewhere}.get(user.pk)
        chosen = account or own
        return queries.access(user=user, account_id=None if chosen is None else chosen.pk)


def make_cast() -> Cast:
    """Put the cast into the database."""
    olga = User.objects.create_user("olga@platform.example", PASSWORD, name="Olga", is_operator=True, language="en")
    hanna = User.objects.create_user("hanna@alpina.example", PASSWORD, name="Hanna", language="de")
    remo = User.objects.create_user("remo@alpina.example", PASSWORD, name="Remo", language="it")
    sven = User.objects.create_user("sven@elsewhere.example", PASSWORD, name="Sven", language="fr")
    alpina = Account.objects.create(name="Alpina", language=Language.GERMAN)
    elsewhere = Account.objects.create(name="Elsewhere", language=Language.FRENCH)
    Membership.objects.create(user=hanna, account=alpina, role=Role.HOLDER)
    Membership.objects.create(user=remo, account=alpina, role=Role.READER)
    Membership.objects.create(user=sven, account=elsewhere, role=Role.HOLDER)
    operator = queries.access(user=olga, account_id=None)
    number = create_number(access=operator, account=alpina, written="0800 123 789", name="Hotline", at=NOW)
    rows = [ChainRow("044 512 38 00", "Reception", 20), ChainRow("sip:night@pbx.alpina.example", "Night", 25)]
    change_chain(access=operator, number=number, rows=rows, expected_revision=None, at=NOW)
    number_elsewhere = create_number(access=operator, account=elsewhere, written="0848 555 210", at=NOW)
    return Cast(olga, hanna, remo, sven, alpina, elsewhere, number, number_elsewhere)


def call_record(cast: Cast, *, index: int = 0, at: datetime = NOW, **different: object) -> CallRecord:
    """A call to Alpina's number, answered at the second attempt; `index` makes it another one."""
    setup = from_datetime(at) + index
    values: dict[str, object] = {
        "call_id": str(uuid7(at=setup, random=index.to_bytes(10, "big"))),
        "number": cast.number.number,
        "dialled": "0800123789",
        "account": str(cast.alpina.pk),
        "caller": CALLER,
        "presentation": Presentation.ALLOWED,
        "revision": 2,
        "setup_at": setup,
        "ringing_at": setup + 120,
        "answered_at": setup + 27_000,
        "ended_at": setup + 87_000,
        "outcome": Outcome.ANSWERED,
        "reason": "hang-up",
        "hung_up_by": Side.CALLER,
        "cause": 16,
        "sip_status": 200,
        "attempts": (
            Attempt(
                1, "Reception", "+41445123800", "telephone", 20, setup, setup + 120, None, setup + 20_000,
                AttemptOutcome.NO_ANSWER, 19, None,
            ),
            Attempt(
                2, "Night", "sip:night@pbx.alpina.example", "sip", 25, setup + 20_000, setup + 20_150, setup + 26_990,
                setup + 87_000, AttemptOutcome.ANSWERED, 16, None,
            ),
        ),
        "trace": (TraceStep("profile-found", {"number": cast.number.number, "revision": 2}),),
        "node": "node1",
    }  # fmt: skip
    return CallRecord(**{**values, **different})  # type: ignore[arg-type]


def call_id(record: CallRecord) -> UUID:
    """The record's id as the database knows it."""
    return UUID(record.call_id)
