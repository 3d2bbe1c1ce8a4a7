"""Random histories of calls, with all that is awkward: nights when the clocks change, midnights, ties, corrections."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

from smartnumbers.statistics.rows import AttemptOfRecord, CallOfRecord

ZONE = "Europe/Zurich"
ACCOUNTS = (1, 2, 3, None)
NUMBERS = ("+41900123450", "+41900123451", "+41800123452", "FR:3615")
CALLERS = (
    "", "+41794121234", "+41794121235", "+41445123801", "+41445123802", "+41265123801", "+33612345678", "+33145123801",
    "+12425551234", "+14165551234", "+41", "+410", "+4", "anonymous", "1234", "FR:3615", "+123456789012345678", "+41٣",
)  # fmt: skip
DESTINATIONS = (
    ("0190a1b2-0000-7000-8000-000000000001", "Desk", "+41445120001"),
    ("0190a1b2-0000-7000-8000-000000000002", "Ünï", "+41445120002"),
    ("", "", "+41445120003"),
    ("", "Old name", "sip:bob@example.org"),
)
OUTCOMES = {
    "answered": ("answered",),
    "lost": ("busy", "no-answer", "failed", "abandoned", "limited"),
    "informed": ("announced", "message"),
    "blocked": ("blocked",),
}
REACTIONS = ("busy", "no-answer", "refused", "unreachable", "error", "abandoned", "answered-elsewhere", "")
# The nights when clocks change, ordinary midnights, ends of months and of the year, all in UTC.
_NIGHTS = (
    datetime(2025, 3, 30, 1, tzinfo=UTC),
    datetime(2025, 10, 26, 1, tzinfo=UTC),
    datetime(2025, 10, 26, 0, tzinfo=UTC),
    datetime(2025, 7, 31, 22, tzinfo=UTC),
    datetime(2025, 10, 31, 23, tzinfo=UTC),
    datetime(2025, 12, 31, 23, tzinfo=UTC),
)


@dataclass(frozen=True)
class History:
    """The calls in force at the end, and the batches they came in: some were written more than once."""

    calls: tuple[CallOfRecord, ...]
    batches: tuple[tuple[CallOfRecord, ...], ...]


def history(*, seed: int, calls: int) -> History:
    """A history; the same for the same seed."""
    chance = Random(seed)
    written = [_call(chance, sequence) for sequence in range(1, calls + 1)]
    corrected = [
        _corrected(chance, call, sequence)
        for sequence, call in enumerate(chance.sample(written, calls // 4), start=calls + 1)
    ]
    chance.shuffle(written)
    rows = [*written, *corrected]
    edges = sorted({0, len(rows), *(chance.randrange(len(rows)) for _ in range(4))})
    batches = tuple(tuple(rows[start:end]) for start, end in pairwise(edges))
    return History(calls=tuple({call.id: call for call in rows}.values()), batches=batches)


def _call(chance: Random, sequence: int) -> CallOfRecord:
    setup_at = _instant(chance)
    result = chance.choices(list(OUTCOMES), weights=(6, 3, 1, 1))[0]
    wait = chance.choice((0, 5_000, 14_999, 15_000, 15_001, chance.randrange(400_000)))
    talk = chance.choice((0, 60_000, chance.randrange(900_000)))
    answered = result == "answered"
    charged = chance.random() < 0.8
    money = tuple(chance.choice((None, 0, 500_000, chance.randrange(9_000_000))) if charged else None for _ in "123")
    return CallOfRecord(
        sequence=sequence,
        id=UUID(int=chance.getrandbits(128)),
        account=chance.choice(ACCOUNTS),
        number=chance.choice(NUMBERS),
        caller=chance.choice(CALLERS),
        shown=chance.random() < 0.9,
        setup_at=setup_at,
        answered_at=setup_at + wait if answered else None,
        ended_at=setup_at + wait + (talk if answered else 0),
        result=result,
        outcome=chance.choice(OUTCOMES[result]),
        hung_up_by=chance.choice(("caller", "destination", "platform")),
        cause=chance.choice((16, 17, 31)),
        currency=chance.choice(("CHF", "CHF", "EUR")) if charged else "",
        amount=money[0],
        holder_cost=money[1],
        payout=money[2],
        billed_ms=talk if charged else None,
        corrected=False,
        tariff=chance.choice(("", "T1", "T2")),
        treatment=chance.choice(("", "Open", "Closed, l'été")),
        agent=chance.choice(("", "Anna")),
        campaign=chance.choice(("", "Spring")),
        attempts=_attempts(chance, setup_at, answered=answered),
    )


def _instant(chance: Random) -> int:
    if chance.random() < 0.5:
        near = chance.choice(_NIGHTS) + timedelta(
            milliseconds=chance.choice((0, -1, 1, chance.randrange(-(10**7), 10**7)))
        )
    else:
        near = datetime(2025, 10, 1, tzinfo=UTC) + timedelta(milliseconds=chance.randrange(40 * 86_400_000))
    return int(near.timestamp() * 1000)


def _attempts(chance: Random, setup_at: int, *, answered: bool) -> tuple[AttemptOfRecord, ...]:
    tried = [
        AttemptOfRecord(
            ordinal=ordinal,
            destination=key,
            name=name,
            address=address,
            outcome=chance.choice(REACTIONS),
            carrier="",
            started_at=setup_at + ordinal,
            ring=chance.randrange(30_000),
            answered=False,
        )
        for ordinal, (key, name, address) in enumerate(
            chance.choices(DESTINATIONS, k=chance.choice((0, 1, 1, 1, 2, 4))), 1
        )
    ]
    if answered and tried:
        # Mostly the last one, but those that ring at once are tried in another order than they answer.
        taken = chance.choice((-1, chance.randrange(len(tried))))
        tried[taken] = replace(tried[taken], outcome="answered", answered=True)
    return tuple(tried)


def _corrected(chance: Random, call: CallOfRecord, sequence: int) -> CallOfRecord:
    return replace(
        call,
        sequence=sequence,
        amount=chance.randrange(9_000_000),
        holder_cost=0,
        payout=chance.randrange(3_000_000),
        tariff="T3",
        corrected=True,
    )
