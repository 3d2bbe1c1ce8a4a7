"""Plans, callers and circumstances for properties: small, so that rules meet and overlap, and of every kind."""

from datetime import date
from typing import Any
from zlib import crc32

from hypothesis import strategies as st

from smartnumbers.core.routing.decision import Caller, Presentation
from smartnumbers.core.routing.profile import FORMAT, Profile, parse
from smartnumbers.core.routing.treatments import MoveOn, Strategy

NUMBER = "+41800123789"
PREMIUM = "+41900123456"
OTHER = "+41800555111"
ZONES = ("Europe/Zurich", "Europe/Paris", "America/St_Johns", "UTC")
IDS = ("a", "b", "c", "d")
LISTS = {"vip": {"name": "VIP", "callers": ["+41791112233", "+4144*"]}, "empty": {"name": "", "callers": []}}
DESTINATIONS = {
    name: {"name": name.title(), "kind": "telephone", "address": f"+4144512380{index}", "limit": None, "paused": paused}
    for index, (name, paused) in enumerate((("reception", False), ("beat", False), ("gone", True)))
}
FIRST, LAST = 1_767_225_600_000, 1_798_761_600_000
"""2026, in UTC."""

instants = st.integers(FIRST, LAST)
callers = st.builds(
    Caller,
    st.sampled_from(
        ["", "+41791112233", "+41445556677", "+33142685300", "+41901123456", "+14165550123", "FR:3615", "x"]
    ),
    st.sampled_from(list(Presentation)),
)
ids = st.sampled_from(IDS)
_reached = st.sampled_from([*IDS, "missing"])
_texts = st.sampled_from(["", "Zu.", "{hours}", "{price} {hours}"])
_messages = st.fixed_dictionaries(
    {
        "texts": st.dictionaries(st.sampled_from(["de", "fr"]), _texts),
        "languages": st.lists(st.sampled_from(["de", "fr", "it", "en"]), unique=True, max_size=2),
        "recording": st.sampled_from([None, "f00d"]),
    }
)
_entries = st.fixed_dictionaries(
    {
        "destination": st.sampled_from(list(DESTINATIONS)),
        "ring_seconds": st.integers(3, 180),
        "moves_on": st.lists(st.sampled_from([one.value for one in MoveOn]), unique=True).map(sorted),
        "weight": st.integers(1, 100),
    }
)
_conditions = st.one_of(
    *(
        st.fixed_dictionaries({"kind": st.just(kind), "values": values, "negated": st.booleans()})
        for kind, values in (
            ("region", st.lists(st.sampled_from(["ch-044", "ch-de", "fr-01"]), min_size=1, max_size=2)),
            ("line", st.lists(st.sampled_from(["fixed", "mobile"]), min_size=1)),
            ("country", st.lists(st.sampled_from(["CH", "FR", "US"]), min_size=1)),
            ("withheld", st.just([])),
            ("known", st.sampled_from([[], ["1"], ["90"]])),
            ("list", st.lists(st.sampled_from(list(LISTS)), min_size=1)),
            ("share", st.sampled_from([["0"], ["50"], ["100"]])),
        )
    )
)
_arms = st.fixed_dictionaries({"when": st.lists(_conditions, max_size=2), "then": _reached})
_named = {"name": st.sampled_from(["", "Office", "Closed"])}
_treatments = st.one_of(
    st.fixed_dictionaries(
        {
            **_named,
            "kind": st.just("chain"),
            "strategy": st.sampled_from([one.value for one in Strategy]),
            "entries": st.lists(_entries, max_size=3),
            "then": st.none() | _reached,
        }
    ),
    st.fixed_dictionaries({**_named, "kind": st.just("announcement"), "message": _messages}),
    st.fixed_dictionaries(
        {
            **_named,
            "kind": st.just("voicemail"),
            "message": _messages,
            "email": st.just("box@alpina.example"),
            "max_seconds": st.integers(5, 600),
        }
    ),
    st.fixed_dictionaries({**_named, "kind": st.just("flow"), "flow": st.just("menu"), "otherwise": _reached}),
    st.fixed_dictionaries(
        {**_named, "kind": st.just("number"), "number": st.sampled_from([NUMBER, OTHER, "+41800000000"])}
    ),
    st.fixed_dictionaries(
        {**_named, "kind": st.just("branches"), "arms": st.lists(_arms, max_size=3), "otherwise": _reached}
    ),
)


def _span(pair: tuple[int, int]) -> dict[str, int]:
    first, second = sorted(pair)
    return {"start": 15 * first, "end": 15 * (second + 1)}


_spans = st.tuples(st.integers(0, 95), st.integers(0, 95)).map(_span)
_windows = st.builds(
    lambda day, span, treatment: {"day": day, **span, "treatment": treatment}, st.integers(0, 6), _spans, ids
)
_special_days = st.builds(
    lambda date, span, treatment: {"name": "", "month": date[0], "day": date[1], **span, "treatment": treatment},
    st.sampled_from([(1, 1), (2, 29), (8, 1), (10, 25)]),
    _spans,
    ids,
)
_moments = st.builds(
    lambda day, quarter: f"{day.isoformat()}T{quarter // 4:02}:{quarter % 4 * 15:02}",
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 95),
)


def _period(times: list[str], treatment: str) -> dict[str, Any]:
    begins, ends = sorted(times)
    return {"name": "", "begins": begins, "ends": ends, "treatment": treatment}


_exceptions = st.builds(_period, st.lists(_moments, min_size=2, max_size=2, unique=True), ids)
_holidays = st.none() | st.fixed_dictionaries(
    {
        "region": st.sampled_from(["CH", "CH-ZH", "FR-67", "FR-75"]),
        "treatment": ids,
        "worked": st.sampled_from([[], ["Christmas Day", "National Day"]]),
    }
)
_screenings = st.fixed_dictionaries(
    {
        "welcome": st.sampled_from([[], ["vip"]]),
        "only_welcome": st.sampled_from([False, False, False, True]),
        "withheld": st.booleans(),
        "countries": st.sampled_from([[], ["FR"]]),
        "limit": st.none() | st.just({"calls": 2, "seconds": 3600}),
        "key_test": st.booleans(),
        "tested_once": st.booleans(),
        "reports": st.booleans(),
    }
)
_displays = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(["caller", "service-number", "fixed-number", "withheld", "caller-and-name"]),
        "fixed_number": st.sampled_from(["", "+41445123800", PREMIUM, "+33899123456", "0900123456"]),
        "prefix": st.sampled_from(["", "Alpina"]),
    }
)
plan_documents = st.fixed_dictionaries(
    {
        "zone": st.sampled_from(ZONES),
        "treatments": st.fixed_dictionaries(dict.fromkeys(IDS, _treatments)),
        "week": st.lists(_windows, max_size=12),
        "otherwise": st.none() | ids,
        "holidays": _holidays,
        "special_days": st.lists(_special_days, max_size=2),
        "exceptions": st.lists(_exceptions, max_size=2),
        "screening": _screenings,
        "greeting": st.none() | _messages,
        "display": _displays,
    }
)
_blocked = st.sampled_from(
    [
        {"kind": "number", "value": "+41791112233", "until": None},
        {"kind": "prefix", "value": "+4179", "until": (FIRST + LAST) // 2},
        {"kind": "country", "value": "FR", "until": None},
        {"kind": "withheld", "value": "", "until": None},
    ]
)


def _profile_document(number: str, plans: list[Any], later: list[int], blacklist: list[Any]) -> dict[str, Any]:
    dated = zip([None, *sorted(later)], plans, strict=False)
    return {
        "format": FORMAT,
        "number": number,
        "account": "alpina",
        "revision": 1,
        "in_service": True,
        "limits": {"setups_per_second": None, "simultaneous": None},
        "plans": {
            "destinations": DESTINATIONS,
            "lists": LISTS,
            "dated": [{"valid_from": valid_from, "name": "", "plan": plan} for valid_from, plan in dated],
            "temporary": [],
        },
        "blacklist": blacklist,
        "charging": None,
    }


profile_documents = st.builds(
    _profile_document,
    st.sampled_from([NUMBER, PREMIUM, "FR:3615"]),
    st.lists(plan_documents, min_size=1, max_size=2),
    st.lists(instants, min_size=1, max_size=1),
    st.lists(_blocked, max_size=2),
)
profiles: st.SearchStrategy[Profile] = profile_documents.map(parse)


class Arbitrary:
    """Circumstances that say anything, always the same about the same thing."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def _any(self, *words: object) -> int:
        return crc32(repr((self._seed, *words)).encode()) % 4

    def calls_since(self, *, number: str, caller: str, since: int) -> int:
        """Some calls."""
        return self._any(number, caller, since)

    def passed_test_since(self, *, number: str, caller: str, since: int) -> bool:
        """Perhaps."""
        return self._any(number, caller, since) > 1

    def reported_until(self, *, number: str, caller: str) -> int | None:
        """Perhaps, at any time."""
        return [None, None, FIRST, LAST][self._any(number, caller)]

    def turn(self, *, number: str, treatment_id: str) -> int:
        """Any turn."""
        return self._any(number, treatment_id)

    def idle_since(self, *, destination: str) -> int:
        """Any instant."""
        return self._any(destination)


circumstances = st.builds(Arbitrary, st.integers(0, 1000))
