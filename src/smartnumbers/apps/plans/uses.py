"""Which plans use a destination or a list of callers: those in force or settled, and drafts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.documents import destination_ids, list_ids
from smartnumbers.apps.plans.models import Draft
from smartnumbers.apps.plans.timetable import with_scheduled


class UsedBy(StrEnum):
    """What kind of plan uses something."""

    IN_FORCE = "in-force"
    SCHEDULED = "scheduled"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Use:
    """One plan that uses something; `name` is that of a scheduled change."""

    number: ServiceNumber
    by: UsedBy
    name: str = ""


def uses_of_destinations(*, account_id: int, at: datetime) -> Mapping[str, list[Use]]:
    """The uses of each destination of an account that has any, by its id."""
    return _uses(account_id, at, destination_ids)


def uses_of_lists(*, account_id: int, at: datetime) -> Mapping[str, list[Use]]:
    """The uses of each list of callers of an account that has any, by its id."""
    return _uses(account_id, at, list_ids)


def _uses(
    account_id: int, at: datetime, named: Callable[[Iterable[Mapping[str, Any]]], frozenset[str]]
) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = {}

    def note(document: Mapping[str, Any], use: Use) -> None:
        for one in named([document]):
            found.setdefault(one, []).append(use)

    numbers = ServiceNumber.objects.filter(account_id=account_id).order_by("number")
    drafts = {draft.number_id: draft for draft in Draft.objects.filter(number__account_id=account_id)}
    for settings, scheduled in with_scheduled(numbers=list(numbers), at=at):
        number = settings.number
        note(settings.plan, Use(number, UsedBy.IN_FORCE))
        for row in scheduled:
            note(row.document, Use(number, UsedBy.SCHEDULED, row.name))
        if number.pk in drafts:
            note(drafts[number.pk].document, Use(number, UsedBy.DRAFT))
    return found
