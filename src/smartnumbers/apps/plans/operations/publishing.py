"""From the rows that are edited to the profile that the switch reads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import RevisionConflict
from smartnumbers.apps.plans.models import (
    BlacklistEntry,
    ChainEntry,
    PublicationSequence,
    PublishedProfile,
    RoutingSettings,
)
from smartnumbers.apps.plans.schedules import charging_plan
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing import profile
from smartnumbers.core.routing.destinations import parse_destination


def lock(*, number: ServiceNumber) -> RoutingSettings:
    """A number's settings with the number itself, fresh, held against other changes until the transaction ends.

    Both rows are locked, not the settings alone: PostgreSQL re-reads after the wait only what it locks, and a stale
    `in_service` would be published.
    """
    found = RoutingSettings.objects.select_for_update(of=("self", "number")).select_related("number__account")
    return found.get(number_id=number.pk)


def refuse_conflict(*, settings: RoutingSettings, last_change: int, expected: int | None) -> None:
    """Raise RevisionConflict if `last_change` is newer than the revision the person had before their eyes."""
    if expected is None or last_change <= expected:
        return
    newest = PublishedProfile.objects.filter(number=settings.number.number, revision=last_change).first()
    raise RevisionConflict(
        f"{settings.number} was changed meanwhile: revision {last_change} is newer than {expected}",
        parameters={
            "revision": settings.revision,
            "by": newest.published_by if newest else "",
            "at": newest.published_at if newest else None,
        },
    )


def publish(
    *, access: Access, settings: RoutingSettings, change: str, data: Mapping[str, Any], at: datetime
) -> PublishedProfile:
    """Put a number's rows in force as its next revision; `settings` come from `lock` in the same transaction.

    `change` says what was changed ("chain", "blacklist", …), `data` what the audit trail is to keep of it.
    """
    number = settings.number
    settings.revision += 1
    if change in ("chain", "restored"):
        settings.chain_revision = settings.revision
    settings.save()
    blacklist = list(BlacklistEntry.objects.filter(number=number))
    published = PublishedProfile.objects.create(
        sequence=_next_sequence(),
        number=number.number,
        revision=settings.revision,
        document=profile.document(_profile(settings, blacklist, at)),
        remarks={entry.caller: _remark(entry) for entry in blacklist},
        change=change,
        published_at=at,
        published_by=access.actor.label,
    )
    write_entry(
        at=at,
        actor=access.actor,
        account_id=number.account_id,
        action=f"plans.{change}.changed",
        object_kind="number",
        object_id=number.number,
        data={**data, "revision": settings.revision},
    )
    return published


def _profile(settings: RoutingSettings, blacklist: list[BlacklistEntry], at: datetime) -> profile.Profile:
    number = settings.number
    return profile.Profile(
        number=number.number,
        account=str(number.account_id),
        revision=settings.revision,
        in_service=number.in_service,
        chain=tuple(
            profile.ChainEntry(parse_destination(entry.address), entry.name, entry.ring_seconds)
            for entry in ChainEntry.objects.filter(number=number).order_by("position")
        ),
        blacklist={
            entry.caller: profile.BlacklistEntry(
                caller=entry.caller, until=None if entry.until is None else from_datetime(entry.until)
            )
            for entry in blacklist
        },
        display=profile.Display(settings.display),
        limits=profile.Limits(setups_per_second=settings.setups_per_second, simultaneous=settings.simultaneous),
        charging=charging_plan(settings=settings, at=at),
    )


def _remark(entry: BlacklistEntry) -> dict[str, Any]:
    return {
        "note": entry.note,
        "visibility": entry.visibility,
        "created_at": entry.created_at.isoformat(),
        "created_by": entry.created_by,
    }


def _next_sequence() -> int:
    """The next publication's sequence; the counter's row stays locked until the transaction ends."""
    if not PublicationSequence.objects.filter(id=1).update(last=F("last") + 1):
        PublicationSequence.objects.bulk_create([PublicationSequence(id=1)], ignore_conflicts=True)
        PublicationSequence.objects.filter(id=1).update(last=F("last") + 1)
    return PublicationSequence.objects.values_list("last", flat=True).get(id=1)
