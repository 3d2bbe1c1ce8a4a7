"""Turning callers away, and letting them in again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import ChangeRefused, Fault
from smartnumbers.apps.plans.models import BlacklistEntry, BlockedKind, PublishedProfile, Visibility
from smartnumbers.apps.plans.operations.publishing import lock, publish
from smartnumbers.apps.plans.prefixes import PrefixTooWide, PrefixUnreadable, read_prefix
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering.countries import COUNTRIES
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise

BLACKLIST_MAXIMUM = 1000
REPORTED = "*00"
"""The note of callers whom a telephone has reported: the keys that were pressed."""
NOTE_MAXIMUM = 200


class CallerNotBlocked(DomainError):
    """A caller who is not on the number's blacklist."""

    code = "caller-not-blocked"


@dataclass(frozen=True, slots=True)
class Blocking:
    """Whom to turn away, as typed: `written` is a number, its beginning or a country, as `kind` says."""

    written: str
    kind: BlockedKind = BlockedKind.NUMBER
    until: datetime | None = None
    note: str = ""
    visibility: Visibility = Visibility.WHOLE


def block_caller(
    *,
    access: Access,
    number: ServiceNumber,
    caller: str,
    at: datetime,
    until: datetime | None = None,
    note: str = "",
    visibility: Visibility = Visibility.WHOLE,
) -> PublishedProfile:
    """Turn a caller away from a number, for ever or until an instant; for one blocked already, the new terms hold.

    Raises PermissionMissing, or ChangeRefused with faults for "caller", "until" and "note".
    """
    blocking = Blocking(written=caller, until=until, note=note, visibility=visibility)
    return block(access=access, number=number, blocking=blocking, at=at)


def block(*, access: Access, number: ServiceNumber, blocking: Blocking, at: datetime) -> PublishedProfile:
    """Turn callers away: one, all whose numbers begin alike, a country's, or all who hide their number.

    Raises as `block_caller`.
    """
    access.require_in(Permission.BLOCK_CALLERS, account_id=number.account_id)
    value = _read(blocking, at)
    with transaction.atomic():
        settings = lock(number=number)
        known = BlacklistEntry.objects.filter(number=number)
        if not known.filter(kind=blocking.kind, value=value).exists() and known.count() >= BLACKLIST_MAXIMUM:
            raise ChangeRefused([Fault(field="caller", code="blacklist-full", parameters={"most": BLACKLIST_MAXIMUM})])
        terms = {"until": blocking.until, "note": blocking.note.strip()}
        BlacklistEntry.objects.update_or_create(
            number=number,
            kind=blocking.kind,
            value=value,
            defaults=terms,
            create_defaults={
                **terms,
                "visibility": blocking.visibility,
                "created_at": at,
                "created_by": access.actor.label,
            },
        )
        data = {
            "blocked": value or blocking.kind.value,
            "kind": blocking.kind.value,
            "until": blocking.until.isoformat() if blocking.until else None,
        }
        return publish(access=access, settings=settings, change="blacklist", data=data, at=at)


def block_on_numbers(
    *,
    access: Access,
    numbers: Sequence[ServiceNumber],
    caller: str,
    at: datetime,
    until: datetime | None = None,
    note: str = "",
) -> Sequence[PublishedProfile]:
    """Turn away from several numbers, or from none of them, a caller whose whole number the holder does not see.

    Raises as `block_caller`.
    """
    with transaction.atomic():
        return [
            block_caller(
                access=access,
                number=number,
                caller=caller,
                at=at,
                until=until,
                note=note,
                visibility=Visibility.MASKED,
            )
            for number in sorted(numbers, key=lambda number: number.pk)
        ]


def let_in_on_numbers(*, access: Access, numbers: Sequence[ServiceNumber], caller: str, at: datetime) -> None:
    """Let a caller (canonical number) in again on several numbers. Raises PermissionMissing or CallerNotBlocked."""
    with transaction.atomic():
        for number in sorted(numbers, key=lambda number: number.pk):
            entry = BlacklistEntry.objects.filter(number=number, kind=BlockedKind.NUMBER, value=caller).first()
            unblock_caller(access=access, number=number, entry_id=0 if entry is None else entry.pk, at=at)


def unblock_caller(*, access: Access, number: ServiceNumber, entry_id: int, at: datetime) -> PublishedProfile:
    """Let blocked callers in again; `entry_id` is the entry's. Raises PermissionMissing or CallerNotBlocked."""
    access.require_in(Permission.BLOCK_CALLERS, account_id=number.account_id)
    with transaction.atomic():
        settings = lock(number=number)
        entry = BlacklistEntry.objects.filter(number=number, id=entry_id).first()
        if entry is None:
            raise CallerNotBlocked("This caller is not blocked.")
        entry.delete()
        data = {"unblocked": entry.value or entry.kind, "kind": entry.kind}
        return publish(access=access, settings=settings, change="blacklist", data=data, at=at)


def block_reported(
    *, access: Access, number: ServiceNumber, caller: str, visibility: Visibility, until: datetime, at: datetime
) -> PublishedProfile | None:
    """Turn away, until an instant, a caller whom the telephone that took the call has reported.

    None where it changes nothing: the caller is blocked at least as long already, or the list is full (the switch
    remembers reports by itself). Raises PermissionMissing.
    """
    known = BlacklistEntry.objects.filter(number=number, kind=BlockedKind.NUMBER, value=caller).first()
    if known is not None and (known.until is None or known.until >= until):
        return None
    try:
        return block_caller(
            access=access, number=number, caller=caller, until=until, note=REPORTED, visibility=visibility, at=at
        )
    except ChangeRefused:
        return None


def _read(blocking: Blocking, at: datetime) -> str:
    """The canonical value of what was typed. Raises ChangeRefused with everything that is wrong."""
    faults: list[Fault] = []
    value = _read_value(blocking.kind, blocking.written.strip(), faults)
    if blocking.until is not None and blocking.until <= at:
        faults.append(Fault(field="until", code="until-past"))
    if len(blocking.note.strip()) > NOTE_MAXIMUM:
        faults.append(Fault(field="note", code="note-too-long", parameters={"most": NOTE_MAXIMUM}))
    if faults:
        raise ChangeRefused(faults)
    return value


def _read_value(kind: BlockedKind, written: str, faults: list[Fault]) -> str:
    if kind is BlockedKind.WITHHELD:
        return ""
    if not written:
        faults.append(Fault(field="caller", code=_MISSING[kind]))
        return ""
    try:
        if kind is BlockedKind.NUMBER:
            return normalise(written)
        if kind is BlockedKind.PREFIX:
            return read_prefix(written.removesuffix("*"))
        if written.upper() in COUNTRIES:
            return written.upper()
    except PrefixTooWide as fault:
        faults.append(Fault(field="caller", code=fault.code, parameters={"written": written}))
        return ""
    except (NumberUnreadable, PrefixUnreadable):
        pass
    faults.append(Fault(field="caller", code=_INVALID[kind], parameters={"written": written}))
    return ""


_MISSING = {
    BlockedKind.NUMBER: "caller-missing",
    BlockedKind.PREFIX: "prefix-missing",
    BlockedKind.COUNTRY: "country-missing",
}
_INVALID = {
    BlockedKind.NUMBER: "caller-invalid",
    BlockedKind.PREFIX: "prefix-invalid",
    BlockedKind.COUNTRY: "country-invalid",
}
