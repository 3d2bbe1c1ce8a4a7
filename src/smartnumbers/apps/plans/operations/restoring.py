"""Going back: what was published before is published again, as a new revision."""

from datetime import datetime

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import NothingToUndo, RevisionUnknown
from smartnumbers.apps.plans.models import BlacklistEntry, ChainEntry, PublishedProfile, RoutingSettings
from smartnumbers.apps.plans.operations.chain import replace_chain
from smartnumbers.apps.plans.operations.publishing import lock, publish, refuse_conflict
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.routing.profile import Profile, parse

HOLDERS_CHANGES = frozenset({"chain", "blacklist", "display", "restored"})


def undo(*, access: Access, number: ServiceNumber, revision: int, at: datetime) -> PublishedProfile:
    """Take back the change that was published as `revision`, which must be the newest.

    Raises PermissionMissing, RevisionConflict where something was published since, and NothingToUndo where there is
    nothing before it or the change was the operator's.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    with transaction.atomic():
        settings = lock(number=number)
        refuse_conflict(settings=settings, last_change=settings.revision, expected=revision)
        undone = _revision(number, revision)
        if undone.change not in HOLDERS_CHANGES or revision < 2:
            raise NothingToUndo(f"Revision {revision} of {number} cannot be taken back.")
        return _restore(access, settings, _revision(number, revision - 1), at)


def restore_revision(
    *, access: Access, number: ServiceNumber, revision: int, expected_revision: int | None, at: datetime
) -> PublishedProfile:
    """Put the chain, blacklist and display of an older revision in force again.

    What the operator decides stays as it is: whether the number is in service, and its limits. So do prices: an old
    one comes back as a tariff from a date on, never by the way. `expected_revision` as in `change_chain`, but for any
    change since. Raises PermissionMissing, RevisionConflict or RevisionUnknown.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    with transaction.atomic():
        settings = lock(number=number)
        refuse_conflict(settings=settings, last_change=settings.revision, expected=expected_revision)
        return _restore(access, settings, _revision(number, revision), at)


def _revision(number: ServiceNumber, revision: int) -> PublishedProfile:
    found = PublishedProfile.objects.filter(number=number.number, revision=revision).first()
    if found is None:
        raise RevisionUnknown(f"{number} has no revision {revision}", parameters={"revision": revision})
    return found


def _restore(access: Access, settings: RoutingSettings, source: PublishedProfile, at: datetime) -> PublishedProfile:
    profile = parse(source.document)
    replace_chain(
        number=settings.number,
        entries=[
            ChainEntry(
                kind=entry.destination.kind,
                address=entry.destination.address,
                name=entry.name,
                ring_seconds=entry.ring_seconds,
            )
            for entry in profile.chain
        ],
    )
    _restore_blacklist(settings.number, profile, source)
    settings.display = profile.display.value
    return publish(access=access, settings=settings, change="restored", data={"restored": source.revision}, at=at)


def _restore_blacklist(number: ServiceNumber, profile: Profile, source: PublishedProfile) -> None:
    BlacklistEntry.objects.filter(number=number).delete()
    BlacklistEntry.objects.bulk_create(
        BlacklistEntry(
            number=number,
            caller=entry.caller,
            until=None if entry.until is None else to_datetime(entry.until),
            note=source.remarks[entry.caller]["note"],
            visibility=source.remarks[entry.caller]["visibility"],
            created_at=datetime.fromisoformat(source.remarks[entry.caller]["created_at"]),
            created_by=source.remarks[entry.caller]["created_by"],
        )
        for entry in profile.blacklist.values()
    )
