"""Changing what a number is called. What changes a number's calls is in `plans`, where it is published at once."""

from datetime import datetime

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.core.foundation.errors import DomainError


class NameTooLong(DomainError):
    """A name that does not fit; `parameters["longest"]` says how many characters do."""

    code = "name-too-long"


def name_number(*, access: Access, number: ServiceNumber, name: str, at: datetime) -> None:
    """Give a number the name its holder knows it by. Raises PermissionMissing or NameTooLong."""
    access.require_in(Permission.NAME_NUMBERS, account_id=number.account_id)
    name = " ".join(name.split())
    longest = ServiceNumber._meta.get_field("name").max_length
    if longest is not None and len(name) > longest:
        raise NameTooLong(f"At most {longest} characters.", parameters={"longest": longest})
    with transaction.atomic():
        previous, number.name = number.name, name
        number.save(update_fields=["name"])
        write_entry(
            at=at,
            actor=access.actor,
            account_id=number.account_id,
            action="numbers.number.named",
            object_kind="number",
            object_id=number.number,
            data={"from": previous, "to": name},
        )
