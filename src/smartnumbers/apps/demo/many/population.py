"""Who has the numbers of a large made-up history: some large accounts, many small ones, as everywhere."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from numpy.random import Generator

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.accounts.models import Account, Language
from smartnumbers.apps.accounts.operations import open_account
from smartnumbers.apps.demo import prices
from smartnumbers.apps.demo.many.shapes import Place, Shape
from smartnumbers.apps.demo.prices import Price
from smartnumbers.apps.demo.pricing import bring_price
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.plans.schedules import schedule

SKEW = 1.12
"""The exponent of the accounts' sizes (Zipf): with some hundred accounts the largest has about a fifth of all calls."""

_NAMES = ("Rex", "Vita", "Nova", "Terra", "Helvetia", "Lumen", "Argo", "Pax", "Delta", "Sirius", "Juno", "Corvus")
_TRADES = (
    ("Reisen AG", Language.GERMAN), ("Versand GmbH", Language.GERMAN), ("Hotline AG", Language.GERMAN),
    ("Assurances SA", Language.FRENCH), ("Radio AG", Language.GERMAN), ("Dépannage Sàrl", Language.FRENCH),
    ("Servizi SA", Language.ITALIAN), ("Support AG", Language.GERMAN), ("Beratung AG", Language.GERMAN),
)  # fmt: skip
_RHYTHMS = ("office", "office", "day", "day", "morning")


@dataclass(frozen=True, slots=True)
class _Class:
    """A class of numbers: how they begin, what they charge, and how long people talk (median seconds)."""

    begins: str
    price: Price
    talk_seconds: float


_CLASSES = (
    _Class("0800554", prices.FREE, 190), _Class("0800554", prices.FREE, 150), _Class("0848554", prices.SHARED, 170),
    _Class("0900574", prices.LEGAL_ADVICE, 260), _Class("0901574", prices.QUIZ, 70),
    _Class("0844554", prices.SHARED, 210),
)  # fmt: skip


def people(
    *,
    operator: Access,
    accounts: int,
    at: datetime,
    random: Generator,
    progress: Callable[[int, int], None],
) -> list[Shape]:
    """Open so many accounts with numbers, prices and destinations, and say what their calls are like."""
    shapes: list[Shape] = []
    taken = {number.removeprefix("+41") for number in ServiceNumber.objects.values_list("number", flat=True)}
    free = {item.begins: _free(item.begins, taken) for item in _CLASSES}
    for rank in range(1, accounts + 1):
        share = rank**-SKEW
        trade, language = _TRADES[rank % len(_TRADES)]
        name = f"{_NAMES[rank % len(_NAMES)]} {trade} {rank:03}"
        account = open_account(access=operator, name=name, language=language, currency="CHF", at=at)
        shapes += _numbers(operator, account, share, free, at, random)
        progress(rank, accounts)
    return shapes


def _free(begins: str, taken: set[str]) -> Iterator[str]:
    return (f"{begins}{last:03}" for last in range(1000) if f"{begins}{last:03}".removeprefix("0") not in taken)


def _numbers(
    operator: Access,
    account: Account,
    share: float,
    free: dict[str, Iterator[str]],
    at: datetime,
    random: Generator,
) -> Iterator[Shape]:
    """The numbers of one account: more of them, the larger it is; each with half the calls of the one before."""
    how_many = 1 + int(11 * math.sqrt(share))
    weights = [0.5**index for index in range(how_many)]
    for index, weight in enumerate(weights):
        kind = _CLASSES[int(random.integers(len(_CLASSES)))]
        written = next(free[kind.begins], None)
        if written is None:
            return
        chain = _chain(account, index, random)
        number = create_number(access=operator, account=account, written=written, at=at)
        price = replace(kind.price, code=f"{kind.price.code}-{account.pk}-{index}", before=None, tariff_set=None)
        bring_price(operator=operator, holder=operator, number=number, price=price, at=at)
        rows = [ChainRow(address=place.address, name=place.name, ring_seconds=place.ring_seconds) for place in chain]
        change_chain(access=operator, number=number, rows=rows, expected_revision=None, at=at)
        yield Shape(
            number=number.number,
            pool=account.pk,
            weight=share * weight / sum(weights),
            rhythm=_RHYTHMS[int(random.integers(len(_RHYTHMS)))],
            talk_seconds=kind.talk_seconds * float(random.uniform(0.7, 1.4)),
            version=schedule(number=number)[0].row.terms,
            chain=chain,
            growth=float(random.normal(0.12, 0.25)),
            repeat=float(random.uniform(0.35, 0.75)),
            summer=float(random.normal(0, 0.12)),
            region="CH-VD" if account.language == Language.FRENCH else "CH-ZH",
        )


def _chain(account: Account, index: int, random: Generator) -> tuple[Place, ...]:
    """One to three destinations on fixed lines; the first takes most calls."""
    words = {"fr": ("Équipe", "Piquet", "Réserve"), "it": ("Squadra", "Picchetto", "Riserva")}
    names = words.get(account.language, ("Team", "Pikett", "Reserve"))
    return tuple(
        Place(
            name=f"{names[position]} {index + 1}",
            address=f"+4144554{int(random.integers(1000, 10_000))}",
            ring_seconds=int(random.choice((12, 15, 20, 25))),
            answered=float(random.uniform(0.6, 0.95)),
            busy=float(random.uniform(0, 0.05)),
        )
        for position in range(int(random.integers(1, 4)))
    )
