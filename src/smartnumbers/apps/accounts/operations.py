"""Opening accounts and letting people into them."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Account, Language, Membership, Role, User
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.core.foundation.errors import DomainError


class EmailInvalid(DomainError):
    """Text that is no e-mail address."""

    code = "email-invalid"


class EmailTaken(DomainError):
    """There is somebody with this address already."""

    code = "email-taken"


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person to be let in; without a password, one who cannot log in yet."""

    email: str
    name: str
    language: Language
    password: str | None = None
    is_operator: bool = False


def open_account(*, access: Access, name: str, language: Language, currency: str, at: datetime) -> Account:
    """A new account. Raises PermissionMissing."""
    access.require(Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        account = Account.objects.create(name=name, language=language, currency=currency)
        write_entry(
            at=at,
            actor=access.actor,
            account_id=account.pk,
            action="accounts.account.opened",
            object_kind="account",
            object_id=str(account.pk),
            data={"name": name},
        )
    return account


def create_user(*, access: Access, person: NewUser, at: datetime) -> User:
    """A new person. Raises PermissionMissing, EmailInvalid or EmailTaken."""
    access.require(Permission.MANAGE_ACCOUNTS)
    email = person.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as fault:
        raise EmailInvalid(f"{person.email!r} is not an e-mail address", parameters={"written": email}) from fault
    with transaction.atomic():
        if User.objects.filter(email=email).exists():
            raise EmailTaken(f"There is somebody with the address {email}", parameters={"written": email})
        user = User.objects.create_user(
            email, person.password, name=person.name, language=person.language, is_operator=person.is_operator
        )
        write_entry(
            at=at,
            actor=access.actor,
            account_id=None,
            action="accounts.user.created",
            object_kind="user",
            object_id=str(user.pk),
            data={"email": email, "operator": person.is_operator},
        )
    return user


def give_role(*, access: Access, user: User, account: Account, role: Role, at: datetime) -> Membership:
    """Let a person into an account, or change what they are to it. Raises PermissionMissing."""
    access.require(Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        membership, _ = Membership.objects.update_or_create(user=user, account=account, defaults={"role": role})
        write_entry(
            at=at,
            actor=access.actor,
            account_id=account.pk,
            action="accounts.role.given",
            object_kind="user",
            object_id=str(user.pk),
            data={"role": str(role)},
        )
    return membership


def choose_language(*, user: User, language: Language, at: datetime) -> None:
    """A person's own choice of the language of the portal."""
    with transaction.atomic():
        user.language = language
        user.save(update_fields=["language"])
        write_entry(
            at=at,
            actor=user.actor(),
            account_id=None,
            action="accounts.language.chosen",
            object_kind="user",
            object_id=str(user.pk),
            data={"language": str(language)},
        )
