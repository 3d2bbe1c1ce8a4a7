"""The older calls of the demo's own numbers: made by columns, for the months before those played one by one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from django.utils.timezone import localdate

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.importing.run import ImportWish, import_calls
from smartnumbers.apps.callrecords.localdays import start_of
from smartnumbers.apps.demo.cast import Number
from smartnumbers.apps.demo.destinations import Destination
from smartnumbers.apps.demo.many.file import write_file
from smartnumbers.apps.demo.many.outcomes import MAXIMUM_TRIES
from smartnumbers.apps.demo.many.shapes import Place, Shape
from smartnumbers.apps.demo.many.times import Span
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.schedules import schedule
from smartnumbers.core.callcontrol.record import AttemptOutcome

_GROWTH = 0.18


def bring_earlier(*, access: Access, numbers: Sequence[Number], begin: datetime, played: datetime, seed: int) -> int:
    """Bring in the calls of these numbers from `begin` until the local day of `played`; returns how many those are."""
    shapes = [_shape(number) for number in numbers]
    first, last = localdate(begin) + timedelta(days=1), localdate(played)
    span = Span(first=first, days=(last - first).days, until=start_of(last) - 180_000)
    calls = sum(number.calls_per_day for number in numbers) * len(span.days) * 4 // 5
    with TemporaryDirectory(prefix="smartnumbers-earlier-") as folder:
        file = Path(folder) / "earlier.parquet"
        write_file(file=file, shapes=shapes, calls=calls, span=span, random=np.random.default_rng(seed))
        return import_calls(access=access, wish=ImportWish(file=file), at=played).new


def _shape(number: Number) -> Shape:
    row = ServiceNumber.objects.get(number=number.number)
    routed = () if number.routing is None else number.routing.destinations
    chain = (number.chain_before or number.chain or routed)[:MAXIMUM_TRIES]
    return Shape(
        number=row.number,
        pool=row.pk,
        weight=number.calls_per_day,
        rhythm=number.rhythm,
        talk_seconds=number.talk_seconds,
        version=schedule(number=row)[0].row.terms,
        chain=tuple(_place(item) for item in chain),
        growth=_GROWTH,
        region="FR" if row.number.startswith("+33") else "CH-ZH",
    )


def _place(destination: Destination) -> Place:
    moods = dict(destination.moods)
    total = sum(moods.values())
    return Place(
        name=destination.name,
        address=destination.address,
        ring_seconds=destination.ring_seconds,
        answered=moods.get(AttemptOutcome.ANSWERED, 0) / total,
        busy=moods.get(AttemptOutcome.BUSY, 0) / total,
        refused=moods.get(AttemptOutcome.REFUSED, 0) / total,
    )
