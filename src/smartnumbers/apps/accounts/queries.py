"""Questions about people and accounts."""

from dataclasses import replace

from smartnumbers.apps.accounts.access import OF_OPERATOR, OF_ROLE, Access, Permission
from smartnumbers.apps.accounts.models import Account, ApiKey, Membership, User
from smartnumbers.apps.audit.models import Actor
from smartnumbers.core.foundation.errors import DomainError


class AccountClosed(DomainError):
    """An account that does not exist, or not for this person: the two look the same from outside."""

    code = "account-closed"


class ApiKeyUnknown(DomainError):
    """An API key that does not exist, was revoked, or is not this account's: they look the same from outside."""

    code = "api-key-unknown"


def accounts_of(*, user: User) -> list[Account]:
    """The accounts a person can choose from, by name: their own, or all of them for an operator."""
    if not user.is_active:
        return []
    if user.is_operator:
        return list(Account.objects.order_by("name", "id"))
    return list(Account.objects.filter(memberships__user=user).order_by("name", "id"))


def access(*, user: User, account_id: int | None) -> Access:
    """What a person may do in an account; an operator without one acts on the whole platform.

    Raises AccountClosed.
    """
    if not user.is_active:
        raise AccountClosed("This person may not log in.")
    if user.is_operator:
        return Access(actor=user.actor(), account=_account(account_id), permissions=OF_OPERATOR)
    membership = (
        Membership.objects.filter(user=user, account_id=account_id).select_related("account").first()
        if account_id is not None
        else None
    )
    if membership is None:
        raise AccountClosed("There is no such account for this person.")
    return Access(actor=user.actor(), account=membership.account, permissions=OF_ROLE[membership.role])


def _account(account_id: int | None) -> Account | None:
    if account_id is None:
        return None
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        raise AccountClosed("There is no such account.")
    return account


def platform_access(*, label: str) -> Access:
    """What a part of the platform itself may do, such as the command line; `label` names it in the audit trail."""
    return Access(actor=Actor(id=None, label=label), account=None, permissions=OF_OPERATOR)


def narrowed(*, access: Access, account: str) -> Access:
    """The same permissions in one account only, named by its id or its name. Raises AccountClosed."""
    access.require(Permission.SEE_PLATFORM)
    found = Account.objects.filter(name__iexact=account.strip()).first()
    if found is None and account.isascii() and account.isdigit() and len(account) < 18:
        found = Account.objects.filter(id=int(account)).first()
    if found is None:
        raise AccountClosed(f"There is no account {account!r}.", parameters={"written": account})
    return replace(access, account=found)


def api_keys(*, access: Access) -> list[ApiKey]:
    """The keys of an account that work, the newest first. Raises PermissionMissing; none on the whole platform."""
    access.require(Permission.MANAGE_API_KEYS)
    return list(ApiKey.objects.filter(account=access.account, revoked_at=None)) if access.account is not None else []


def may(*, user: User, account: Account, permission: Permission) -> bool:
    """Whether a person may do that in an account."""
    try:
        return access(user=user, account_id=account.pk).may(permission)
    except AccountClosed:
        return False
