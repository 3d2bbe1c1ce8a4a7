"""Who may log in, see and do what."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from smartnumbers.apps.accounts.access import OF_OPERATOR, Permission, PermissionMissing
from smartnumbers.apps.accounts.models import Language, Role, User
from smartnumbers.apps.accounts.operations import (
    EmailInvalid,
    EmailTaken,
    NewUser,
    create_user,
    give_role,
    open_account,
)
from smartnumbers.apps.accounts.queries import AccountClosed, access, accounts_of, may, narrowed, platform_access
from smartnumbers.apps.audit.queries import entries_of_account, entries_of_platform
from smartnumbers.apps.numbers.operations import NameTooLong, name_number
from smartnumbers.apps.numbers.queries import NumberUnknown, number, numbers
from tests.cast import NOW, PASSWORD, Cast

pytestmark = pytest.mark.usefixtures("database")

# Who may do what, as a holder, a reader and an operator of the platform.
MATRIX = {
    Permission.SEE_NUMBERS: (True, True, True),
    Permission.SEE_CALLS: (True, True, True),
    Permission.SEE_HISTORY: (True, True, True),
    Permission.NAME_NUMBERS: (True, False, True),
    Permission.CHANGE_ROUTING: (True, False, True),
    Permission.BLOCK_CALLERS: (True, False, True),
    Permission.NOTE_CALLERS: (True, False, True),
    Permission.STEER_CALLS: (True, False, True),
    Permission.HEAR_MESSAGES: (True, False, True),
    Permission.MANAGE_API_KEYS: (True, False, True),
    Permission.MANAGE_TARIFFS: (True, False, True),
    Permission.SET_TARGETS: (True, False, True),
    Permission.MANAGE_PRICE_LIST: (False, False, True),
    Permission.CORRECT_CALLS: (False, False, True),
    Permission.IMPORT_CALLS: (False, False, True),
    Permission.SEE_WHOLE_CALLERS: (False, False, True),
    Permission.MANAGE_CARRIERS: (False, False, True),
    Permission.MANAGE_NUMBERS: (False, False, True),
    Permission.MANAGE_ACCOUNTS: (False, False, True),
    Permission.SEE_PLATFORM: (False, False, True),
}


def test_the_matrix_names_every_permission() -> None:
    assert set(MATRIX) == set(Permission) == OF_OPERATOR


@pytest.mark.parametrize("permission", list(Permission))
def test_each_role_may_what_the_matrix_says(cast: Cast, permission: Permission) -> None:
    people = (cast.hanna, cast.remo, cast.olga)

    assert tuple(may(user=user, account=cast.alpina, permission=permission) for user in people) == MATRIX[permission]
    assert not may(user=cast.sven, account=cast.alpina, permission=permission)


def test_everybody_finds_their_own_accounts_only(cast: Cast) -> None:
    assert accounts_of(user=cast.hanna) == [cast.alpina]
    assert accounts_of(user=cast.sven) == [cast.elsewhere]
    assert accounts_of(user=cast.olga) == [cast.alpina, cast.elsewhere]


@pytest.mark.parametrize("account_id", [None, 0, 999_999])
def test_a_holder_gets_into_no_other_account(cast: Cast, account_id: int | None) -> None:
    with pytest.raises(AccountClosed):
        access(user=cast.hanna, account_id=account_id)
    with pytest.raises(AccountClosed):
        access(user=cast.hanna, account_id=cast.elsewhere.pk)


def test_who_was_shut_out_gets_into_none(cast: Cast) -> None:
    cast.hanna.is_active = False

    assert accounts_of(user=cast.hanna) == []
    with pytest.raises(AccountClosed):
        access(user=cast.hanna, account_id=cast.alpina.pk)


def test_numbers_are_found_within_the_account_only(cast: Cast) -> None:
    assert list(numbers(access=cast.access(cast.hanna))) == [cast.number]
    assert list(numbers(access=cast.access(cast.olga))) == [cast.number, cast.number_elsewhere]
    assert number(access=cast.access(cast.remo), written="0800 123 789") == cast.number
    for written in ("0800 123 789", "0800 000 000", "abc"):
        with pytest.raises(NumberUnknown):
            number(access=cast.access(cast.sven), written=written)


def test_a_holder_names_a_number_and_a_reader_does_not(cast: Cast) -> None:
    name_number(access=cast.access(cast.hanna), number=cast.number, name="  Help   line ", at=NOW)

    assert number(access=cast.access(cast.remo), written="0800123789").name == "Help line"
    assert entries_of_account(account_id=cast.alpina.pk)[0].data == {"from": "Hotline", "to": "Help line"}
    with pytest.raises(NameTooLong):
        name_number(access=cast.access(cast.hanna), number=cast.number, name="x" * 81, at=NOW)
    with pytest.raises(PermissionMissing):
        name_number(access=cast.access(cast.remo), number=cast.number, name="Mine", at=NOW)


def test_the_operator_lets_people_in(cast: Cast) -> None:
    olga = cast.access(cast.olga)
    account = open_account(access=olga, name="New", language=Language.ITALIAN, currency="CHF", at=NOW)
    person = NewUser(email=" Ida@New.example ", name="Ida", language=Language.ITALIAN, password=PASSWORD)
    ida = create_user(access=olga, person=person, at=NOW)
    give_role(access=olga, user=ida, account=account, role=Role.READER, at=NOW)
    give_role(access=olga, user=ida, account=account, role=Role.HOLDER, at=NOW)

    assert access(user=ida, account_id=account.pk).may(Permission.CHANGE_ROUTING)
    assert ida.email == "ida@new.example"
    actions = [entry.action for entry in entries_of_platform(limit=4)]
    assert actions == [
        "accounts.role.given",
        "accounts.role.given",
        "accounts.user.created",
        "accounts.account.opened",
    ]
    with pytest.raises(EmailTaken):
        create_user(access=olga, person=person, at=NOW)
    with pytest.raises(EmailInvalid):
        create_user(access=olga, person=NewUser(email="ida", name="", language=Language.GERMAN), at=NOW)
    with pytest.raises(PermissionMissing):
        create_user(access=cast.access(cast.hanna), person=person, at=NOW)


def test_one_address_is_one_person(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="HANNA@alpina.example")])


def test_the_command_line_can_be_narrowed_to_an_account(cast: Cast) -> None:
    everything = platform_access(label="Command line")

    assert narrowed(access=everything, account="alpina").account == cast.alpina
    assert narrowed(access=everything, account=str(cast.elsewhere.pk)).account == cast.elsewhere
    with pytest.raises(AccountClosed):
        narrowed(access=everything, account="nobody")
    with pytest.raises(PermissionMissing):
        narrowed(access=cast.access(cast.hanna), account="elsewhere")


def test_people_log_in_with_their_address_in_any_spelling(cast: Cast) -> None:
    client = Client()

    answer = client.post("/account/login/", {"login": "Hanna@Alpina.example", "password": PASSWORD})

    assert answer.status_code == 302
    assert int(client.session["_auth_user_id"]) == cast.hanna.pk


def test_nobody_signs_up_alone(cast: Cast) -> None:
    form = {"email": "eve@evil.example", "password1": PASSWORD}

    Client().post("/account/signup/", form)

    assert not User.objects.filter(email="eve@evil.example").exists()
