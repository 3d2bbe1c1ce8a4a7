"""Questions about what a number does. Each takes a number that was found through an access (`numbers.queries`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import RevisionUnknown
from smartnumbers.apps.plans.models import BlacklistEntry, BlockedKind, PublishedProfile, RoutingSettings
from smartnumbers.apps.plans.named import named_in
from smartnumbers.apps.plans.ringing import Now, Ringing, now
from smartnumbers.apps.plans.timetable import in_force, with_scheduled
from smartnumbers.core.routing.profile import Profile, parse


def routing(*, access: Access, number: ServiceNumber) -> RoutingSettings:
    """A number's settings and revisions. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    return RoutingSettings.objects.get(number=number)


def chain(*, access: Access, number: ServiceNumber, at: datetime) -> Sequence[Ringing]:
    """The destinations that calls go to first at an instant, in their order. Raises PermissionMissing."""
    return standings(access=access, numbers=[number], at=at)[number.pk].chain


def standings(*, access: Access, numbers: Sequence[ServiceNumber], at: datetime) -> Mapping[int, Now]:
    """What several numbers do with calls at an instant, by the number's id: for lists. Raises PermissionMissing."""
    for number in numbers:
        access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    by_account: dict[int, dict[int, Mapping[str, Any]]] = {}
    for settings, scheduled in with_scheduled(numbers=numbers, at=at):
        document = in_force(settings=settings, scheduled=scheduled, at=at).document
        by_account.setdefault(settings.number.account_id, {})[settings.number_id] = document
    found: dict[int, Now] = {}
    for account_id, documents in by_account.items():
        named = named_in(account_id=account_id, documents=documents.values())
        found |= {pk: now(named=named, document=document, at=at) for pk, document in documents.items()}
    return found


def blacklist(*, access: Access, number: ServiceNumber) -> Sequence[BlacklistEntry]:
    """A number's blocked callers, the newest first. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    return list(BlacklistEntry.objects.filter(number=number).order_by("-created_at", "-id"))


def blocks_of_caller(
    *, access: Access, numbers: Sequence[ServiceNumber], caller: str, at: datetime
) -> Mapping[int, BlacklistEntry]:
    """The entries that turn this caller (canonical number) away at an instant, by the number's id.

    Raises PermissionMissing.
    """
    for number in numbers:
        access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    found = BlacklistEntry.objects.filter(number__in=numbers, kind=BlockedKind.NUMBER, value=caller)
    return {entry.number_id: entry for entry in found if entry.until is None or entry.until > at}


def blocked_count(*, access: Access, number: ServiceNumber) -> int:
    """How many callers a number has blocked. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    return BlacklistEntry.objects.filter(number=number).count()


def history(*, access: Access, number: ServiceNumber, limit: int = 50) -> Sequence[PublishedProfile]:
    """What was published for a number, the newest first. Raises PermissionMissing."""
    access.require_in(Permission.SEE_HISTORY, account_id=number.account_id)
    return list(PublishedProfile.objects.filter(number=number.number).order_by("-sequence")[:limit])


def published(*, access: Access, number: ServiceNumber, revision: int | None = None) -> Profile:
    """The profile of a revision, by default of the one in force: what the switch reads.

    Raises PermissionMissing, RevisionUnknown, or ProfileInvalid for a document that was damaged in the database.
    """
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    found = PublishedProfile.objects.filter(number=number.number)
    if revision is not None:
        found = found.filter(revision=revision)
    row = found.order_by("-sequence").first()
    if row is None:
        raise RevisionUnknown(f"{number} has no revision {revision or ''}", parameters={"revision": revision or 0})
    return parse(row.document)
