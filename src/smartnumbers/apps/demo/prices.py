"""What the demo's numbers charge: a number of each class, so that each kind of price is met somewhere."""

from dataclasses import dataclass, replace

from smartnumbers.core.foundation.money import Rounding, RoundingMode
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SetFee, SlotTariff, TariffSet
from smartnumbers.core.tariffs.version import HolderCosts

TEN_RAPPEN = Rounding(to=100_000, mode=RoundingMode.UP)
"""OST art. 39b: the end amount may be rounded up to the next ten centimes."""
CENT = Rounding(to=10_000, mode=RoundingMode.HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a number charges. `code` and `name` are the tariff's; `before` was its price until some weeks ago.

    `planned` comes in force on the first of the month after next. `payout_share` is in millionths of 1.
    """

    code: str
    name: str
    tariff: Tariff
    before: Tariff | None = None
    planned: Tariff | None = None
    payout_share: int = 0
    costs: HolderCosts | None = None
    tariff_set: TariffSet | None = None


def _francs(*, call: int = 0, minute: int = 0, rounding: Rounding = TEN_RAPPEN) -> Tariff:
    """A Swiss tariff, its prices in centimes."""
    return Tariff(currency="CHF", per_call=call * 10_000, per_minute=minute * 10_000, rounding=rounding)


_ORIGINS = HolderCosts(fixed=35_000, mobile=95_000, payphone=280_000, abroad=190_000)

FREE = Price(code="demo-0800", name="Gratis für Anrufende", tariff=_francs(), costs=_ORIGINS)
FREE_ADVICE = replace(FREE, code="demo-0800-advice", name="Gratis (Kundenberatung)")
FREE_CAMPAIGN = replace(FREE, code="demo-0800-campaign", name="Gratis (Werbung)")
FREE_FRENCH = Price(code="demo-0800-fr", name="Gratuit pour l’appelant", tariff=_francs(), costs=_ORIGINS)
SHARED = Price(
    code="demo-0848",
    name="Ortstarif",
    tariff=_francs(minute=8, rounding=CENT),
    before=_francs(minute=4, rounding=CENT),
    costs=HolderCosts.flat(per_minute=15_000),
)
SHARED_FRENCH = Price(
    code="demo-0844",
    name="Tarif partagé",
    tariff=_francs(minute=4, rounding=CENT),
    costs=HolderCosts.flat(per_minute=20_000),
)
LEGAL_ADVICE = Price(
    code="demo-0900",
    name="Rechtsauskunft",
    tariff=_francs(call=200, minute=350),
    before=_francs(call=100, minute=300),
    planned=_francs(call=200, minute=380),
    payout_share=620_000,
)
LEGAL_ADVICE_FRENCH = Price(
    code="demo-0900-fr", name="Conseil juridique", tariff=_francs(minute=299), payout_share=600_000
)
QUIZ = Price(
    code="demo-0901",
    name="Quiz",
    tariff=_francs(call=50, minute=150),
    payout_share=550_000,
    tariff_set=TariffSet(
        slots={
            1: SlotTariff(name="Einspielrunde", per_call=0, per_minute=500_000),
            2: SlotTariff(name="Hauptrunde", per_call=0, per_minute=2_500_000),
            3: SlotTariff(name="Finale", per_call=1_000_000, per_minute=3_000_000),
            7: SlotTariff(name="Werbepause", per_call=0, per_minute=0),
            12: SlotTariff(name="Jackpot", per_call=5_000_000, per_minute=6_000_000),
        },
        fees={
            1: SetFee(name="Joker", amount=1_500_000),
            2: SetFee(name="Zusatzfrage", amount=3_000_000),
            9: SetFee(name="Wetteinsatz", amount=12_000_000),
        },
    ),
)
FRENCH_ORDINARY = Price(
    code="demo-0809",
    name="Prix d’un appel",
    tariff=Tariff(currency="EUR", rounding=CENT),
    costs=HolderCosts.flat(per_minute=18_000),
)
FRENCH_PREMIUM = Price(
    code="demo-0892",
    name="Service 0,80 €/min",
    tariff=Tariff(currency="EUR", per_minute=800_000, rounding=CENT),
    payout_share=580_000,
)
