"""Tariffs in versions, the numbers that have them, and the price list."""

from datetime import timedelta

import pytest

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.accounts.models import Account, User
from smartnumbers.apps.audit.queries import entries_of_object
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.plans.operations.tariffs import (
    AssignmentInForce,
    add_version,
    assign_tariff,
    withdraw_assignment,
    withdraw_version,
)
from smartnumbers.apps.plans.queries import published
from smartnumbers.apps.plans.schedules import in_force, schedule
from smartnumbers.apps.tariffbooks.faults import TariffRefused, TariffUnknown, VersionInForce
from smartnumbers.apps.tariffbooks.models import PriceListEntry, TariffBook
from smartnumbers.apps.tariffbooks.operations.books import create_book, name_book
from smartnumbers.apps.tariffbooks.operations.pricelist import Price, add_price, change_price, offer_price, seed
from smartnumbers.apps.tariffbooks.queries import book as book_of
from smartnumbers.apps.tariffbooks.queries import books, check, may_change, price, price_list, version_at, versions
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.tariffs.charging import ChargingPlan
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.validation import fault_sentence
from smartnumbers.core.tariffs.version import HolderCosts
from tests.cast import NOW, Cast

LATER = NOW + timedelta(days=10)
EARLIER = NOW - timedelta(days=10)


def francs(*, call: int = 0, minute: int = 0) -> Terms:
    """Prices in centimes."""
    return Terms(tariff=Tariff(currency="CHF", per_call=call * 10_000, per_minute=minute * 10_000))


@pytest.fixture
def quiz(cast: Cast) -> ServiceNumber:
    """Alpina's 0901 number, without a tariff yet."""
    access = cast.access(cast.olga)
    return create_number(access=access, account=cast.alpina, written="0901 575 700", name="Quiz", at=NOW)


def made(cast: Cast, *, person: User | None = None, account: Account | None = None, **terms: int) -> TariffBook:
    return create_book(
        access=cast.access(person or cast.hanna),
        account=account or cast.alpina,
        class_code="ch-0901",
        name="Quiz",
        terms=francs(**terms),
        at=NOW,
    )


def plan(cast: Cast, number: ServiceNumber) -> ChargingPlan:
    found = published(access=cast.access(cast.hanna), number=number).charging
    assert found is not None
    return found


def prices(cast: Cast, number: ServiceNumber) -> list[tuple[int | None, str, int, int]]:
    """The published schedule: from when, which tariff in which version, at which price per minute."""
    return [
        (item.valid_from, item.version.code, item.version.version, item.version.tariff.per_minute)
        for item in plan(cast, number).schedule
    ]


def codes(refused: TariffRefused) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refused.faults]


@pytest.mark.usefixtures("database")
class TestBooks:
    def test_a_tariff_begins_with_its_first_version(self, cast: Cast) -> None:
        book = made(cast, minute=150)

        (row,) = versions(access=cast.access(cast.remo), book=book)
        assert (row.version, row.valid_from, book.code) == (1, NOW, f"t{book.pk}")
        assert (row.terms.name, row.terms.vat, row.terms.timezone) == ("Quiz", 81_000, "Europe/Zurich")
        assert row.terms.tariff.cap == 400_000_000, "the law's cap holds by itself"
        (entry,) = entries_of_object(account_id=cast.alpina.pk, object_kind="tariff", object_id=book.code)
        assert entry.action == "tariffbooks.version.added"

    def test_what_breaks_the_law_is_refused_with_its_article(self, cast: Cast) -> None:
        with pytest.raises(TariffRefused) as refused:
            create_book(
                access=cast.access(cast.hanna),
                account=cast.alpina,
                class_code="ch-0848",
                name="",
                terms=francs(call=10, minute=9),
                at=NOW,
            )

        assert codes(refused.value) == [
            ("name", "name-missing"), ("per_call", "time-only"), ("per_minute", "per-minute-above-ceiling"),
        ]  # fmt: skip
        assert "0848: at most 7.5 Rp/min excl. VAT, OST art. 39a" in str(refused.value)
        assert TariffBook.objects.count() == 0

    def test_prices_are_checked_before_anything_is_saved(self, cast: Cast) -> None:
        access = cast.access(cast.remo)

        assert check(access=access, class_code="ch-0901", terms=francs(minute=150), on=NOW.date()) == ()
        (fault,) = check(access=access, class_code="ch-0901", terms=francs(minute=1100), on=NOW.date())
        assert fault_sentence(fault).startswith("0901: at most CHF 10/min")
        (unknown,) = check(access=access, class_code="ch-0907", terms=francs(), on=NOW.date())
        assert unknown.code == "class-unknown"

    def test_what_the_holder_gets_is_the_operators_to_say(self, cast: Cast) -> None:
        generous = Terms(tariff=francs(minute=150).tariff, payout_share=990_000, costs=HolderCosts.flat(per_minute=1))
        holders = create_book(
            access=cast.access(cast.hanna), account=cast.alpina, class_code="ch-0901", name="A", terms=generous, at=NOW
        )
        operators = create_book(
            access=cast.access(cast.olga), account=cast.alpina, class_code="ch-0901", name="B", terms=generous, at=NOW
        )

        assert holders.versions.get().terms.payout_share == 500_000, "the price list's"
        assert holders.versions.get().terms.costs is None
        assert operators.versions.get().terms.payout_share == 990_000
        row = add_version(access=cast.access(cast.hanna), book=operators, terms=francs(minute=200), at=LATER)
        assert row.terms.payout_share == 990_000, "a holder's new price keeps it"

    def test_names(self, cast: Cast) -> None:
        book = made(cast, minute=150)

        name_book(access=cast.access(cast.hanna), book=book, name="  Neues   Quiz ", at=NOW)

        assert book_of(access=cast.access(cast.hanna), code=book.code).name == "Neues Quiz"
        with pytest.raises(TariffRefused):
            name_book(access=cast.access(cast.hanna), book=book, name="x" * 81, at=NOW)

    def test_codes_are_the_operators(self, cast: Cast) -> None:
        def create(user: User) -> TariffBook:
            return create_book(
                access=cast.access(user), account=cast.alpina, class_code="ch-0901", name="Quiz", code="quiz",
                terms=francs(minute=100), at=NOW,
            )  # fmt: skip

        assert create(cast.olga).code == "quiz"
        assert create(cast.hanna).code != "quiz"
        with pytest.raises(TariffRefused) as refused:
            create(cast.olga)
        assert codes(refused.value) == [("code", "code-taken")]

    def test_readers_and_strangers_change_nothing(self, cast: Cast) -> None:
        book = made(cast, minute=150)
        for person in (cast.remo, cast.sven):
            with pytest.raises(PermissionMissing):
                made(cast, person=person, account=cast.alpina, minute=150)
            with pytest.raises(PermissionMissing):
                add_version(access=cast.access(person), book=book, terms=francs(minute=160), at=NOW)
            assert not may_change(access=cast.access(person), book=book)

        assert not books(access=cast.access(cast.sven)).exists()
        with pytest.raises(TariffUnknown):
            book_of(access=cast.access(cast.sven), code=book.code)
        with pytest.raises(TariffUnknown):
            versions(access=cast.access(cast.sven), book=book)

    def test_the_operators_tariffs_are_for_all_and_changed_by_none(self, cast: Cast) -> None:
        shared = create_book(
            access=cast.access(cast.olga), account=None, class_code="ch-0901", name="All", terms=francs(minute=99),
            at=NOW,
        )  # fmt: skip

        assert list(books(access=cast.access(cast.sven), class_code="ch-0901")) == [shared]
        assert not may_change(access=cast.access(cast.hanna), book=shared)
        assert may_change(access=cast.access(cast.olga), book=shared)
        with pytest.raises(PermissionMissing):
            add_version(access=cast.access(cast.hanna), book=shared, terms=francs(minute=1), at=NOW)


@pytest.mark.usefixtures("database")
class TestPrices:
    def test_a_number_has_its_tariff_at_once(self, cast: Cast, quiz: ServiceNumber) -> None:
        book = made(cast, call=100, minute=250)

        assign_tariff(access=cast.access(cast.hanna), number=quiz, book=book, at=NOW)

        assert prices(cast, quiz) == [(from_datetime(NOW), book.code, 1, 2_500_000)]
        assert (plan(cast, quiz).class_code, plan(cast, quiz).language) == ("ch-0901", "de")

    def test_a_new_price_reaches_every_number_that_has_the_tariff(self, cast: Cast, quiz: ServiceNumber) -> None:
        second = create_number(access=cast.access(cast.olga), account=cast.alpina, written="0901 575 701", at=NOW)
        book = made(cast, minute=100)
        access = cast.access(cast.hanna)
        for number in (quiz, second):
            assign_tariff(access=access, number=number, book=book, at=NOW)

        add_version(access=access, book=book, terms=francs(minute=200), at=NOW, valid_from=LATER)

        expected = [(from_datetime(NOW), book.code, 1, 1_000_000), (from_datetime(LATER), book.code, 2, 2_000_000)]
        assert prices(cast, quiz) == prices(cast, second) == expected

    def test_a_planned_price_can_be_taken_back(self, cast: Cast, quiz: ServiceNumber) -> None:
        access, book = cast.access(cast.hanna), made(cast, minute=100)
        assign_tariff(access=access, number=quiz, book=book, at=NOW)
        row = add_version(access=access, book=book, terms=francs(minute=200), at=NOW, valid_from=LATER)

        withdraw_version(access=access, row=row, at=NOW)

        assert [item[2] for item in prices(cast, quiz)] == [1]
        assert add_version(access=access, book=book, terms=francs(minute=300), at=NOW).version == 3
        with pytest.raises(VersionInForce):
            withdraw_version(access=access, row=book.versions.get(version=1), at=NOW)

    def test_a_number_changes_its_tariff_on_a_day(self, cast: Cast, quiz: ServiceNumber) -> None:
        access, old, new = cast.access(cast.hanna), made(cast, minute=100), made(cast, minute=200)
        assign_tariff(access=access, number=quiz, book=old, at=NOW)

        planned = assign_tariff(access=access, number=quiz, book=new, at=NOW, valid_from=LATER)

        assert [item[1] for item in prices(cast, quiz)] == [old.code, new.code]
        withdraw_assignment(access=access, assignment=planned, at=NOW)
        assert [item[1] for item in prices(cast, quiz)] == [old.code]
        with pytest.raises(AssignmentInForce):
            withdraw_assignment(access=access, assignment=quiz.tariffs.get(), at=NOW)

    def test_what_is_over_is_not_published(self, cast: Cast, quiz: ServiceNumber) -> None:
        access, book = cast.access(cast.hanna), made(cast, minute=100)
        assign_tariff(access=access, number=quiz, book=book, at=NOW)
        add_version(access=access, book=book, terms=francs(minute=200), at=NOW, valid_from=NOW + timedelta(days=1))

        add_version(access=access, book=book, terms=francs(minute=300), at=LATER)

        assert [item[2] for item in prices(cast, quiz)] == [3]
        line = schedule(number=quiz)
        assert [item.row.version for item in line] == [1, 2, 3]
        assert in_force(scheduled=line, at=EARLIER) is None

    def test_versions_of_a_tariff_the_number_had_no_longer_do_not_count(self, cast: Cast, quiz: ServiceNumber) -> None:
        access, old, new = cast.access(cast.hanna), made(cast, minute=100), made(cast, minute=200)
        assign_tariff(access=access, number=quiz, book=old, at=NOW)
        assign_tariff(access=access, number=quiz, book=new, at=NOW, valid_from=LATER)

        add_version(access=access, book=old, terms=francs(minute=900), at=NOW, valid_from=LATER + timedelta(days=1))

        assert [item[3] for item in prices(cast, quiz)] == [1_000_000, 2_000_000]

    def test_two_tariffs_from_one_instant_are_the_later_one(self, cast: Cast, quiz: ServiceNumber) -> None:
        access, first, second = cast.access(cast.hanna), made(cast, minute=100), made(cast, minute=200)
        assign_tariff(access=access, number=quiz, book=first, at=NOW)

        assign_tariff(access=access, number=quiz, book=second, at=NOW)

        assert [item[1] for item in prices(cast, quiz)] == [second.code]

    def test_the_past_is_the_operators_to_mend(self, cast: Cast, quiz: ServiceNumber) -> None:
        book = made(cast, minute=100)
        for person, allowed in ((cast.hanna, False), (cast.olga, True)):
            access = cast.access(person)
            if allowed:
                add_version(access=access, book=book, terms=francs(minute=90), at=NOW, valid_from=EARLIER)
                assign_tariff(access=access, number=quiz, book=book, at=NOW, valid_from=EARLIER)
                continue
            with pytest.raises(TariffRefused) as refused:
                add_version(access=access, book=book, terms=francs(minute=90), at=NOW, valid_from=EARLIER)
            assert codes(refused.value) == [("valid_from", "valid-from-past")]

        found = in_force(scheduled=schedule(number=quiz), at=EARLIER)
        assert found is not None
        assert found.row.version == 2

    def test_a_tariff_of_another_class_or_account_is_refused(self, cast: Cast, quiz: ServiceNumber) -> None:
        elsewhere = made(cast, person=cast.sven, account=cast.elsewhere, minute=100)
        with pytest.raises(TariffUnknown):
            assign_tariff(access=cast.access(cast.hanna), number=quiz, book=elsewhere, at=NOW)
        with pytest.raises(TariffUnknown):
            assign_tariff(access=cast.access(cast.olga), number=quiz, book=elsewhere, at=NOW)

        with pytest.raises(TariffRefused) as refused:
            assign_tariff(access=cast.access(cast.hanna), number=cast.number, book=made(cast, minute=1), at=NOW)
        assert codes(refused.value) == [("book", "class-differs")]

    def test_a_tariff_that_has_no_price_yet_cannot_be_assigned(self, cast: Cast, quiz: ServiceNumber) -> None:
        book = create_book(
            access=cast.access(cast.hanna), account=cast.alpina, class_code="ch-0901", name="Later",
            terms=francs(minute=100), at=NOW, valid_from=LATER,
        )  # fmt: skip

        with pytest.raises(TariffRefused) as refused:
            assign_tariff(access=cast.access(cast.hanna), number=quiz, book=book, at=NOW)

        assert codes(refused.value) == [("valid_from", "no-version-yet")]
        assert version_at(book=book, at=NOW) is None

    def test_only_holders_and_operators_assign(self, cast: Cast, quiz: ServiceNumber) -> None:
        book = made(cast, minute=100)
        for person in (cast.remo, cast.sven):
            with pytest.raises(PermissionMissing):
                assign_tariff(access=cast.access(person), number=quiz, book=book, at=NOW)


@pytest.mark.usefixtures("database")
class TestPriceList:
    def test_the_product_ships_with_prices_for_every_class(self, cast: Cast) -> None:
        listed = price_list(access=cast.access(cast.remo))

        assert {"ch-0800", "ch-0848", "ch-0901", "fr-089"} <= {entry.class_code for entry in listed}
        found = price(access=cast.access(cast.remo), code="fr-089-min-0080")
        assert (found.terms.tariff.per_minute, found.terms.tariff.currency) == (800_000, "EUR")

    def test_what_the_operator_changed_stays(self, cast: Cast) -> None:
        access = cast.access(cast.olga)
        taken, changed = price(access=access, code="ch-0901-min-0100"), price(access=access, code="ch-0901-min-0150")
        gone = price(access=access, code="ch-0901-min-0200")
        gone.delete()

        offer_price(access=access, entry=taken, offered=False, at=NOW)
        new = Price(code=changed.code, class_code="ch-0901", name="Spezial", terms=francs(minute=155))
        change_price(access=access, entry=changed, price=new, at=NOW)

        assert seed(on=NOW.date()) == 1
        codes_ = set(price_list(access=access).values_list("code", flat=True))
        assert taken.code not in codes_
        assert {gone.code, changed.code} <= codes_
        assert price(access=access, code=changed.code).terms.tariff.per_minute == 1_550_000

    def test_a_price_must_be_lawful_and_new(self, cast: Cast) -> None:
        access = cast.access(cast.olga)
        wrong = Price(code="ch-0901-min-0100", class_code="ch-0901", name="", terms=francs(minute=1100))

        with pytest.raises(TariffRefused) as refused:
            add_price(access=access, price=wrong, at=NOW)

        assert {code for _, code in codes(refused.value)} == {"per-minute-above-ceiling", "name-missing", "code-taken"}
        right = Price(code="vip", class_code="ch-0901", name="VIP", terms=francs(minute=900))
        assert add_price(access=access, price=right, at=NOW).terms.tariff.per_minute == 9_000_000

    def test_it_is_the_operators(self, cast: Cast) -> None:
        new = Price(code="mine", class_code="ch-0901", name="Mine", terms=francs(minute=100))
        with pytest.raises(PermissionMissing):
            add_price(access=cast.access(cast.hanna), price=new, at=NOW)
        with pytest.raises(PermissionMissing):
            offer_price(access=cast.access(cast.hanna), entry=PriceListEntry.objects.all()[0], offered=False, at=NOW)
        with pytest.raises(TariffUnknown):
            price(access=cast.access(cast.hanna), code="mine")
