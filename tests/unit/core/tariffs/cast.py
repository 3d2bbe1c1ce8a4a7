"""Tariffs and strategies for the tests: a Swiss premium tariff with bands, a shared-cost one, a French one, a set."""

from itertools import pairwise

from hypothesis import strategies as st

from smartnumbers.core.foundation.money import Rounding, RoundingMode
from smartnumbers.core.tariffs.charging import ChargingPlan, Dated
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SetFee, SlotTariff, TariffSet
from smartnumbers.core.tariffs.version import DAY_MINUTES, DAYS, Band, HolderCosts, TariffVersion

NOON = 1_795_000_000_000 - 1_795_000_000_000 % 86_400_000 + 11 * 3_600_000
"""Noon in Zurich of a day in November 2026."""
AFTERNOON = NOON + 3 * 3_600_000
MONDAY_TO_SUNDAY = DAYS
TEN_UP = Rounding(to=100_000, mode=RoundingMode.UP)

PREMIUM = TariffVersion(
    code="advice",
    version=1,
    name="Advice",
    tariff=Tariff(currency="CHF", per_call=1_000_000, per_minute=2_500_000, cap=400_000_000, rounding=TEN_UP),
    bands=(Band(days=MONDAY_TO_SUNDAY, start=8 * 60, end=18 * 60, per_minute=3_500_000),),
    vat=81_000,
    payout_share=600_000,
    costs=HolderCosts(fixed=10_000, mobile=90_000, payphone=150_000, abroad=200_000, increment_s=60, minimum_s=60),
)
SHARED = TariffVersion(
    code="shared",
    version=1,
    name="Shared",
    tariff=Tariff(currency="CHF", per_minute=40_000),
    bands=(Band(days=MONDAY_TO_SUNDAY, start=8 * 60, end=18 * 60, per_minute=80_000),),
    vat=81_000,
    costs=HolderCosts.flat(per_minute=20_000),
)
FRENCH = TariffVersion(
    code="fr-d080",
    version=1,
    name="0,80 €/min",
    tariff=Tariff(currency="EUR", per_minute=800_000, cap=24_000_000, max_s=1_800),
    timezone="Europe/Paris",
    vat=200_000,
    payout_share=500_000,
)
SET = TariffSet(
    slots={
        1: SlotTariff(name="Basic", per_call=0, per_minute=2_000_000),
        12: SlotTariff(name="Expert", per_call=5_000_000, per_minute=6_000_000),
        90: SlotTariff(name="Free", per_call=0, per_minute=0),
    },
    fees={1: SetFee(name="Report", amount=5_000_000), 9: SetFee(name="Map", amount=12_000_000)},
)

amounts = st.integers(0, 500_000_000)
rates = st.integers(0, 1_000_000)
names = st.text(max_size=20)
currencies = st.sampled_from(["CHF", "EUR"])


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    """Any tariff, lawful or not."""
    return Tariff(
        currency=draw(currencies),
        per_call=draw(amounts),
        per_minute=draw(amounts),
        increment_s=draw(st.integers(1, 120)),
        minimum_s=draw(st.integers(0, 120)),
        free_s=draw(st.integers(0, 120)),
        cap=draw(st.none() | amounts),
        max_s=draw(st.none() | st.integers(0, 10_000)),
        rounding=draw(st.none() | st.builds(Rounding, st.integers(1, 1_000_000), st.sampled_from(list(RoundingMode)))),
    )


@st.composite
def bands(draw: st.DrawFn) -> tuple[Band, ...]:
    """Bands that do not overlap: hours of the day cut at some minutes, some of the pieces with days of their own."""
    cuts = sorted({0, DAY_MINUTES, *draw(st.lists(st.integers(1, DAY_MINUTES - 1), max_size=4))})
    drawn = []
    for start, end in pairwise(cuts):
        days = draw(st.frozensets(st.integers(0, 6)))
        if days:
            drawn.append(Band(days=days, start=start, end=end, per_minute=draw(amounts)))
    return tuple(drawn)


@st.composite
def versions(draw: st.DrawFn) -> TariffVersion:
    """Any version, lawful or not."""
    return TariffVersion(
        code=draw(names),
        version=draw(st.integers(1, 99)),
        name=draw(names),
        tariff=draw(tariffs()),
        bands=draw(bands()),
        timezone=draw(st.sampled_from(["Europe/Zurich", "Europe/Paris", "Indian/Reunion"])),
        vat=draw(rates),
        payout_share=draw(rates),
        costs=draw(st.none() | st.builds(HolderCosts.flat, per_minute=amounts) | st.just(PREMIUM.costs)),
    )


slots = st.builds(SlotTariff, name=names, per_call=amounts, per_minute=amounts)
fees = st.builds(SetFee, name=names, amount=amounts)
sets = st.builds(
    TariffSet,
    slots=st.dictionaries(st.integers(1, 90), slots, max_size=5),
    fees=st.dictionaries(st.integers(1, 9), fees, max_size=5),
)


@st.composite
def plans(draw: st.DrawFn) -> ChargingPlan:
    """Any plan with a schedule in order, for a class with an announcement or without."""
    instants = sorted(draw(st.sets(st.integers(NOON, AFTERNOON), max_size=3)))
    starts: list[int | None] = [None, *instants] if draw(st.booleans()) else list(instants)
    return ChargingPlan(
        class_code=draw(st.sampled_from(["ch-0800", "ch-0848", "ch-0900", "fr-089", "fr-0806", "none"])),
        language=draw(st.sampled_from(["de", "fr", "it", "en"])),
        schedule=tuple(Dated(valid_from=start, version=draw(versions())) for start in starts),
        tariff_set=draw(sets),
        keys=draw(st.booleans()),
        recording=draw(st.none() | st.just("cd" * 32)),
    )
