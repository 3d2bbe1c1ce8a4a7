"""Which prompts a charging plan lets foresee: those that a call under it asks for must be among them."""

from dataclasses import replace

import pytest

from smartnumbers.core.tariffs.bands import Band
from smartnumbers.core.tariffs.charging import ChargingPlan, Dated, charging_at
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SetFee, SlotTariff, TariffSet
from smartnumbers.core.tariffs.version import TariffVersion
from smartnumbers.telephony.prompts.foreseen import PAIRS_MAXIMUM, foreseen

FRANC = 1_000_000
NOW = 1_795_338_000_000
DAY = 24 * 3600 * 1000
SWISS = TariffVersion(code="a", version=1, name="A", tariff=Tariff(currency="CHF", per_minute=3 * FRANC))
PLAN = ChargingPlan(class_code="ch-0900", language="de", schedule=(Dated(valid_from=None, version=SWISS),))


def slots(count: int) -> TariffSet:
    """A set of so many tariffs and one fee."""
    return TariffSet(
        slots={
            number: SlotTariff(name="", per_call=0, per_minute=(10 + number) * 10_000) for number in range(1, count + 1)
        },
        fees={1: SetFee(name="Unterlagen", amount=5 * FRANC)},
    )


def test_what_a_call_is_told_at_its_beginning_comes_first() -> None:
    charging = charging_at(PLAN, NOW)
    assert charging is not None

    first, *others = foreseen(plan=PLAN, at=NOW)

    assert first == charging.announcement
    # The law caps every call, and before its end it is warned.
    assert len(others) == 1


def test_a_price_that_holds_later_is_foreseen() -> None:
    later = replace(SWISS, version=2, tariff=replace(SWISS.tariff, per_minute=4 * FRANC))
    plan = replace(PLAN, schedule=(*PLAN.schedule, Dated(valid_from=NOW + 30 * DAY, version=later)))
    charging = charging_at(plan, NOW + 31 * DAY)
    assert charging is not None

    assert charging.announcement in list(foreseen(plan=plan, at=NOW))


def test_every_band_of_the_week_is_foreseen() -> None:
    night = Band(days=frozenset(range(7)), start=0, end=6 * 60, per_minute=5 * FRANC)
    plan = replace(PLAN, schedule=(Dated(valid_from=None, version=replace(SWISS, bands=(night,))),))

    said = set(foreseen(plan=plan, at=NOW))

    for hour in range(24):
        charging = charging_at(plan, NOW + hour * 3600 * 1000)
        assert charging is not None
        assert charging.announcement in said


@pytest.mark.parametrize(("count", "changes"), [(3, 3 + 3 * 2), (PAIRS_MAXIMUM + 1, PAIRS_MAXIMUM + 1)])
def test_changes_are_foreseen_between_all_tariffs_of_a_small_set(count: int, changes: int) -> None:
    plan = replace(PLAN, tariff_set=slots(count))

    said = list(foreseen(plan=plan, at=NOW))

    assert len(said) == len(set(said)) == 1 + 1 + 1 + changes


def test_where_no_change_is_allowed_none_is_foreseen() -> None:
    french = replace(SWISS, tariff=Tariff(currency="EUR", per_minute=800_000), timezone="Europe/Paris")
    plan = ChargingPlan(
        class_code="fr-089", language="fr", schedule=(Dated(valid_from=None, version=french),), tariff_set=slots(5)
    )

    said = list(foreseen(plan=plan, at=NOW))

    assert [prompt.beep for prompt in said] == [True, False]
