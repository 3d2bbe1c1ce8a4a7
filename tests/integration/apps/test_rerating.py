"""What calls cost, and rating them again: what would change, the corrections, and what a month would have brought."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.utils.translation import override

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.audit.queries import entries_of_object
from smartnumbers.apps.callrecords.localdays import end_of, start_of
from smartnumbers.apps.callrecords.models import CallRecord, Correction, SettledMonth
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.callrecords.pricewords import price_words, span_words, uncharged_words
from smartnumbers.apps.callrecords.queries import call as call_of
from smartnumbers.apps.callrecords.rerating import CurrencyDiffers, MonthSettled, Rerating, Wanted, correct, rerate
from smartnumbers.apps.callrecords.whatif import what_if
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.operations.charging import save_set
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.plans.operations.tariffs import add_version, assign_tariff
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.apps.tariffbooks.operations.books import create_book
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.callcontrol import record as core
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SetFee, SlotTariff, TariffSet
from smartnumbers.core.tariffs.version import Band, HolderCosts
from smartnumbers.statistics.answers import Money
from tests.cast import Cast
from tests.charged import charged_call
from tests.figures import day_money

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
CALLED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
SET = TariffSet(
    slots={12: SlotTariff(name="Final", per_call=1_000_000, per_minute=3_000_000)},
    fees={1: SetFee(name="Joker", amount=1_500_000)},
)


def francs(*, call: int = 0, minute: int = 0, **more: object) -> Terms:
    """Prices in centimes; the holder gets half."""
    tariff = Tariff(currency="CHF", per_call=call * 10_000, per_minute=minute * 10_000)
    return Terms(**{"tariff": tariff, "payout_share": 500_000, **more})  # type: ignore[arg-type]


def number_with(cast: Cast, *, written: str, class_code: str, terms: Terms) -> tuple[ServiceNumber, TariffBook]:
    """A number of Alpina with one destination and its own tariff since the beginning."""
    access = cast.access(cast.olga)
    number = create_number(access=access, account=cast.alpina, written=written, at=BEGIN)
    rows = [ChainRow("044 512 38 00")]
    change_chain(access=access, number=number, rows=rows, expected_revision=None, at=BEGIN)
    book = create_book(access=access, account=cast.alpina, class_code=class_code, name="T", terms=terms, at=BEGIN)
    assign_tariff(access=access, number=number, book=book, at=BEGIN)
    return number, book


@pytest.fixture
def quiz(cast: Cast) -> ServiceNumber:
    """A number at 0.50 and 1.50 a minute, with a set."""
    number, _ = number_with(cast, written="0901 575 700", class_code="ch-0901", terms=francs(call=50, minute=150))
    save_set(access=cast.access(cast.hanna), number=number, tariff_set=SET, at=BEGIN)
    return number


def keep(*records: core.CallRecord) -> None:
    keep_records(node="node1", records=records, segment="000001", offset=100)


def of_november(number: ServiceNumber, *, book: TariffBook | None = None, version: int | None = None) -> Wanted:
    begin, end = start_of(date(2026, 11, 1)), end_of(date(2026, 11, 30))
    return Wanted(number=number, begin=begin, end=end, book=book, version=version)


def changes(found: Rerating) -> list[tuple[int, int]]:
    return [(item.old.amount, item.new.amount) for item in found.differences]


@pytest.mark.usefixtures("database")
class TestMoneyOfCalls:
    def test_a_record_has_what_its_call_cost(self, cast: Cast, quiz: ServiceNumber) -> None:
        record = charged_call(number=quiz, at=CALLED, talk_ms=100_000, changes=[(20_000, 12), (50_000, -1)])

        keep(record)

        kept = call_of(access=cast.access(cast.hanna), call_id=UUID(record.call_id))
        # 0.50 + 1.50 a minute for 33 s (20 s, 8 s announcement, 5 s pause), then 1.00 + 3.00 a minute, and 1.50.
        assert record.charging is not None
        assert kept.amount == record.charging.amount == 500_000 + 825_000 + 1_000_000 + 3_350_000 + 1_500_000
        assert (kept.currency, kept.billed_ms, kept.charging_from) == ("CHF", 100_000, kept.answered_at)
        assert (kept.tariff_version, kept.holder_cost) == (1, None)
        assert kept.payout == round(kept.amount * 500_000 / 1_081_000)
        assert [item["result"] for item in kept.charging["requests"]] == ["done", "done"]
        assert [item["purpose"] for item in kept.charging["prompts"]] == ["change", "fee"]

    def test_a_call_without_a_tariff_has_no_money(self, cast: Cast) -> None:
        record = charged_call(number=cast.number, at=CALLED, talk_ms=1000)

        keep(record)

        kept = CallRecord.objects.get()
        assert (kept.currency, kept.amount, kept.charging) == ("", None, None)

    def test_nul_in_a_name_does_not_stop_the_journal(self, cast: Cast, quiz: ServiceNumber) -> None:
        record = charged_call(number=quiz, at=CALLED, talk_ms=100_000, changes=[(20_000, -1)])
        assert record.charging is not None
        said = replace(record.charging.prompts[0], text="Jo\x00ker \\u0000")

        keep(replace(record, charging=replace(record.charging, prompts=(said,))))

        assert CallRecord.objects.get().charging["prompts"][0]["text"] == "Joker \\u0000"

    def test_a_days_money_is_by_currency_and_within_the_account(self, cast: Cast, quiz: ServiceNumber) -> None:
        free, _ = number_with(
            cast, written="0800 575 700", class_code="ch-0800",
            terms=Terms(tariff=Tariff(currency="CHF"), costs=HolderCosts.flat(per_minute=60_000)),
        )  # fmt: skip
        french, _ = number_with(
            cast, written="+33 892 690 123", class_code="fr-089",
            terms=Terms(tariff=Tariff(currency="EUR", per_minute=800_000)),
        )  # fmt: skip
        keep(
            charged_call(number=quiz, at=CALLED, talk_ms=60_000),
            charged_call(number=quiz, at=CALLED, talk_ms=120_000, index=1),
            charged_call(number=free, at=CALLED, talk_ms=60_000, index=2),
            charged_call(number=french, at=CALLED, talk_ms=30_000, index=3),
        )

        found = day_money(access=cast.access(cast.remo), day=DAY)

        assert found["CHF"] == Money(currency="CHF", spent=5_500_000, payout=925_069 + 1_618_871, cost=60_000)
        assert found["EUR"].spent == 400_000
        of_free = day_money(access=cast.access(cast.remo), day=DAY, number=free.number)
        assert of_free == {"CHF": Money(currency="CHF", spent=0, payout=0, cost=60_000)}
        assert day_money(access=cast.access(cast.sven), day=DAY) == {}
        assert day_money(access=cast.access(cast.olga), day=DAY) == found
        assert day_money(access=cast.access(cast.olga), day=date(2026, 11, 19)) == {}


@pytest.mark.usefixtures("database")
class TestRerating:
    def test_rating_by_the_same_tariff_changes_nothing(self, cast: Cast, quiz: ServiceNumber) -> None:
        dear, _ = number_with(cast, written="0900 575 700", class_code="ch-0900", terms=francs(call=200, minute=350))
        shared, _ = number_with(
            cast, written="0848 575 700", class_code="ch-0848",
            terms=francs(minute=4, bands=(Band(days=frozenset(range(7)), start=600, end=610, per_minute=80_000),)),
        )  # fmt: skip
        keep(
            charged_call(number=quiz, at=CALLED, talk_ms=100_000, changes=[(20_000, 12), (50_000, -1)]),
            charged_call(number=quiz, at=CALLED, talk_ms=0, index=1),
            charged_call(number=quiz, at=CALLED, talk_ms=1_234_567, index=2),
            charged_call(number=dear, at=CALLED, talk_ms=1_000, index=3),
            charged_call(number=dear, at=CALLED, talk_ms=90_000, index=4),
            charged_call(number=shared, at=CALLED + timedelta(minutes=-1), talk_ms=1_800_000, index=5),
        )

        for number, calls in ((quiz, 3), (dear, 2), (shared, 1)):
            found = rerate(access=cast.access(cast.remo), wanted=of_november(number))
            assert (found.calls, changes(found), found.old) == (calls, [], found.new)
            assert found.old.amount > 0

    def test_a_price_that_was_mended_shows_what_it_changes(self, cast: Cast, quiz: ServiceNumber) -> None:
        keep(
            charged_call(number=quiz, at=CALLED, talk_ms=60_000),
            charged_call(number=quiz, at=CALLED, talk_ms=100_000, index=1, changes=[(20_000, 12), (50_000, -1)]),
        )
        book = TariffBook.objects.get()

        add_version(
            access=cast.access(cast.olga), book=book, terms=francs(call=50, minute=90), at=NOW, valid_from=BEGIN
        )
        found = rerate(access=cast.access(cast.olga), wanted=of_november(quiz))

        # What was agreed in the second call stays; only its first 33 s cost less.
        assert changes(found) == [(2_000_000, 1_400_000), (7_175_000, 7_175_000 - 330_000)]
        assert (found.old.amount, found.new.amount, found.dearer, found.run) == (9_175_000, 8_245_000, 0, None)
        assert Correction.objects.count() == 0

    def test_another_tariff_or_one_version_of_it(self, cast: Cast, quiz: ServiceNumber) -> None:
        keep(charged_call(number=quiz, at=CALLED, talk_ms=60_000))
        access = cast.access(cast.olga)
        other = create_book(
            access=access, account=cast.alpina, class_code="ch-0901", name="O", terms=francs(minute=300), at=NOW
        )
        add_version(access=access, book=other, terms=francs(minute=400), at=NOW)

        first = rerate(access=access, wanted=of_november(quiz, book=other))
        second = rerate(access=access, wanted=of_november(quiz, book=other, version=2))

        assert (changes(first), first.dearer) == ([(2_000_000, 3_000_000)], 1)
        assert changes(second) == [(2_000_000, 4_000_000)]

    def test_corrections_stand_beside_the_record(self, cast: Cast, quiz: ServiceNumber) -> None:
        keep(charged_call(number=quiz, at=CALLED, talk_ms=60_000))
        access, book = cast.access(cast.olga), TariffBook.objects.get()
        add_version(access=access, book=book, terms=francs(minute=90), at=NOW, valid_from=BEGIN)

        before = CallRecord.objects.get().sequence

        found = correct(access=access, wanted=of_november(quiz), reason="Wrong price", at=NOW)

        kept = CallRecord.objects.get()
        assert (kept.amount, kept.tariff_version) == (2_000_000, 1)
        assert kept.sequence == before + 1, "the statistics are to hear of it"
        row = kept.corrections.get()
        assert (row.old_amount, row.new_amount, row.reason, row.by, row.at, row.run) == (
            2_000_000, 900_000, "Wrong price", "Olga", NOW, found.run,
        )  # fmt: skip
        assert (row.tariff_code, row.tariff_version) == (book.code, 2)
        assert day_money(access=access, day=DAY)["CHF"].spent == 900_000
        (entry,) = [
            entry
            for entry in entries_of_object(account_id=cast.alpina.pk, object_kind="number", object_id=quiz.number)
            if entry.action == "callrecords.calls.corrected"
        ]
        assert (entry.data["calls"], entry.data["old"], entry.data["new"]) == (1, 2_000_000, 900_000)

    def test_corrected_calls_count_as_corrected(self, cast: Cast, quiz: ServiceNumber) -> None:
        keep(charged_call(number=quiz, at=CALLED, talk_ms=60_000))
        access, book = cast.access(cast.olga), TariffBook.objects.get()
        add_version(access=access, book=book, terms=francs(minute=90), at=NOW, valid_from=BEGIN)
        correct(access=access, wanted=of_november(quiz), reason="", at=NOW)

        again = correct(access=access, wanted=of_november(quiz), reason="", at=NOW)
        back = correct(access=access, wanted=of_november(quiz, book=book, version=1), reason="", at=NOW)

        assert (changes(again), again.run) == ([], None)
        assert changes(back) == [(900_000, 2_000_000)]
        assert [row.ordinal for row in Correction.objects.all()] == [1, 2]
        assert day_money(access=access, day=DAY)["CHF"].spent == 2_000_000

    def test_settled_months_stay(self, cast: Cast, quiz: ServiceNumber) -> None:
        keep(charged_call(number=quiz, at=CALLED, talk_ms=60_000))
        access, book = cast.access(cast.olga), TariffBook.objects.get()
        add_version(access=access, book=book, terms=francs(minute=90), at=NOW, valid_from=BEGIN)
        SettledMonth.objects.create(account=cast.alpina, month=date(2026, 11, 1), settled_at=NOW, settled_by="Olga")

        with pytest.raises(MonthSettled) as refused:
            correct(access=access, wanted=of_november(quiz), reason="", at=NOW)
        long = replace(of_november(quiz), begin=start_of(date(2026, 10, 1)), end=end_of(date(2026, 12, 31)))
        with pytest.raises(MonthSettled):
            correct(access=access, wanted=long, reason="", at=NOW)

        assert refused.value.parameters["months"] == ["2026-11"]
        assert len(rerate(access=access, wanted=of_november(quiz)).differences) == 1, "looking is allowed"
        assert Correction.objects.count() == 0
        december = replace(of_november(quiz), begin=start_of(date(2026, 12, 1)), end=end_of(date(2026, 12, 31)))
        assert correct(access=access, wanted=december, reason="", at=NOW).calls == 0

    def test_what_was_not_charged_for_a_reason_stays_so(self, cast: Cast, quiz: ServiceNumber) -> None:
        free = create_book(
            access=cast.access(cast.olga), account=cast.alpina, class_code="ch-0901", name="F", terms=francs(), at=BEGIN
        )
        bare, _ = number_with(cast, written="0901 575 701", class_code="ch-0901", terms=francs())
        dear, dearer = number_with(cast, written="0901 575 702", class_code="ch-0901", terms=francs(minute=350))
        keep(
            charged_call(number=bare, at=CALLED, talk_ms=60_000),
            charged_call(number=dear, at=CALLED, talk_ms=2_000, index=1),
        )
        cheap = create_book(
            access=cast.access(cast.olga), account=cast.alpina, class_code="ch-0901", name="C",
            terms=francs(minute=100), at=BEGIN,
        )  # fmt: skip
        access = cast.access(cast.olga)

        ended_before = CallRecord.objects.get(number=dear.number)
        assert (ended_before.amount, ended_before.charging["uncharged"]) == (0, "ended-before-charging")
        assert changes(rerate(access=access, wanted=of_november(dear, book=cheap))) == []
        assert changes(rerate(access=access, wanted=of_november(bare, book=cheap))) == [(0, 1_000_000)]
        # A price that must be announced was not announced in that call.
        assert changes(rerate(access=access, wanted=of_november(bare, book=dearer))) == []
        assert changes(rerate(access=access, wanted=of_november(bare, book=free))) == []

    def test_the_holders_costs_are_rated_again_too(self, cast: Cast) -> None:
        terms = Terms(
            tariff=Tariff(currency="CHF"),
            costs=HolderCosts(fixed=30_000, mobile=90_000, payphone=0, abroad=0),
        )
        number, book = number_with(cast, written="0800 575 700", class_code="ch-0800", terms=terms)
        keep(
            charged_call(number=number, at=CALLED, talk_ms=60_000),
            charged_call(number=number, at=CALLED, talk_ms=60_000, index=1, caller="+41445123801"),
        )
        cheaper = replace(terms, costs=HolderCosts(fixed=30_000, mobile=60_000, payphone=0, abroad=0))
        access = cast.access(cast.olga)
        add_version(access=access, book=book, terms=cheaper, at=NOW, valid_from=BEGIN)

        found = correct(access=access, wanted=of_november(number), reason="", at=NOW)

        assert (found.calls, len(found.differences), found.dearer) == (2, 1, 0)
        assert (found.old.holder_cost, found.new.holder_cost) == (120_000, 90_000)
        assert day_money(access=access, day=DAY)["CHF"].cost == 90_000

    def test_a_tariff_in_another_currency_is_refused(self, cast: Cast, quiz: ServiceNumber) -> None:
        keep(charged_call(number=quiz, at=CALLED, talk_ms=60_000))
        _, french = number_with(
            cast, written="+33 892 690 123", class_code="fr-089",
            terms=Terms(tariff=Tariff(currency="EUR", per_minute=800_000)),
        )  # fmt: skip

        with pytest.raises(CurrencyDiffers):
            rerate(access=cast.access(cast.olga), wanted=of_november(quiz, book=french))

    def test_only_the_operator_corrects(self, cast: Cast, quiz: ServiceNumber) -> None:
        for person in (cast.hanna, cast.remo, cast.sven):
            with pytest.raises(PermissionMissing):
                correct(access=cast.access(person), wanted=of_november(quiz), reason="", at=NOW)
        with pytest.raises(PermissionMissing):
            rerate(access=cast.access(cast.sven), wanted=of_november(quiz))


@pytest.mark.usefixtures("database")
class TestWhatIf:
    def test_a_month_under_another_tariff(self, cast: Cast, quiz: ServiceNumber) -> None:
        keep(
            charged_call(number=quiz, at=CALLED, talk_ms=60_000),
            charged_call(number=quiz, at=CALLED, talk_ms=120_000, index=1),
            charged_call(number=quiz, at=datetime(2026, 12, 1, 9, tzinfo=UTC), talk_ms=120_000, index=2),
        )
        other = create_book(
            access=cast.access(cast.hanna), account=cast.alpina, class_code="ch-0901", name="O",
            terms=francs(minute=200), at=NOW,
        )  # fmt: skip

        found = what_if(
            access=cast.access(cast.remo), number=quiz, version=other.versions.get().terms, month=date(2026, 11, 22)
        )

        assert (found.first_day, found.last_day, found.calls) == (date(2026, 11, 1), date(2026, 11, 30), 2)
        assert (found.real.amount, found.supposed.amount) == (5_500_000, 6_000_000)
        assert found.supposed.payout > found.real.payout > 0
        with pytest.raises(PermissionMissing):
            what_if(access=cast.access(cast.sven), number=quiz, version=other.versions.get().terms, month=DAY)


class TestWords:
    @pytest.fixture(autouse=True)
    def english(self) -> Iterator[None]:
        """Other tests may have left another language."""
        with override("en"):
            yield

    def test_each_step_of_a_price_is_a_sentence(self) -> None:
        spans = {"start": 0, "end": 65_500, "per_minute": 800_000, "numerator": 52_400_000_000, "currency": "EUR"}

        assert price_words("price-time", spans) == (
            "0:00 to 1:05.500: 1:05.500 at EUR\u00a00.80 per minute, EUR\u00a00.87333333…"
        )
        assert price_words("price-fee", {"at": 1000, "amount": 5_000_000, "label": "Joker", "currency": "CHF"}) == (
            "At 0:01: one-off fee “Joker”, CHF\u00a05.00."
        )
        rounded = {"to": 100_000, "mode": "up", "currency": "CHF"}
        assert price_words("price-rounded", rounded) == "Rounded up to a multiple of CHF\u00a00.10."
        total = {"amount": 1_234_500_000, "billed_s": 3_725, "currency": "CHF"}
        assert price_words("price-total", total) == "The call costs CHF\u00a01'234.50, for 1:02:05 charged."
        assert price_words("price-cut-at-maximum", {"max_s": 1800}).startswith("The call may last 30:00 at most")

    def test_they_are_there_in_four_languages(self) -> None:
        for language, sentence in {
            "de": "Zusammen: CHF\u00a01.00.",
            "fr": "Ensemble\u00a0: CHF\u00a01.00.",
            "it": "Insieme: CHF\u00a01.00.",
        }.items():
            with override(language):
                said = price_words("price-sum", {"numerator": 60_000_000_000, "currency": "CHF"})
            assert said.replace("\u202f", " ") == sentence

    def test_what_is_not_known_is_shown_as_it_is(self) -> None:
        assert price_words("price-new", {"a": 1}) == "price-new a=1"
        assert uncharged_words("for-fun") == "for-fun"
        assert uncharged_words("free-number") == "Calls to this number are free for the caller."

    def test_spans(self) -> None:
        assert [span_words(value) for value in (0, 999, 59_000, 60_000, 3_600_000)] == [
            "0:00", "0:00.999", "0:59", "1:00", "1:00:00",
        ]  # fmt: skip
