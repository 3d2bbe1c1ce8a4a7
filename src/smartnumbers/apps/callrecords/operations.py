"""Keeping the records of calls, and what a holder can do from one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.callrecords.localdays import day_of
from smartnumbers.apps.callrecords.models import RESULT_OF_OUTCOME, Attempt, CallRecord, JournalPosition, Result
from smartnumbers.apps.callrecords.sequence import take_sequences
from smartnumbers.apps.callrecords.voicemail import keep_messages
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number
from smartnumbers.apps.plans.models import PublishedProfile, Visibility
from smartnumbers.apps.plans.operations.callers import block_caller, block_reported
from smartnumbers.core.callcontrol import record as core
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.routing.decision import Presentation

_BATCH = 500
_ID_LENGTH = 36


class CallerUnknown(DomainError):
    """A call that came without a number: there is nobody to block."""

    code = "caller-unknown"


def keep_records(*, node: str, records: Sequence[core.CallRecord], segment: str, offset: int) -> int:
    """Keep the records a node's journal tells of, and note how far it has been read: both or neither.

    A record whose call is kept already is passed over, so that every call is kept once however often this is tried,
    also by two at the same time. `segment` and `offset` (bytes) say where reading goes on. Returns how many were new.
    """
    with transaction.atomic():
        position, _ = JournalPosition.objects.select_for_update().get_or_create(
            node=node, defaults={"segment": segment, "offset": offset}
        )
        new = 0
        for start in range(0, len(records), _BATCH):
            inserted = _insert({UUID(record.call_id): record for record in records[start : start + _BATCH]})
            _block_reported([record for record in inserted if record.reported])
            new += len(inserted)
        position.segment, position.offset = segment, offset
        position.save(update_fields=["segment", "offset"])
    return new


def block_caller_of_call(
    *, access: Access, call: CallRecord, at: datetime, until: datetime | None = None, note: str = ""
) -> PublishedProfile:
    """Turn away who made this call, whose whole number the holder does not see.

    Raises PermissionMissing, NumberUnknown where the called number is gone, CallerUnknown, or ChangeRefused.
    """
    if not call.caller:
        raise CallerUnknown("This call came without a number.")
    withheld = call.presentation != Presentation.ALLOWED
    return block_caller(
        access=access,
        number=number(access=access, written=call.number),
        caller=call.caller,
        until=until,
        note=note,
        visibility=Visibility.WITHHELD if withheld else Visibility.MASKED,
        at=at,
    )


def _block_reported(records: Sequence[core.CallRecord]) -> None:
    """Turn away for a day whom the telephones that took these calls have reported; the switch does so already."""
    for record in records:
        found = ServiceNumber.objects.filter(number=record.number).first()
        if found is None or not record.caller:
            continue
        withheld = record.presentation is not Presentation.ALLOWED
        block_reported(
            access=platform_access(label="*00"),
            number=found,
            caller=record.caller,
            visibility=Visibility.WITHHELD if withheld else Visibility.MASKED,
            until=to_datetime(record.ended_at + core.REPORT_BLOCK_MS),
            at=to_datetime(record.ended_at),
        )


def _insert(records: dict[UUID, core.CallRecord]) -> list[core.CallRecord]:
    """Write those records that are new, and return them."""
    before = take_sequences(amount=len(records))
    # Looked at while the counter is held, so that no second writer can keep one of them meanwhile.
    kept = set(CallRecord.objects.filter(id__in=list(records)).values_list("id", flat=True))
    new = {call_id: record for call_id, record in records.items() if call_id not in kept}
    accounts = _accounts({record.account for record in new.values()})
    CallRecord.objects.bulk_create(
        [
            _row(call_id, sequence, record, accounts)
            for sequence, (call_id, record) in enumerate(new.items(), start=before + 1)
        ]
    )
    Attempt.objects.bulk_create(
        [
            _attempt_row(call_id, ordinal, attempt)
            for call_id, record in new.items()
            for ordinal, attempt in enumerate(record.attempts, start=1)
        ]
    )
    keep_messages(new)
    return list(new.values())


def _accounts(named: set[str | None]) -> dict[str, int]:
    """The ids of those named accounts that exist; a record must be kept even where its account is gone."""
    ids = [int(name) for name in named if name is not None and name.isascii() and name.isdigit() and len(name) < 18]
    return {str(pk): pk for pk in Account.objects.filter(id__in=ids).values_list("id", flat=True)}


def _row(call_id: UUID, sequence: int, record: core.CallRecord, accounts: dict[str, int]) -> CallRecord:
    return CallRecord(
        id=call_id,
        sequence=sequence,
        account_id=accounts.get(record.account or ""),
        number=_clean(record.number),
        dialled=_clean(record.dialled),
        caller=_clean(record.caller),
        presentation=record.presentation.value,
        revision=record.revision,
        setup_at=record.setup_at,
        ringing_at=record.ringing_at,
        answered_at=record.answered_at,
        ended_at=record.ended_at,
        outcome=record.outcome.value,
        reason=_clean(record.reason),
        hung_up_by=record.hung_up_by.value,
        cause=record.cause,
        sip_status=record.sip_status,
        trace=[{"code": step.code, "values": _clean_values(step.values)} for step in record.trace],
        node=_clean(record.node),
        recovered=record.recovered,
        result=_result(record),
        local_day=day_of(record.setup_at),
        treatment=_clean(record.treatment),
        message=None if record.message is None else _clean_document(asdict(record.message)),
        said=[_clean_document(asdict(prompt)) for prompt in record.said],
        reported=record.reported,
        **_money(record.charging),
    )


def _result(record: core.CallRecord) -> Result:
    """What the call was to the holder: an announcement after a chain that reached nobody makes it no less lost."""
    if record.outcome is core.Outcome.ANNOUNCED and record.attempts:
        return Result.LOST
    return RESULT_OF_OUTCOME[record.outcome]


def _money(charging: core.ChargingRecord | None) -> dict[str, Any]:
    """The columns of a call's money; none of them for a call without a tariff."""
    if charging is None:
        return {}
    return {
        "currency": charging.currency,
        "amount": charging.amount,
        "billed_ms": charging.billed_ms,
        "charging_from": charging.charging_from,
        "holder_cost": charging.holder_cost,
        "payout": charging.payout,
        "tariff_code": _clean(charging.tariff_code),
        "tariff_version": charging.tariff_version,
        "charging": _document(charging),
    }


def _document(charging: core.ChargingRecord) -> Any:
    """The money of a call as JSON-ready values, without NUL."""
    written = orjson.dumps(charging)
    document = orjson.loads(written)
    return _clean_document(document) if b"\\u0000" in written else document


def _attempt_row(call_id: UUID, ordinal: int, attempt: core.Attempt) -> Attempt:
    return Attempt(
        call_id=call_id,
        ordinal=ordinal,
        position=attempt.position,
        name=_clean(attempt.name),
        address=_clean(attempt.address),
        kind=attempt.kind,
        ring_seconds=attempt.ring_seconds,
        started_at=attempt.started_at,
        alerting_at=attempt.alerting_at,
        answered_at=attempt.answered_at,
        ended_at=attempt.ended_at,
        outcome="" if attempt.outcome is None else attempt.outcome.value,
        cause=attempt.cause,
        sip_status=attempt.sip_status,
        destination=_clean(attempt.destination_id)[:_ID_LENGTH],
        carrier=_clean(attempt.carrier),
        full=attempt.full,
        tried=[_clean_document(asdict(one)) for one in attempt.tried],
    )


def _clean(text: str) -> str:
    """Text without NUL, which PostgreSQL cannot store: one such call would block the journal for ever."""
    return text.replace("\x00", "")


def _clean_document(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _clean_document(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_clean_document(item) for item in value]
    return _clean(value) if isinstance(value, str) else value


def _clean_values(values: Any) -> dict[str, Any]:
    return {name: _clean(value) if isinstance(value, str) else value for name, value in values.items()}
