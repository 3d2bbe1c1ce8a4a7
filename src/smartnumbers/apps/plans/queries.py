"""Questions about what a number does. Each takes a number that was found through an access (`numbers.queries`)."""

from collections.abc import Mapping, Sequence

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import RevisionUnknown
from smartnumbers.apps.plans.models import BlacklistEntry, ChainEntry, PublishedProfile, RoutingSettings
from smartnumbers.core.routing.profile import Profile, parse


def routing(*, access: Access, number: ServiceNumber) -> RoutingSettings:
    """A number's settings and revisions. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    return RoutingSettings.objects.get(number=number)


def chain(*, access: Access, number: ServiceNumber) -> Sequence[ChainEntry]:
    """A number's destinations in their order. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    return list(ChainEntry.objects.filter(number=number).order_by("position"))


def chains(*, access: Access, numbers: Sequence[ServiceNumber]) -> Mapping[int, Sequence[ChainEntry]]:
    """The destinations of several numbers, by the number's id: for lists. Raises PermissionMissing."""
    for number in numbers:
        access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    found: dict[int, list[ChainEntry]] = {number.pk: [] for number in numbers}
    for entry in ChainEntry.objects.filter(number__in=numbers).order_by("number_id", "position"):
        found[entry.number_id].append(entry)
    return found


def blacklist(*, access: Access, number: ServiceNumber) -> Sequence[BlacklistEntry]:
    """A number's blocked callers, the newest first. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    return list(BlacklistEntry.objects.filter(number=number).order_by("-created_at", "-id"))


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
