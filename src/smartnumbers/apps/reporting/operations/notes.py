"""Writing notes about callers, and removing them. The audit trail names the note and not the caller."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.reporting.models import CallerNote
from smartnumbers.apps.reporting.queries.notes import note
from smartnumbers.core.foundation.errors import DomainError

LONGEST = 500


class NoteInvalid(DomainError):
    """A note that is empty or too long; `parameters["longest"]` says how many characters fit."""

    code = "caller-note-invalid"


class NoteWithoutAccount(DomainError):
    """A note written while looking at the whole platform: notes belong to an account."""

    code = "caller-note-without-account"


def add_note(*, access: Access, caller: str, text: str, at: datetime) -> CallerNote:
    """Write something about a caller (canonical number).

    Raises PermissionMissing, NoteWithoutAccount or NoteInvalid.
    """
    access.require(Permission.NOTE_CALLERS)
    if access.account is None:
        raise NoteWithoutAccount("A note belongs to an account.")
    wish = text.strip()
    if not wish or len(wish) > LONGEST:
        raise NoteInvalid(f"A note has 1 to {LONGEST} characters.", parameters={"longest": LONGEST})
    with transaction.atomic():
        written = CallerNote.objects.create(
            account=access.account, caller=caller, text=wish, written_at=at, written_by=access.actor.label
        )
        _tell(access, written, "reporting.note.added", at, {"text": wish})
    return written


def remove_note(*, access: Access, note_id: int, at: datetime) -> CallerNote:
    """Take a note away. Raises PermissionMissing or NoteUnknown."""
    access.require(Permission.NOTE_CALLERS)
    with transaction.atomic():
        gone = note(access=access, note_id=note_id)
        gone.removed_at = at
        gone.save(update_fields=["removed_at"])
        _tell(access, gone, "reporting.note.removed", at, {})
    return gone


def bring_note_back(*, access: Access, note_id: int, at: datetime) -> CallerNote:
    """Undo the removing of a note. Raises PermissionMissing or NoteUnknown."""
    access.require(Permission.NOTE_CALLERS)
    with transaction.atomic():
        back = note(access=access, note_id=note_id, removed=True)
        back.removed_at = None
        back.save(update_fields=["removed_at"])
        _tell(access, back, "reporting.note.brought-back", at, {})
    return back


def _tell(access: Access, told: CallerNote, action: str, at: datetime, data: Mapping[str, Any]) -> None:
    write_entry(
        at=at,
        actor=access.actor,
        account_id=told.account_id,
        action=action,
        object_kind="caller-note",
        object_id=str(told.pk),
        data=data,
    )
