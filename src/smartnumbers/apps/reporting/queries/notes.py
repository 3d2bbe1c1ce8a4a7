"""What was written about callers."""

from collections.abc import Sequence

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting.models import CallerNote
from smartnumbers.core.foundation.errors import DomainError


class NoteUnknown(DomainError):
    """A note that does not exist, or not in this account: the two look the same from outside."""

    code = "caller-note-unknown"


def notes(*, access: Access, caller: str) -> Sequence[CallerNote]:
    """The notes of the account about a caller (canonical number), the newest first; none on the whole platform.

    Raises PermissionMissing.
    """
    access.require(Permission.SEE_CALLS)
    return list(CallerNote.objects.filter(account=access.account, caller=caller, removed_at=None))


def note(*, access: Access, note_id: int, removed: bool = False) -> CallerNote:
    """One note of the account. Raises PermissionMissing or NoteUnknown."""
    access.require(Permission.SEE_CALLS)
    found = CallerNote.objects.filter(account=access.account, pk=note_id, removed_at__isnull=not removed).first()
    if found is None:
        raise NoteUnknown(f"There is no note {note_id}.", parameters={"note": note_id})
    return found
