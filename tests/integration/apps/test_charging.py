"""What may happen to a number's price in a call: the set, the keys, the language, an own announcement."""

import wave
from array import array
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.accounts.models import Language
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.operations.charging import (
    NothingToAnnounce,
    drop_recording,
    keep_recording,
    save_set,
    set_charging_options,
)
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.plans.operations.tariffs import add_version, assign_tariff, withdraw_version
from smartnumbers.apps.plans.queries import published
from smartnumbers.apps.plans.recordings import RecordingInvalid, store
from smartnumbers.apps.tariffbooks.faults import TariffRefused
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.apps.tariffbooks.operations.books import create_book
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.tariffs.charging import ChargingPlan
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SetFee, SlotTariff, TariffSet
from tests.cast import NOW, Cast
from tests.wav import sound

SET = TariffSet(
    slots={12: SlotTariff(name="Final", per_call=1_000_000, per_minute=3_000_000)},
    fees={9: SetFee(name="Bet", amount=12_000_000)},
)


def minute(price: int) -> Terms:
    return Terms(tariff=Tariff(currency="CHF", per_minute=price))


@pytest.fixture
def book(cast: Cast) -> TariffBook:
    return create_book(
        access=cast.access(cast.hanna), account=cast.alpina, class_code="ch-0901", name="Quiz",
        terms=minute(2_500_000), at=NOW,
    )  # fmt: skip


@pytest.fixture
def quiz(cast: Cast, book: TariffBook) -> ServiceNumber:
    """Alpina's 0901 number at 2.50 a minute."""
    number = create_number(access=cast.access(cast.olga), account=cast.alpina, written="0901 575 700", at=NOW)
    assign_tariff(access=cast.access(cast.hanna), number=number, book=book, at=NOW)
    return number


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where recordings are kept."""
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    return tmp_path / "recordings"


def plan(cast: Cast, number: ServiceNumber) -> ChargingPlan:
    found = published(access=cast.access(cast.hanna), number=number).charging
    assert found is not None
    return found


@pytest.mark.usefixtures("database")
class TestSets:
    def test_a_set_is_published_whole(self, cast: Cast, quiz: ServiceNumber) -> None:
        save_set(access=cast.access(cast.hanna), number=quiz, tariff_set=SET, at=NOW)

        assert plan(cast, quiz).tariff_set == SET
        save_set(access=cast.access(cast.hanna), number=quiz, tariff_set=TariffSet(), at=NOW)
        assert plan(cast, quiz).tariff_set == TariffSet()

    def test_what_breaks_the_law_is_refused_field_by_field(self, cast: Cast, quiz: ServiceNumber) -> None:
        wrong = TariffSet(
            slots={3: SlotTariff(name="x" * 81, per_call=0, per_minute=10_500_000)},
            fees={1: SetFee(name="Much", amount=101_000_000)},
        )

        with pytest.raises(TariffRefused) as refused:
            save_set(access=cast.access(cast.hanna), number=quiz, tariff_set=wrong, at=NOW)

        assert [(fault.field, fault.code) for fault in refused.value.faults] == [
            ("slots.3.name", "name-too-long"),
            ("slots.3.per_minute", "per-minute-above-ceiling"),
            ("fees.1.amount", "fee-above-ceiling"),
        ]

    def test_numbers_whose_price_cannot_change_take_no_set(self, cast: Cast) -> None:
        with pytest.raises(TariffRefused) as refused:
            save_set(access=cast.access(cast.hanna), number=cast.number, tariff_set=SET, at=NOW)

        assert {fault.code for fault in refused.value.faults} == {"no-price-change"}

    def test_options(self, cast: Cast, quiz: ServiceNumber) -> None:
        assert (plan(cast, quiz).language, plan(cast, quiz).keys) == ("de", False)

        set_charging_options(access=cast.access(cast.hanna), number=quiz, language=Language.FRENCH, keys=True, at=NOW)

        assert (plan(cast, quiz).language, plan(cast, quiz).keys) == ("fr", True)

    def test_readers_and_strangers_change_nothing(self, cast: Cast, quiz: ServiceNumber) -> None:
        for person in (cast.remo, cast.sven):
            access = cast.access(person)
            with pytest.raises(PermissionMissing):
                save_set(access=access, number=quiz, tariff_set=SET, at=NOW)
            with pytest.raises(PermissionMissing):
                set_charging_options(access=access, number=quiz, language=Language.ITALIAN, keys=True, at=NOW)
            with pytest.raises(PermissionMissing):
                keep_recording(access=access, number=quiz, content=sound(), name="a.wav", at=NOW)
            with pytest.raises(PermissionMissing):
                drop_recording(access=access, number=quiz, at=NOW)


@pytest.mark.usefixtures("database")
class TestRecordings:
    def test_it_is_played_while_it_says_the_price(self, cast: Cast, quiz: ServiceNumber, book: TariffBook) -> None:
        access = cast.access(cast.hanna)

        keep_recording(access=access, number=quiz, content=sound(), name="price.wav", at=NOW)

        recording = plan(cast, quiz).recording
        assert recording is not None
        row = add_version(access=access, book=book, terms=minute(3_000_000), at=NOW, valid_from=NOW + timedelta(days=3))
        assert plan(cast, quiz).recording is None, "from then on it would say a wrong price"
        withdraw_version(access=access, row=row, at=NOW)
        assert plan(cast, quiz).recording == recording
        drop_recording(access=access, number=quiz, at=NOW)
        assert plan(cast, quiz).recording is None

    def test_a_number_without_a_price_has_nothing_to_announce(self, cast: Cast) -> None:
        with pytest.raises(NothingToAnnounce):
            keep_recording(access=cast.access(cast.hanna), number=cast.number, content=sound(), name="", at=NOW)


class TestFiles:
    def test_what_is_kept_is_what_the_telephone_plays(self, folder: Path) -> None:
        digest = store(content=sound(), folder=folder)

        with wave.open(str(folder / f"{digest}.wav")) as file:
            assert file.getparams()[:3] == (1, 2, 8000)
            assert file.getnframes() == pytest.approx(4000, abs=2)
            assert max(array("h", file.readframes(4000))) > 8000
        assert store(content=sound(), folder=folder) == digest
        assert [path.name for path in folder.iterdir()] == [f"{digest}.wav"]

    def test_what_is_right_already_stays_as_it_is(self, folder: Path) -> None:
        content = sound(rate=8000, channels=1)

        digest = store(content=content, folder=folder)

        assert (folder / f"{digest}.wav").read_bytes() == content

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"MP3", "format"),
            (b"", "format"),
            (sound(width=1), "width"),
            (sound(rate=6000), "rate"),
            (sound(loud=0), "silent"),
            (sound(seconds=61, rate=8000, channels=1), "long"),
            (bytes(12_000_001), "long"),
        ],
    )
    def test_what_cannot_be_played_is_refused(self, folder: Path, content: bytes, reason: str) -> None:
        with pytest.raises(RecordingInvalid) as refused:
            store(content=content, folder=folder)

        assert refused.value.parameters["reason"] == reason
        assert not folder.exists()
