"""French short numbers, whose tariff family is on record: what each family allows, and who pays for a call."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from smartnumbers.apps.callrecords.localdays import end_of, start_of
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.callrecords.rerating import Wanted, rerate
from smartnumbers.apps.callrecords.whatif import what_if
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.operations.charging import faults_of_set
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.plans.operations.tariffs import add_version, assign_tariff
from smartnumbers.apps.plans.queries import published
from smartnumbers.apps.tariffbooks.faults import TariffRefused
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.apps.tariffbooks.operations.books import create_book
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.callcontrol.record import ChargingRecord
from smartnumbers.core.numbering.rules import Family
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SlotTariff, TariffSet
from smartnumbers.core.tariffs.version import HolderCosts, TariffVersion
from tests.cast import Cast
from tests.charged import charged_call

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
CALLED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FREE = Terms(tariff=Tariff(currency="EUR"), costs=HolderCosts.flat(per_minute=60_000))
DEAR = Terms(tariff=Tariff(currency="EUR", per_minute=800_000), payout_share=500_000)


def short(cast: Cast, family: Family | None, written: str = "3646") -> ServiceNumber:
    access = cast.access(cast.olga)
    number = create_number(access=access, account=cast.alpina, written=written, family=family, at=BEGIN)
    rows = [ChainRow("044 512 38 00")]
    change_chain(access=access, number=number, rows=rows, expected_revision=None, at=BEGIN)
    return number


def made(cast: Cast, class_code: str, terms: Terms) -> TariffBook:
    access = cast.access(cast.olga)
    return create_book(access=access, account=cast.alpina, class_code=class_code, name="T", terms=terms, at=BEGIN)


def called(number: ServiceNumber) -> ChargingRecord:
    """The money of a call of a minute, whose record is kept."""
    record = charged_call(number=number, at=CALLED, talk_ms=60_000)
    keep_records(node="node1", records=[record], segment="000001", offset=100)
    assert record.charging is not None
    return record.charging


@pytest.mark.usefixtures("database")
class TestFamilies:
    def test_a_free_number_refuses_a_price_and_its_holder_pays(self, cast: Cast) -> None:
        number, access = short(cast, Family.FREE), cast.access(cast.olga)
        with pytest.raises(TariffRefused) as refused:
            assign_tariff(access=access, number=number, book=made(cast, "fr-36", DEAR), at=BEGIN)
        assert [fault.code for fault in refused.value.faults] == ["class-differs"]
        with pytest.raises(TariffRefused) as refused:
            made(cast, number.tariff_class, DEAR)
        assert [fault.code for fault in refused.value.faults] == ["number-free"]
        slots = TariffSet(slots={1: SlotTariff(name="Dear", per_call=0, per_minute=10_000)})
        (fault,) = faults_of_set(number=number, tariff_set=slots, at=BEGIN)
        assert (fault.field, fault.code) == ("slots", "no-price-change")

        assign_tariff(access=access, number=number, book=made(cast, number.tariff_class, FREE), at=BEGIN)
        money = called(number)

        plan = published(access=access, number=number).charging
        assert plan is not None
        assert (plan.class_code, plan.family) == ("fr-36", Family.FREE)
        assert (money.amount, money.uncharged, money.holder_cost) == (0, "free-number", 60_000)
        assert money.prompts == (), "nothing is announced, for there is no price"

    def test_calls_to_an_ordinary_number_have_no_service_price(self, cast: Cast) -> None:
        number, access = short(cast, Family.ORDINARY, "3240"), cast.access(cast.olga)
        assign_tariff(access=access, number=number, book=made(cast, number.tariff_class, FREE), at=BEGIN)

        money = called(number)

        assert number.tariff_class == "fr-0806"
        assert (money.amount, money.uncharged, money.payout) == (0, "free-number", None)

    @pytest.mark.parametrize("family", [None, Family.PREMIUM])
    def test_a_premium_number_costs_its_price_as_ever(self, cast: Cast, family: Family | None) -> None:
        number, access = short(cast, family), cast.access(cast.olga)
        assign_tariff(access=access, number=number, book=made(cast, "fr-36", DEAR), at=BEGIN)

        money = called(number)

        assert (money.amount, money.uncharged) == (800_000, None)
        assert [prompt.purpose for prompt in money.prompts] == ["announcement"]

    def test_rating_again_knows_the_family(self, cast: Cast) -> None:
        number, access = short(cast, Family.FREE), cast.access(cast.olga)
        book = made(cast, "fr-0800", FREE)
        assign_tariff(access=access, number=number, book=book, at=BEGIN)
        called(number)
        cheaper = replace(FREE, costs=HolderCosts.flat(per_minute=50_000))
        add_version(access=access, book=book, terms=cheaper, at=NOW, valid_from=BEGIN)

        first, end = start_of(date(2026, 11, 1)), end_of(date(2026, 11, 30))
        found = rerate(access=access, wanted=Wanted(number=number, begin=first, end=end))
        version: TariffVersion = book.versions.get(version=1).terms
        supposed = what_if(access=access, number=number, version=version, month=NOW.date())

        assert (found.old.holder_cost, found.new.holder_cost, found.new.amount) == (60_000, 50_000, 0)
        assert (supposed.supposed.amount, supposed.supposed.holder_cost) == (0, 60_000)

    @pytest.mark.parametrize("written", ["0900 575 700", "+33 891 234 567", "30 10"])
    def test_a_family_is_refused_where_the_digits_tell_it(self, cast: Cast, written: str) -> None:
        with pytest.raises(ChangeRefused) as refused:
            short(cast, Family.PREMIUM, written)

        assert [(fault.field, fault.code) for fault in refused.value.faults] == [("family", "family-fixed")]
        assert ServiceNumber.objects.count() == 2, "only those of the cast"
