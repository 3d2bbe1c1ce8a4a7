"""Stores that were written batch by batch, and what is asked of them: random scopes and filters."""

from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from smartnumbers.core.callcontrol.record import AttemptOutcome
from smartnumbers.statistics.duckdb.store import DuckDbStore
from smartnumbers.statistics.filters import CallFilter, Line, Span
from smartnumbers.statistics.rows import CallOfRecord
from smartnumbers.statistics.scope import PLATFORM, Scope, of_account
from smartnumbers.statistics.store import Store
from tests.unit.statistics import slowly
from tests.unit.statistics.embedded import clickhouse_store
from tests.unit.statistics.histories import CALLERS, DESTINATIONS, NUMBERS, OUTCOMES, ZONE, history


def _some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


def _span(*edges: int) -> st.SearchStrategy[Span]:
    edge = st.none() | st.sampled_from(edges)
    return st.builds(Span, least=edge, most=edge)


HISTORY = history(seed=1, calls=250)
_MOMENTS = sorted(call.setup_at for call in HISTORY.calls)
_DAYS = sorted({slowly.local(call).date() for call in HISTORY.calls})
# One condition or two: with more, nearly no filter lets anything through.
_CONDITIONS: Mapping[str, st.SearchStrategy[object]] = {
    "results": _some(*OUTCOMES),
    "outcomes": _some("answered", "busy", "message", "nonsense"),
    "answered": st.booleans(),
    "first_day": st.sampled_from(_DAYS),
    "last_day": st.sampled_from(_DAYS),
    "since": st.sampled_from(_MOMENTS),
    "before": st.sampled_from(_MOMENTS),
    "hours": st.lists(st.integers(0, 23), max_size=8).map(tuple),
    "weekdays": st.lists(st.integers(1, 7), max_size=3).map(tuple),
    "numbers": _some(*NUMBERS),
    "destinations": _some(*(key or address for key, _, address in DESTINATIONS)),
    "tariffs": _some("", "T1", "T3"),
    "treatments": _some("", "Closed, l'été"),
    "callers": _some(*CALLERS),
    "caller_prefixes": _some("+", "+4", "+41", "+4179", "+410", "+41794121234", "+1234", "F", "anon", "+41x", "1"),
    "areas": _some("ch-044", "ch-026", "ch-fr", "ch-de", "fr-01", "nowhere"),
    "countries": _some("CH", "FR", "CA", "BS"),
    "lines": _some(*Line).map(lambda names: tuple(Line(name) for name in names)),
    "withheld": st.booleans(),
    "first_ever": st.booleans(),
    "talk": _span(0, 1, 60_000, 500_000),
    "wait": _span(0, 5_000, 15_000, 200_000),
    "price": _span(0, 1, 500_000, 4_000_000),
    "payout": _span(0, 1, 500_000),
    "currency": st.sampled_from(("CHF", "EUR", "USD")),
    "hung_up_by": _some("caller", "platform"),
    "attempt_outcomes": _some(*AttemptOutcome, ""),
    "agents": _some("", "Anna"),
    "campaigns": _some("", "Spring"),
}
FILTERS = (
    st.lists(st.sampled_from(list(_CONDITIONS)), max_size=2, unique=True)
    .flatmap(lambda names: st.fixed_dictionaries({name: _CONDITIONS[name] for name in names}))
    .map(lambda conditions: CallFilter(**conditions))
)
SCOPES = st.sampled_from(
    (PLATFORM, of_account(1), of_account(2), Scope(accounts=frozenset({1, 3})), Scope(accounts=frozenset()))
)


STORES: Mapping[str, Callable[[], Store]] = {"duckdb": lambda: DuckDbStore(None, ZONE), "clickhouse": clickhouse_store}


class Kept:
    """A store, and the history that is in it; no dataclass, of which Hypothesis would write out every call."""

    def __init__(self, store: Store, calls: tuple[CallOfRecord, ...]) -> None:
        self.store = store
        self.calls = calls

    def __repr__(self) -> str:
        return f"a {type(self.store).__name__} of {len(self.calls)} calls"


def filled(*, kind: str) -> Kept:
    """A store of a kind, written batch by batch."""
    store = STORES[kind]()
    for batch in HISTORY.batches:
        store.append(calls=batch, sequence=max(call.sequence for call in batch))
    return Kept(store, HISTORY.calls)


def wanted_of(*, calls: slowly.Calls, scope: Scope, wanted: CallFilter) -> list[CallOfRecord]:
    """The calls that a scope sees and a filter lets through."""
    return [call for call in slowly.seen(calls, scope) if slowly.fits(call, wanted, calls)]
