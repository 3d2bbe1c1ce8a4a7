"""API keys: what they permit, that they cannot be shown again, and that a revoked one is none."""

from datetime import timedelta

import pytest

from smartnumbers.apps.accounts.access import OF_ROLE, PermissionMissing
from smartnumbers.apps.accounts.models import ApiKey, Role
from smartnumbers.apps.accounts.operations import (
    KEY_PREFIX,
    KeyNameInvalid,
    create_api_key,
    revoke_api_key,
    use_api_key,
)
from smartnumbers.apps.accounts.queries import AccountClosed, ApiKeyUnknown, api_keys
from smartnumbers.apps.audit.queries import entries_of_account
from tests.cast import NOW, Cast


def test_a_key_permits_what_its_role_permits_in_its_account(cast: Cast) -> None:
    made = create_api_key(access=cast.access(cast.hanna), name=" Call  centre ", role=Role.READER, at=NOW)

    access = use_api_key(secret=made.secret, at=NOW)

    assert access.account == cast.alpina
    assert access.permissions == OF_ROLE[Role.READER]
    assert access.actor.label == "API key Call centre"


def test_nothing_kept_gives_the_key_away(cast: Cast) -> None:
    made = create_api_key(access=cast.access(cast.hanna), name="Shop", role=Role.HOLDER, at=NOW)

    kept = ApiKey.objects.values_list("start", "digest", "name").get()

    assert made.secret.startswith(KEY_PREFIX)
    assert made.secret.startswith(kept[0])
    assert made.secret not in kept
    assert len(made.secret) - len(kept[0]) > 30


def test_making_and_revoking_stand_in_the_audit_trail(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    made = create_api_key(access=access, name="Shop", role=Role.HOLDER, at=NOW)
    revoke_api_key(access=access, key_id=made.key.pk, at=NOW)

    actions = [entry.action for entry in entries_of_account(account_id=cast.alpina.pk, limit=2)]

    assert actions == ["accounts.key.revoked", "accounts.key.created"]


def test_a_revoked_key_is_none(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    made = create_api_key(access=access, name="Shop", role=Role.HOLDER, at=NOW)
    revoke_api_key(access=access, key_id=made.key.pk, at=NOW)

    assert api_keys(access=access) == []
    with pytest.raises(ApiKeyUnknown):
        use_api_key(secret=made.secret, at=NOW)
    with pytest.raises(ApiKeyUnknown):
        revoke_api_key(access=access, key_id=made.key.pk, at=NOW)


def test_its_use_is_noted_once_a_minute(cast: Cast) -> None:
    made = create_api_key(access=cast.access(cast.hanna), name="Shop", role=Role.HOLDER, at=NOW)

    noted = []
    for seconds in (0, 30, 61):
        use_api_key(secret=made.secret, at=NOW + timedelta(seconds=seconds))
        noted.append(ApiKey.objects.get().last_used_at)

    assert noted == [NOW, NOW, NOW + timedelta(seconds=61)]


def test_readers_make_no_keys_and_nobody_sees_another_accounts(cast: Cast) -> None:
    made = create_api_key(access=cast.access(cast.hanna), name="Shop", role=Role.HOLDER, at=NOW)

    with pytest.raises(PermissionMissing):
        create_api_key(access=cast.access(cast.remo), name="Mine", role=Role.READER, at=NOW)
    with pytest.raises(PermissionMissing):
        api_keys(access=cast.access(cast.remo))
    with pytest.raises(ApiKeyUnknown):
        revoke_api_key(access=cast.access(cast.sven), key_id=made.key.pk, at=NOW)
    assert api_keys(access=cast.access(cast.sven)) == []


def test_a_key_needs_an_account_and_a_name(cast: Cast) -> None:
    with pytest.raises(AccountClosed):
        create_api_key(access=cast.access(cast.olga), name="Everything", role=Role.READER, at=NOW)
    for name in ("", " \t", "x" * 81):
        with pytest.raises(KeyNameInvalid):
            create_api_key(access=cast.access(cast.hanna), name=name, role=Role.READER, at=NOW)
