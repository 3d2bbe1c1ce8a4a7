"""Own recordings for the messages of an account's plans."""

from datetime import datetime
from pathlib import Path

from django.conf import settings as platform
from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.plans.models import Recording
from smartnumbers.apps.plans.recordings import store

NAME_MAXIMUM = 80


def keep(*, access: Access, account: Account, content: bytes, name: str, at: datetime) -> Recording:
    """Keep a WAV file so that messages of the account's plans can play it; the same sound again changes nothing.

    Raises PermissionMissing, RecordingInvalid or OSError.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=account.pk)
    # Outside the transaction: the sound is worked on for a while, and a file that nobody names harms nobody.
    digest = store(content=content, folder=Path(platform.RECORDINGS_FOLDER))
    called = name.strip()[:NAME_MAXIMUM]
    with transaction.atomic():
        values = {"name": called, "created_at": at, "created_by": access.actor.label}
        kept, new = Recording.objects.get_or_create(account=account, digest=digest, defaults=values)
        if new:
            write_entry(
                at=at,
                actor=access.actor,
                account_id=account.pk,
                action="plans.recording.kept",
                object_kind="recording",
                object_id=digest,
                data={"name": called},
            )
    return kept
