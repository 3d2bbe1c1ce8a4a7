"""Service numbers whose callers pay, published as the portal publishes them."""

import asyncio
import json
import sys
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from smartnumbers.apps.plans.operations.chain import ChainRow
from smartnumbers.core.callcontrol.record import CallRecord, ChargingRecord
from smartnumbers.core.foundation.money import amount_text, parse_amount
from smartnumbers.core.rating.rate import rate, rated_document
from smartnumbers.core.rating.timeline import Timeline, parse_timeline
from smartnumbers.core.routing import profile
from smartnumbers.core.tariffs.charging import ChargingPlan, Dated
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SetFee, SlotTariff, TariffSet
from smartnumbers.core.tariffs.version import TariffVersion
from tests.telephony.office import Plan
from tests.telephony.product import Product
from tests.telephony.sound import write_tone

CENT = 10_000
FRANC = 1_000_000

RECORDING_TONE = 1300.0
"""The own recording is a tone that no voice and no music in the lab has, in hertz."""

SET = TariffSet(
    slots={
        12: SlotTariff(name="Beratung", per_call=0, per_minute=2 * FRANC),
        13: SlotTariff(name="Kurz", per_call=0, per_minute=3 * FRANC + 7),
        14: SlotTariff(name="Fachrat", per_call=50 * CENT, per_minute=90 * CENT),
        20: SlotTariff(name="Teuer", per_call=0, per_minute=6 * FRANC),
    },
    fees={1: SetFee(name="Unterlagen", amount=5 * FRANC)},
)


@dataclass(frozen=True, kw_only=True)
class Price:
    """What callers of a number pay: by default 3.00 a minute on an 0900 number, which must be announced."""

    tariff: Tariff = field(default_factory=lambda: Tariff(currency="CHF", per_minute=3 * FRANC))
    class_code: str = "ch-0900"
    language: str = "de"
    tariff_set: TariffSet = field(default_factory=TariffSet)
    keys: bool = False
    recording: str | None = None


CHEAP = Price(tariff=Tariff(currency="CHF", per_minute=FRANC))
"""A price that needs no announcement: up to 2.00 a minute."""

_PREFIXES = {"ch-0900": "+41900", "fr-089": "+33899"}


async def charged_number(product: Product, *chain: ChainRow, price: Price) -> str:
    """A new service number with this price and this chain, in force."""
    product.opened += 1
    number = f"{_PREFIXES[price.class_code]}{100_000 + product.opened}"[:12]
    await product.office.open_number(number=number, plan=Plan(chain=chain))
    published = profile.parse(await product.office.newest_document(number=number))
    version = TariffVersion(code="test", version=1, name="Test", tariff=price.tariff, vat=81_000)
    plan = ChargingPlan(
        class_code=price.class_code, language=price.language, schedule=(Dated(valid_from=None, version=version),),
        tariff_set=price.tariff_set, keys=price.keys, recording=price.recording,
    )  # fmt: skip
    changed = replace(published, revision=published.revision + 1, charging=plan)
    await product.in_force(await product.office.publish_as_it_is(number=number, document=profile.document(changed)))
    return number


def own_recording(product: Product, *, seconds: float = 1.5) -> str:
    """An own announcement in the product's folder, a tone; gives its content hash."""
    folder = product.home / "recordings"
    folder.mkdir(exist_ok=True)
    write_tone(path=folder / "tone.wav", frequency=RECORDING_TONE, seconds=seconds)
    digest = sha256((folder / "tone.wav").read_bytes()).hexdigest()
    (folder / "tone.wav").rename(folder / f"{digest}.wav")
    return digest


def money_of(product: Product, number: str) -> ChargingRecord:
    """The money of the only call to a number, from the journal; its price rated again is the same."""
    (record,) = product.journalled(number)
    return checked(record)


def checked(record: CallRecord) -> ChargingRecord:
    """The money of a call, whose record says what rating it anew says."""
    charging = record.charging
    assert charging is not None
    if charging.timeline is not None and charging.charging_from is not None:
        duration = max(0, record.ended_at - charging.charging_from)
        rated = rate(duration=duration, timeline=parse_timeline(charging.timeline))
        assert (rated.amount, rated.billed_ms) == (charging.amount, charging.billed_ms)
        assert rated_document(rated) == charging.rated
    return charging


def case_of(timeline: Timeline, *, duration: int) -> dict[str, Any]:
    """A call as `smartnumbers rate` reads it: seconds and amounts as decimal texts; `duration` in milliseconds."""
    return {
        "duration": f"{duration / 1000:.3f}",
        "timeline": [
            {
                "at": f"{change.at / 1000:.3f}",
                "tariff": {
                    "currency": change.tariff.currency,
                    "per_call": amount_text(change.tariff.per_call),
                    "per_minute": amount_text(change.tariff.per_minute),
                    "cap": None if change.tariff.cap is None else amount_text(change.tariff.cap),
                },
                "charge_per_call": change.charge_per_call,
            }
            for change in timeline.changes
        ],
        "fees": [{"at": f"{fee.at / 1000:.3f}", "amount": amount_text(fee.amount)} for fee in timeline.fees],
    }


async def rated_by_command(case: dict[str, Any]) -> int:
    """The amount (millionths) that `smartnumbers rate` gives."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "smartnumbers.entry", "rate", "--json",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate(json.dumps(case).encode())
    return parse_amount(json.loads(out)["amount"], field="amount")
