"""Opening accounts, and letting people and programs into them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from smartnumbers.apps.accounts.access import OF_ROLE, Access, Permission
from smartnumbers.apps.accounts.models import Account, ApiKey, Language, Membership, Role, User
from smartnumbers.apps.accounts.queries import AccountClosed, ApiKeyUnknown
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.core.foundation.errors import DomainError

KEY_PREFIX = "sn_"
_KEY_BYTES = 32
_START = len(KEY_PREFIX) + 6
_USE_NOTED_EVERY = timedelta(minutes=1)


class KeyNameInvalid(DomainError):
    """A name of an API key that is empty or too long; `parameters["longest"]` says how many characters fit."""

    code = "key-name-invalid"


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


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key that was just made; `secret` is the key itself, which nothing can show again."""

    key: ApiKey
    secret: str


def create_api_key(*, access: Access, name: str, role: Role, at: datetime) -> NewApiKey:
    """A new key for the account of this access. Raises PermissionMissing, AccountClosed or KeyNameInvalid."""
    access.require(Permission.MANAGE_API_KEYS)
    if access.account is None:
        raise AccountClosed("A key belongs to an account.")
    name = " ".join(name.replace("\x00", "").split())
    longest = ApiKey._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= longest:
        raise KeyNameInvalid(f"A name of at most {longest} characters.", parameters={"longest": longest})
    secret = KEY_PREFIX + secrets.token_urlsafe(_KEY_BYTES)
    with transaction.atomic():
        key = ApiKey.objects.create(
            account=access.account,
            name=name,
            role=role,
            start=secret[:_START],
            digest=_digest(secret),
            created_at=at,
            created_by=access.actor.label,
        )
        write_entry(
            at=at,
            actor=access.actor,
            account_id=key.account_id,
            action="accounts.key.created",
            object_kind="api-key",
            object_id=str(key.pk),
            data={"name": name, "role": str(role)},
        )
    return NewApiKey(key=key, secret=secret)


def revoke_api_key(*, access: Access, key_id: int, at: datetime) -> ApiKey:
    """Let a key work no more, from this moment. Raises PermissionMissing or ApiKeyUnknown."""
    access.require(Permission.MANAGE_API_KEYS)
    with transaction.atomic():
        found = ApiKey.objects.filter(pk=key_id, account=access.account, revoked_at=None).first()
        if found is None or access.account is None:
            raise ApiKeyUnknown("There is no such key.")
        found.revoked_at = at
        found.save(update_fields=["revoked_at"])
        write_entry(
            at=at,
            actor=access.actor,
            account_id=found.account_id,
            action="accounts.key.revoked",
            object_kind="api-key",
            object_id=str(found.pk),
            data={"name": found.name},
        )
    return found


def use_api_key(*, secret: str, at: datetime) -> Access:
    """What the bearer of a key may do; notes its use, once a minute. Raises ApiKeyUnknown."""
    found = ApiKey.objects.filter(digest=_digest(secret), revoked_at=None).select_related("account").first()
    if found is None:
        raise ApiKeyUnknown("There is no such key.")
    if found.last_used_at is None or at - found.last_used_at >= _USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=found.pk).update(last_used_at=at)
    return Access(actor=found.actor(), account=found.account, permissions=OF_ROLE[found.role])


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
