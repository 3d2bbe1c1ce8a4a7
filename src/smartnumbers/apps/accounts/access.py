"""Who may do what: one name for each kind of action, for portal, command line, API and tests.

An `Access` is what every query and operation is given: who acts, in which account, with which permissions. Queries
see nothing outside its account; operations refuse what it does not permit and sign the audit trail with its actor.
"""

from dataclasses import dataclass
from enum import StrEnum

from smartnumbers.apps.accounts.models import Account, Role
from smartnumbers.apps.audit.models import Actor
from smartnumbers.core.foundation.errors import DomainError


class Permission(StrEnum):
    """Everything that can be permitted."""

    SEE_NUMBERS = "see-numbers"
    SEE_CALLS = "see-calls"
    HEAR_MESSAGES = "hear-messages"
    SEE_WHOLE_CALLERS = "see-whole-callers"
    SEE_HISTORY = "see-history"
    NAME_NUMBERS = "name-numbers"
    CHANGE_ROUTING = "change-routing"
    BLOCK_CALLERS = "block-callers"
    NOTE_CALLERS = "note-callers"
    STEER_CALLS = "steer-calls"
    MANAGE_API_KEYS = "manage-api-keys"
    MANAGE_TARIFFS = "manage-tariffs"
    MANAGE_PRICE_LIST = "manage-price-list"
    SET_TARGETS = "set-targets"
    CORRECT_CALLS = "correct-calls"
    IMPORT_CALLS = "import-calls"
    MANAGE_NUMBERS = "manage-numbers"
    MANAGE_ACCOUNTS = "manage-accounts"
    MANAGE_CARRIERS = "manage-carriers"
    SEE_PLATFORM = "see-platform"


_READER = frozenset({Permission.SEE_NUMBERS, Permission.SEE_CALLS, Permission.SEE_HISTORY})
_HOLDER = _READER | {
    Permission.HEAR_MESSAGES,
    Permission.NAME_NUMBERS,
    Permission.CHANGE_ROUTING,
    Permission.BLOCK_CALLERS,
    Permission.NOTE_CALLERS,
    Permission.STEER_CALLS,
    Permission.MANAGE_API_KEYS,
    Permission.MANAGE_TARIFFS,
    Permission.SET_TARGETS,
}

OF_ROLE: dict[str, frozenset[Permission]] = {Role.READER: _READER, Role.HOLDER: _HOLDER}
OF_OPERATOR: frozenset[Permission] = frozenset(Permission)


class PermissionMissing(DomainError):
    """An action that this person may not take in this account."""

    code = "permission-missing"


@dataclass(frozen=True, slots=True)
class Access:
    """Who acts, where, and what is permitted there; without an account, on the whole platform."""

    actor: Actor
    account: Account | None
    permissions: frozenset[Permission]

    def may(self, permission: Permission) -> bool:
        """Whether that is permitted."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise PermissionMissing unless that is permitted."""
        if not self.may(permission):
            raise PermissionMissing(f"{self.actor.label} may not {permission}", parameters={"permission": permission})

    def require_in(self, permission: Permission, *, account_id: int) -> None:
        """Raise PermissionMissing unless that is permitted in that very account."""
        self.require(permission)
        if self.account is not None and self.account.pk != account_id:
            raise PermissionMissing(
                f"{self.actor.label} may not {permission} in another account", parameters={"permission": permission}
            )

    @property
    def whole_platform(self) -> bool:
        """Whether every account is seen at once."""
        return self.account is None
