"""The conditions of branches as JSON documents, and back; what values each kind takes stands here."""

from collections.abc import Mapping
from typing import Any

from smartnumbers.core.numbering.areas import REGIONS
from smartnumbers.core.routing.documents import one_of, optional, refuse, texts
from smartnumbers.core.routing.treatments import Condition, ConditionKind

LINES = ("fixed", "mobile")
KNOWN_DAYS = range(1, 91)
"""What is remembered of callers reaches back so many days."""

SHARES = range(101)
VALUES_MAXIMUM = 60


def condition_document(condition: Condition) -> dict[str, Any]:
    """The document of a condition."""
    return {"kind": condition.kind.value, "values": list(condition.values), "negated": condition.negated}


def parse_condition(source: Any, place: str, lists: Mapping[str, Any]) -> Condition:
    """The condition of a document. Raises PlanInvalid."""
    kind = one_of(source, "kind", ConditionKind, place)
    values = texts(source, "values", place, most=VALUES_MAXIMUM)
    least, most = _HOW_MANY.get(kind, (1, VALUES_MAXIMUM))
    if not least <= len(values) <= most:
        raise refuse(place=f"{place}values", reason="missing" if len(values) < least else "too-many")
    for index, value in enumerate(values):
        if not _fits(kind, value, lists):
            raise refuse(place=f"{place}values[{index}]", reason="unknown")
    return Condition(kind=kind, values=values, negated=bool(optional(source, "negated", bool, place)))


_HOW_MANY = {ConditionKind.WITHHELD: (0, 0), ConditionKind.KNOWN: (0, 1), ConditionKind.SHARE: (1, 1)}


def _fits(kind: ConditionKind, value: str, lists: Mapping[str, Any]) -> bool:
    match kind:
        case ConditionKind.REGION:
            return value in REGIONS
        case ConditionKind.LINE:
            return value in LINES
        case ConditionKind.COUNTRY:
            return is_country(value)
        case ConditionKind.LIST:
            return value in lists
        case ConditionKind.KNOWN:
            return _whole(value) in KNOWN_DAYS
        case ConditionKind.SHARE:
            return _whole(value) in SHARES
        case ConditionKind.WITHHELD:
            return False


def is_country(value: str) -> bool:
    """Whether a text has the form of an ISO 3166 code of a country."""
    return len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()


def _whole(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 3 else -1
