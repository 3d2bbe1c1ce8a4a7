"""Writing a plan before it is put in force. A draft changes nothing about calls and is not in the audit trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.checking import read_document
from smartnumbers.apps.plans.faults import DraftConflict
from smartnumbers.apps.plans.models import Draft, RoutingSettings


def save_draft(
    *,
    access: Access,
    number: ServiceNumber,
    document: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
) -> Draft:
    """Keep a plan as the number's draft; it may have gaps and whatever else the check would find.

    `expected_version` is the draft's version that the person edited (0: there was none), None to overwrite whatever
    there is. Raises PermissionMissing, DraftConflict, or ChangeRefused where the document has not the form of a plan.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    read_document(number=number, document=document)
    with transaction.atomic():
        settings = RoutingSettings.objects.select_for_update().get(number=number)
        draft = Draft.objects.filter(number_id=number.pk).first()
        refuse_draft_conflict(number=number, draft=draft, expected=expected_version)
        if draft is None:
            draft = Draft(number=number, based_on=settings.plan_revision, version=0)
        draft.document = dict(document)
        draft.version += 1
        draft.saved_at, draft.saved_by = at, access.actor.label
        draft.save()
    return draft


def discard_draft(*, access: Access, number: ServiceNumber, expected_version: int | None = None) -> None:
    """Throw a number's draft away; without one, nothing happens. Raises PermissionMissing or DraftConflict."""
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    with transaction.atomic():
        RoutingSettings.objects.select_for_update().get(number=number)
        draft = Draft.objects.filter(number_id=number.pk).first()
        refuse_draft_conflict(number=number, draft=draft, expected=expected_version)
        if draft is not None:
            draft.delete()


def refuse_draft_conflict(*, number: ServiceNumber, draft: Draft | None, expected: int | None) -> None:
    """Raise DraftConflict where the draft is not of the version that the person had before their eyes."""
    found = 0 if draft is None else draft.version
    if expected is None or found == expected:
        return
    raise DraftConflict(
        f"The draft of {number} was changed meanwhile: version {found} instead of {expected}",
        parameters={
            "version": found,
            "by": "" if draft is None else draft.saved_by,
            "at": None if draft is None else draft.saved_at,
        },
    )
