"""The demo's accounts: what each day brings them, by the code that makes up their calls, over three years."""

import os
from collections.abc import Iterator
from tempfile import TemporaryDirectory

import django
import numpy as np

from benchmarks.forecast.holders import DAYS, FIRST, holidays
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.version import TariffVersion
from smartnumbers.statistics.forecast.month import History

_GROWTH = 0.18
_UNPRICED = TariffVersion(code="none", version=1, name="none", tariff=Tariff(currency="CHF"))
"""How many calls a day has does not depend on their price."""


def demo_accounts(seed: int) -> Iterator[tuple[str, History]]:
    """The calls of each of the demo's accounts."""
    with TemporaryDirectory() as home:
        # The settings put their secrets there.
        os.environ["SMARTNUMBERS_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartnumbers.entry.settings")
        django.setup()
        yield from _accounts(np.random.default_rng(seed))


def _accounts(random: np.random.Generator) -> Iterator[tuple[str, History]]:
    from smartnumbers.apps.demo.cast import customers  # noqa: PLC0415 - needs Django set up
    from smartnumbers.apps.demo.many.shapes import Shape  # noqa: PLC0415 - needs Django set up
    from smartnumbers.apps.demo.many.times import Span, counts  # noqa: PLC0415 - needs Django set up

    for customer in customers(lab="127.0.0.1:5060"):
        span = Span(first=FIRST, days=DAYS, until=2**62)
        values = np.zeros(DAYS, np.int64)
        for number in customer.numbers:
            shape = Shape(
                number=number.number,
                pool=0,
                weight=1.0,
                rhythm=number.rhythm,
                talk_seconds=1.0,
                version=_UNPRICED,
                chain=(),
                growth=_GROWTH,
                region="FR" if number.number.startswith("+33") else "CH-ZH",
            )
            values += counts(shape=shape, calls=number.calls_per_day * DAYS * 4 // 5, span=span, random=random)
        yield customer.name, History(first=FIRST, values=[int(calls) for calls in values], holidays=holidays())
