"""The revisions of a number in words: what each changed about the one before, who did it, and what they said of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from smartnumbers.apps.plans.models import PublishedProfile
from smartnumbers.apps.plans.wording import CHANGES
from smartnumbers.core.foundation.instants import from_datetime, to_datetime
from smartnumbers.core.routing.plan import PlanSchedule
from smartnumbers.core.routing.profile import Profile, ProfileInvalid, parse
from smartnumbers.portal.numbers.comparing import differences

CHANGES_SHOWN = 8
"""More changes than these are counted: a plan that was replaced whole has dozens."""


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One line of the history: what changed as a whole and in detail, and whether it is the one in force."""

    published: PublishedProfile
    change: str
    details: Sequence[str]
    more: int
    readable: bool
    newest: bool


def revision_lines(rows: Sequence[PublishedProfile]) -> list[RevisionLine]:
    """The lines of some publications, the newest first; the last has none before it to be compared with."""
    profiles = [_profile(row) for row in rows]
    older = [*profiles[1:], None]
    return [
        _line(row, profile, before, newest=index == 0)
        for index, (row, profile, before) in enumerate(zip(rows, profiles, older, strict=True))
    ]


def _profile(row: PublishedProfile) -> Profile | None:
    try:
        return parse(row.document)
    except ProfileInvalid:
        return None


def _line(row: PublishedProfile, profile: Profile | None, before: Profile | None, *, newest: bool) -> RevisionLine:
    details = [] if profile is None or before is None else list(_details(row, before, profile))
    return RevisionLine(
        published=row,
        change=str(CHANGES.get(row.change, row.change)),
        details=details[:CHANGES_SHOWN],
        more=max(0, len(details) - CHANGES_SHOWN),
        readable=profile is not None,
        newest=newest,
    )


def _details(row: PublishedProfile, before: Profile, after: Profile) -> Iterator[str]:
    at = from_datetime(row.published_at)
    yield from (one.words for one in differences(old=before.plan_at(at).plan, new=after.plan_at(at).plan))
    old, new = _settled(before.plans), _settled(after.plans)
    for name, begins in sorted(new - old, key=lambda item: item[1]):
        yield _("“%(name)s” is settled for %(when)s") % {"name": name, "when": _when(begins)}
    for name, begins in sorted(old - new, key=lambda item: item[1]):
        if begins > at:
            yield _("“%(name)s” of %(when)s is cancelled") % {"name": name, "when": _when(begins)}
    if before.in_service != after.in_service:
        yield _("The number is in service") if after.in_service else _("The number is out of service")


def _settled(plans: PlanSchedule) -> set[tuple[str, int]]:
    dated = {(one.name, one.valid_from) for one in plans.dated if one.valid_from is not None}
    return dated | {(one.name, one.begins) for one in plans.temporary}


def _when(instant: int) -> str:
    return date_format(localtime(to_datetime(instant)), "SHORT_DATETIME_FORMAT")
