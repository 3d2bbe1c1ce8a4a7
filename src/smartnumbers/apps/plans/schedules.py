"""Which version of which tariff a number has when: its assignments and the versions of their tariffs, in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import NumberSet, RoutingSettings, TariffAssignment
from smartnumbers.apps.tariffbooks.models import TariffVersionRow
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.tariffs.charging import ChargingPlan, Dated
from smartnumbers.core.tariffs.tariffset import TariffSet


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A version and the instant from which a number has it, until the next one of the schedule."""

    valid_from: datetime
    row: TariffVersionRow
    assignment: TariffAssignment


def schedule(*, number: ServiceNumber) -> Sequence[Scheduled]:
    """All versions a number had, has and will have as far as is settled, in their order; no two begin together."""
    assignments = list(TariffAssignment.objects.filter(number=number).select_related("book").order_by("valid_from"))
    versions: dict[int, list[TariffVersionRow]] = {}
    rows = TariffVersionRow.objects.filter(book__in={item.book_id for item in assignments}, withdrawn_at=None)
    for row in rows.select_related("book").order_by("valid_from", "version"):
        versions.setdefault(row.book_id, []).append(row)
    found: dict[datetime, Scheduled] = {}
    ends = [*(item.valid_from for item in assignments[1:]), None]
    for assignment, end in zip(assignments, ends, strict=False):
        for row in versions.get(assignment.book_id, ()):
            begin = max(row.valid_from, assignment.valid_from)
            if end is None or begin < end:
                # Of several that begin together (all that are older than the assignment), the last is in force.
                found[begin] = Scheduled(begin, row, assignment)
    return [found[begin] for begin in sorted(found)]


def in_force(*, scheduled: Sequence[Scheduled], at: datetime) -> Scheduled | None:
    """What holds at an instant, None where nothing does yet."""
    begun = [item for item in scheduled if item.valid_from <= at]
    return begun[-1] if begun else None


def ahead(*, scheduled: Sequence[Scheduled], at: datetime) -> Sequence[Scheduled]:
    """What holds at an instant, and everything that comes after it."""
    now = in_force(scheduled=scheduled, at=at)
    return [item for item in scheduled if item is now or item.valid_from > at]


def version_name(row: TariffVersionRow) -> str:
    """A version as records and recordings name it: the tariff's code and the version's number."""
    return f"{row.book.code}/{row.version}"


def recording_in_use(*, settings: RoutingSettings, scheduled: Sequence[Scheduled], at: datetime) -> str | None:
    """The own announcement of a number, as long as it says the price of every call that may come: else speech does."""
    names = {version_name(item.row) for item in ahead(scheduled=scheduled, at=at)}
    return settings.recording if settings.recording and names == {settings.recorded_for} else None


def charging_plan(*, settings: RoutingSettings, at: datetime) -> ChargingPlan | None:
    """What the profile says of money from an instant on; None for a number without a tariff."""
    number = settings.number
    scheduled = schedule(number=number)
    dated = tuple(
        Dated(valid_from=from_datetime(item.valid_from), version=item.row.terms)
        for item in ahead(scheduled=scheduled, at=at)
    )
    if not dated:
        return None
    chosen = NumberSet.objects.filter(number=number).first()
    return ChargingPlan(
        class_code=number.class_code,
        family=number.known_family,
        language=settings.spoken_language,
        schedule=dated,
        tariff_set=TariffSet() if chosen is None else chosen.contents,
        keys=settings.keys,
        recording=recording_in_use(settings=settings, scheduled=scheduled, at=at),
    )
