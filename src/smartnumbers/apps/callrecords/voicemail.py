"""Messages of callers on their way to a mailbox: kept once, sent until the mail server took them, heard by holders.

A message is claimed before it is sent: the claim is what keeps two workers from sending it twice, and it ends by
itself, so that a message whose worker died is tried again. What the outside world did is written down afterwards; no
transaction waits for a mail server.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.audit.models import Actor
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.callrecords.models import CallRecord, Delivery, VoiceMessage
from smartnumbers.core.callcontrol import record as core
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.instants import from_datetime, to_datetime

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
FIRST_PAUSE = MINUTE // 2
LONGEST_PAUSE = HOUR
GIVE_UP_AFTER = DAY
CLAIM = 5 * MINUTE
"""Longer than handing a mail over ever takes: after it, whoever claimed the message is no more."""

_POSTMAN = Actor(id=None, label="Voicemail")


class MessageUnavailable(DomainError):
    """A message that cannot be sent again: it is on its way, or its sound was removed. `parameters["reason"]`."""

    code = "message-unavailable"


def keep_messages(records: Mapping[UUID, core.CallRecord]) -> None:
    """Make the message of each record that has one due at once; part of keeping those records."""
    left = {call_id: record for call_id, record in records.items() if record.message is not None}
    if not left:
        return
    kept = CallRecord.objects.filter(id__in=list(left)).in_bulk()
    VoiceMessage.objects.bulk_create(
        [_row(kept[call_id], record.message) for call_id, record in left.items() if record.message is not None],
        ignore_conflicts=True,
    )


def message_of(*, access: Access, call: CallRecord) -> VoiceMessage | None:
    """The message that was left in a call, if one was; what is seen of it is no more than of the call.

    Raises PermissionMissing.
    """
    access.require(Permission.SEE_CALLS)
    return VoiceMessage.objects.filter(call=call).first()


def sound_of(*, access: Access, call: CallRecord, folder: Path) -> Path:
    """The sound of a call's message. Raises PermissionMissing, or MessageUnavailable where there is none (any more)."""
    access.require(Permission.HEAR_MESSAGES)
    message = VoiceMessage.objects.filter(call=call, removed_at=None).first()
    path = None if message is None else folder / message.file
    if path is None or not path.is_file():
        raise MessageUnavailable(f"{call.pk}: no sound", parameters={"reason": "removed"})
    return path


def send_again(*, access: Access, call: CallRecord, at: datetime) -> VoiceMessage:
    """Send a message once more, with a day of trying before it. Raises PermissionMissing or MessageUnavailable."""
    access.require(Permission.HEAR_MESSAGES)
    now = from_datetime(at)
    with transaction.atomic():
        message = VoiceMessage.objects.select_for_update().filter(call=call).first()
        if message is None or message.removed_at is not None:
            raise MessageUnavailable(f"{call.pk}: no sound", parameters={"reason": "removed"})
        if message.state == Delivery.WAITING:
            raise MessageUnavailable(f"{call.pk}: on its way", parameters={"reason": "waiting"})
        message.state, message.tries, message.fault, message.answer = Delivery.WAITING, 0, "", ""
        message.begun_at = message.next_try_at = now
        message.save()
        _audit(message, "resent", at=at, actor=access.actor)
    return message


def claim(*, node: str, at: int) -> VoiceMessage | None:
    """A message of a node's calls whose turn it is at an instant, for whoever asks alone; None where there is none."""
    waiting = VoiceMessage.objects.filter(state=Delivery.WAITING, next_try_at__lte=at, call__node=node)
    if not waiting.exists():
        # Without this look, a database that has one writer at a time would be kept from its work every second.
        return None
    with transaction.atomic():
        message = waiting.select_for_update(of=("self",), skip_locked=True).order_by("next_try_at").first()
        if message is not None:
            message.tries += 1
            message.begun_at = at if message.begun_at is None else message.begun_at
            message.next_try_at = at + CLAIM
            message.save(update_fields=["tries", "begun_at", "next_try_at"])
    return message


def note_sent(*, message: VoiceMessage, at: int) -> None:
    """The mail server took the message that was claimed."""
    with transaction.atomic():
        changed = _claimed(message).update(state=Delivery.SENT, sent_at=at, fault="", answer="")
        if changed:
            _audit(message, "sent", at=to_datetime(at), actor=_POSTMAN)


def note_failed(*, message: VoiceMessage, at: int, fault: str, answer: str, again: bool) -> Delivery:
    """The message that was claimed could not be sent, for a reason with a stable code.

    It waits for its next turn, after pauses that double from half a minute up to an hour; where trying again cannot
    help, or a day is over, it has failed.
    """
    pause: int = min(FIRST_PAUSE << min(message.tries - 1, 16), LONGEST_PAUSE)
    begun_at = at if message.begun_at is None else message.begun_at
    if again and at + pause < begun_at + GIVE_UP_AFTER:
        _claimed(message).update(next_try_at=at + pause, fault=fault, answer=answer)
        return Delivery.WAITING
    with transaction.atomic():
        changed = _claimed(message).update(state=Delivery.FAILED, fault=fault, answer=answer)
        if changed:
            _audit(message, "failed", at=to_datetime(at), actor=_POSTMAN, fault=fault)
    return Delivery.FAILED


def remove_old(*, node: str, folder: Path, before: int, at: int) -> int:
    """Remove the sound of messages that were left before an instant and wait for nothing; the rows stay.

    Returns how many were removed. Raises OSError for a file that cannot be removed; it is tried again another time.
    """
    old = VoiceMessage.objects.filter(removed_at=None, left_at__lt=before, call__node=node)
    removed = 0
    for message in old.exclude(state=Delivery.WAITING):
        (folder / message.file).unlink(missing_ok=True)
        removed += VoiceMessage.objects.filter(pk=message.pk, removed_at=None).update(removed_at=at)
    return removed


def settle_past(*, node: str, at: int) -> None:
    """The messages of a made-up past: each was mailed when it was left, and has no sound."""
    VoiceMessage.objects.filter(call__node=node, state=Delivery.WAITING).update(
        state=Delivery.SENT, begun_at=F("left_at"), sent_at=F("left_at"), tries=1, removed_at=at
    )


def _row(call: CallRecord, message: core.MessageLeft) -> VoiceMessage:
    return VoiceMessage(
        call=call,
        account_id=call.account_id,
        email=message.email.replace("\x00", ""),
        ms=message.ms,
        left_at=call.ended_at,
        next_try_at=call.ended_at,
    )


def _claimed(message: VoiceMessage) -> QuerySet[VoiceMessage]:
    """The message as long as it is the one that was claimed: no row where it has been claimed or ended since."""
    return VoiceMessage.objects.filter(pk=message.pk, state=Delivery.WAITING, tries=message.tries)


def _audit(message: VoiceMessage, what: str, *, at: datetime, actor: Actor, **data: str) -> None:
    write_entry(
        at=at,
        actor=actor,
        account_id=message.account_id,
        action=f"calls.message.{what}",
        object_kind="call",
        object_id=str(message.pk),
        data={"to": message.email, **data},
    )
