"""What may happen to a number's price in a call: its tariff set, keys, language, and an own announcement."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings as platform
from django.db import transaction
from django.utils.timezone import localdate

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Language
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import NumberSet, PublishedProfile
from smartnumbers.apps.plans.operations.publishing import lock, publish
from smartnumbers.apps.plans.recordings import store
from smartnumbers.apps.plans.schedules import in_force, schedule, version_name
from smartnumbers.apps.tariffbooks.faults import TariffRefused
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.tariffs.tariffset import TariffSet, set_document
from smartnumbers.core.tariffs.validation import RuleFault, faults

NAME_MAXIMUM = 80


class NothingToAnnounce(DomainError):
    """A recording for a number that has no tariff, and so no price to announce."""

    code = "nothing-to-announce"


def save_set(*, access: Access, number: ServiceNumber, tariff_set: TariffSet, at: datetime) -> PublishedProfile:
    """Give a number a whole new tariff set; running calls keep theirs.

    Raises PermissionMissing, or TariffRefused with faults for "slots.12.per_minute", "fees.1.amount" and the like.
    """
    access.require_in(Permission.MANAGE_TARIFFS, account_id=number.account_id)
    wrong = faults_of_set(number=number, tariff_set=tariff_set, at=at)
    if wrong:
        raise TariffRefused(wrong)
    document = set_document(tariff_set)
    with transaction.atomic():
        settings = lock(number=number)
        NumberSet.objects.update_or_create(number=number, defaults={"document": document})
        return publish(access=access, settings=settings, change="tariff-set", data={"set": document}, at=at)


def faults_of_set(*, number: ServiceNumber, tariff_set: TariffSet, at: datetime) -> Sequence[RuleFault]:
    """What the rules of a number's class say against a tariff set, and names that do not fit."""
    wrong = [
        RuleFault(code="name-too-long", field=f"{kind}.{index}.name", parameters={"most": NAME_MAXIMUM}, source="")
        for kind, items in (("slots", tariff_set.slots), ("fees", tariff_set.fees))
        for index, item in items.items()
        if len(item.name) > NAME_MAXIMUM
    ]
    rules = number.rules_on(localdate(at))
    return [*wrong, *(() if rules is None else faults(set=tariff_set, rules=rules))]


def set_charging_options(
    *, access: Access, number: ServiceNumber, language: Language, keys: bool, at: datetime
) -> PublishedProfile:
    """Choose the language of announcements, and whether the destination may change the price by keys.

    Raises PermissionMissing.
    """
    access.require_in(Permission.MANAGE_TARIFFS, account_id=number.account_id)
    with transaction.atomic():
        settings = lock(number=number)
        settings.announcement_language, settings.keys = language, keys
        data = {"language": str(language), "keys": keys}
        return publish(access=access, settings=settings, change="charging", data=data, at=at)


def keep_recording(
    *, access: Access, number: ServiceNumber, content: bytes, name: str, at: datetime
) -> PublishedProfile:
    """Announce the present price of a number with an own recording (a WAV file) instead of speech.

    The recording says one price: it is played while the version now in force is the only one settled, and speech takes
    over from when another is. Raises PermissionMissing, NothingToAnnounce, RecordingInvalid or OSError.
    """
    access.require_in(Permission.MANAGE_TARIFFS, account_id=number.account_id)
    # Outside the transaction: the sound is worked on for a while, and a file that nobody names harms nobody.
    digest = store(content=content, folder=Path(platform.RECORDINGS_FOLDER))
    with transaction.atomic():
        settings = lock(number=number)
        now = in_force(scheduled=schedule(number=number), at=at)
        if now is None:
            raise NothingToAnnounce(f"{number} has no tariff.")
        settings.recording, settings.recording_name = digest, name.strip()[:NAME_MAXIMUM]
        settings.recorded_for = version_name(now.row)
        data = {"recording": digest, "for": settings.recorded_for}
        return publish(access=access, settings=settings, change="charging", data=data, at=at)


def drop_recording(*, access: Access, number: ServiceNumber, at: datetime) -> PublishedProfile:
    """Go back to speech. Raises PermissionMissing."""
    access.require_in(Permission.MANAGE_TARIFFS, account_id=number.account_id)
    with transaction.atomic():
        settings = lock(number=number)
        settings.recording = settings.recording_name = settings.recorded_for = ""
        return publish(access=access, settings=settings, change="charging", data={"recording": None}, at=at)
