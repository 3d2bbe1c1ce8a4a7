"""Plans as JSON documents, and back: what drafts keep, the editor posts, and profiles carry.

A plan's document names destinations and lists of callers by their ids; what these are stands beside it. Treatments are
named by ids too, and may be missing: a draft is readable before it is right, and `check` says what is wrong with it.
What has no meaning at all is refused with its place.
"""

from collections.abc import Mapping
from functools import lru_cache
from sys import intern
from typing import Any

from smartnumbers.core.routing.conditiondocuments import is_country
from smartnumbers.core.routing.documents import (
    NAME_LENGTH,
    PlanInvalid,
    count,
    each,
    one_of,
    optional,
    refuse,
    take,
    text,
    texts,
)
from smartnumbers.core.routing.localclock import is_zone
from smartnumbers.core.routing.plan import (
    CallerList,
    CallLimit,
    Display,
    DisplayRule,
    Plan,
    Screening,
)
from smartnumbers.core.routing.ruledocuments import (
    parse_exception,
    parse_holidays,
    parse_special_day,
    parse_window,
    rule_documents,
)
from smartnumbers.core.routing.treatmentdocuments import (
    ID_LENGTH,
    message_document,
    parse_message,
    parse_treatment,
    reference,
    treatment_document,
)

__all__ = ["PlanInvalid", "list_document", "parse_plan", "plan_document"]

WINDOWS_MAXIMUM = 500
TREATMENTS_MAXIMUM = 100
EXCEPTIONS_MAXIMUM = 200
SPECIAL_DAYS_MAXIMUM = 100
LISTS_MAXIMUM = 50
COUNTRIES_MAXIMUM = 250
CALLS = range(1, 10_001)
SECONDS = range(1, 90 * 86_400 + 1)
_SHARED = 1 << 16


def plan_document(plan: Plan) -> dict[str, Any]:
    """The document of a plan; `parse_plan` gives it back."""
    display = plan.display
    return {
        "zone": plan.zone,
        "treatments": {key: treatment_document(treatment) for key, treatment in plan.treatments.items()},
        "otherwise": plan.otherwise,
        **rule_documents(plan),
        "screening": _screening_document(plan.screening),
        "greeting": None if plan.greeting is None else message_document(plan.greeting),
        "display": {"mode": display.mode.value, "fixed_number": display.fixed_number, "prefix": display.prefix},
    }


def _screening_document(screening: Screening) -> dict[str, Any]:
    limit = screening.limit
    return {
        "welcome": list(screening.welcome),
        "only_welcome": screening.only_welcome,
        "withheld": screening.withheld,
        "countries": sorted(screening.countries),
        "limit": None if limit is None else {"calls": limit.calls, "seconds": limit.seconds},
        "key_test": screening.key_test,
        "tested_once": screening.tested_once,
        "reports": screening.reports,
    }


def list_document(callers: CallerList) -> dict[str, Any]:
    """The document of a list of callers, as it stands beside a plan."""
    written = [*sorted(callers.numbers), *(f"{prefix}*" for prefix in callers.prefixes)]
    return {"name": callers.name, "callers": written}


def parse_plan(source: Any, *, destinations: Mapping[str, Any], lists: Mapping[str, Any], place: str = "") -> Plan:
    """The plan of a document; `destinations` and `lists` say what its ids mean.

    Raises PlanInvalid, naming the place (behind `place`) and the reason.
    """
    zone = take(source, "zone", str, place)
    if not is_zone(zone):
        raise refuse(place=f"{place}zone", reason="unknown")
    return Plan(
        zone=intern(zone),
        treatments=_treatments(source, place, destinations, lists),
        week=each(source, "week", place, parse_window, most=WINDOWS_MAXIMUM),
        otherwise=None if optional(source, "otherwise", str, place) is None else reference(source, "otherwise", place),
        holidays=parse_holidays(source, place),
        special_days=each(source, "special_days", place, parse_special_day, most=SPECIAL_DAYS_MAXIMUM),
        exceptions=each(source, "exceptions", place, parse_exception, most=EXCEPTIONS_MAXIMUM),
        screening=_screening(take(source, "screening", dict, place), f"{place}screening.", lists),
        greeting=_greeting(source, place),
        display=_display(take(source, "display", dict, place), f"{place}display."),
        lists={list_id: _list(list_id, lists[list_id], f"lists.{list_id}.") for list_id in lists},
    )


def _treatments(source: Any, place: str, destinations: Mapping[str, Any], lists: Mapping[str, Any]) -> dict[str, Any]:
    written = take(source, "treatments", dict, place)
    if len(written) > TREATMENTS_MAXIMUM:
        raise refuse(place=f"{place}treatments", reason="too-many")
    found = {}
    for key, item in written.items():
        inner = f"{place}treatments.{key}"
        if not 0 < len(key) <= ID_LENGTH or not key.replace("-", "").replace("_", "").isalnum() or not key.isascii():
            raise refuse(place=inner, reason="not-an-id")
        treatment = parse_treatment(key, item, f"{inner}.", destinations=destinations, lists=lists)
        found[treatment.treatment_id] = treatment
    return found


def _screening(source: Any, place: str, lists: Mapping[str, Any]) -> Screening:
    welcome = texts(source, "welcome", place, most=LISTS_MAXIMUM)
    countries = texts(source, "countries", place, most=COUNTRIES_MAXIMUM)
    for key, values, known in (("welcome", welcome, lists.__contains__), ("countries", countries, is_country)):
        for index, value in enumerate(values):
            if not known(value):
                raise refuse(place=f"{place}{key}[{index}]", reason="unknown")
    return _shared_screening(
        welcome,
        take(source, "only_welcome", bool, place),
        take(source, "withheld", bool, place),
        frozenset(countries),
        _limit(source, place),
        take(source, "key_test", bool, place),
        take(source, "tested_once", bool, place),
        bool(optional(source, "reports", bool, place)),
    )


_shared_screening = lru_cache(maxsize=_SHARED)(Screening)


def _limit(source: Any, place: str) -> CallLimit | None:
    written = optional(source, "limit", dict, place)
    if written is None:
        return None
    place = f"{place}limit."
    return CallLimit(
        calls=count(written, "calls", place, least=CALLS[0], most=CALLS[-1]),
        seconds=count(written, "seconds", place, least=SECONDS[0], most=SECONDS[-1]),
    )


def _greeting(source: Any, place: str) -> Any:
    written = optional(source, "greeting", dict, place)
    return None if written is None else parse_message(written, f"{place}greeting.")


def _display(source: Any, place: str) -> DisplayRule:
    return _shared_display(
        one_of(source, "mode", Display, place), text(source, "fixed_number", place), text(source, "prefix", place)
    )


_shared_display = lru_cache(maxsize=_SHARED)(DisplayRule)


def _list(list_id: str, source: Any, place: str) -> CallerList:
    callers = take(source, "callers", list, place)
    if not all(isinstance(caller, str) for caller in callers):
        raise refuse(place=f"{place}callers", reason="wrong-kind")
    return _shared_list(list_id, text(source, "name", place, most=NAME_LENGTH), tuple(callers))


@lru_cache(maxsize=1024)
def _shared_list(list_id: str, name: str, callers: tuple[str, ...]) -> CallerList:
    """Many numbers of a holder use the same list, which may be long."""
    return CallerList(
        list_id=list_id,
        name=name,
        numbers=frozenset(caller for caller in callers if not caller.endswith("*")),
        prefixes=tuple(sorted(caller[:-1] for caller in callers if caller.endswith("*"))),
    )
