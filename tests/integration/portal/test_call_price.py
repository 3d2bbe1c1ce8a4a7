"""The page of a call that was charged: its price line by line, what was announced, what was corrected."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from smartnumbers.apps.callrecords.models import CallRecord, Correction
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.core.callcontrol.record import ChargingRecord, PromptPlayed, Purpose, RequestMade
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.rating.rate import rate, rated_document
from smartnumbers.core.rating.timeline import Change, Fee, Timeline, timeline_document
from smartnumbers.core.tariffs.tariff import reprice
from tests.cast import NOW, Cast, call_id, call_record
from tests.priced import PRICE, Priced, priced_number

SETUP = from_datetime(NOW)
BEGIN = SETUP + 32_000
CHANGED = Change(at=20_000, tariff=reprice(PRICE, per_call=5_000_000, per_minute=4_200_000))
FEE = Fee(at=30_000, amount=9_500_000, label="Help")
TIMELINE = Timeline(changes=(Change(at=0, tariff=PRICE), CHANGED), fees=(FEE,))


@pytest.fixture
def priced(cast: Cast) -> Priced:
    """A number at CHF 2.50 a minute, with a set."""
    return priced_number(cast)


def _keep(cast: Cast, priced: Priced) -> CallRecord:
    rated = rate(duration=55_000, timeline=TIMELINE)
    prompt = PromptPlayed(
        "announcement-1", Purpose.ANNOUNCEMENT, "de", "Dieser Anruf kostet …", None, priced.revision, SETUP + 1_000,
        SETUP + 8_000, 7_000, "finished", SETUP + 9_000,
    )  # fmt: skip
    charging = ChargingRecord(
        class_code="ch-0900",
        currency="CHF",
        tariff_code="t1",
        tariff_version=1,
        vat=81_000,
        origin="mobile",
        amount=rated.amount,
        billed_ms=rated.billed_ms,
        charging_from=BEGIN,
        timeline=timeline_document(TIMELINE),
        rated=rated_document(rated),
        payout=9_000_000,
        prompts=(prompt,),
        requests=(
            RequestMade("a", "tariff", 12, "Hanna", BEGIN + 5_000, "done", BEGIN + 20_000),
            RequestMade("b", "fee", 1, "keys", BEGIN + 21_000, "done", BEGIN + 30_000),
            RequestMade("c", "tariff", 3, "Hanna", BEGIN + 40_000, "declined"),
        ),
    )
    record = call_record(cast, number=priced.number.number, revision=priced.revision, charging=charging)
    keep_records(node="node1", records=[record], segment="a", offset=1)
    return CallRecord.objects.get(pk=call_id(record))


def _page(cast: Cast, call: CallRecord) -> str:
    client = Client()
    client.force_login(cast.hanna)
    client.cookies["django_language"] = "en"
    cast.hanna.language = "en"
    cast.hanna.save()
    return client.get(reverse("call", args=[call.pk])).content.decode().replace("\u00a0", " ")


def test_the_price_stands_there_with_all_its_lines(cast: Cast, priced: Priced) -> None:
    page = _page(cast, _keep(cast, priced))

    # 20 s at 2.50, then 5.00 and 35 s at 4.20, and a fee of 9.50.
    assert "CHF 17.783333" in page
    assert "0:00 to 0:20: 0:20 at CHF 2.50 per minute" in page
    assert "At 0:30: one-off fee “Help”, CHF 9.50." in page
    assert "CHF 9.00" in page


def test_the_story_tells_what_was_announced_asked_for_and_agreed(cast: Cast, priced: Priced) -> None:
    page = _page(cast, _keep(cast, priced))

    steps = [
        "The price is announced, free of charge",
        "Charging begins",
        "Tariff 12 “On site” is in force",
        "Fee 1 “Remote help” is charged",
        "Tariff 3 “Evening” does not come about",
        "The caller hung up",
    ]
    places = [page.index(step) for step in steps]
    assert places == sorted(places)
    assert "“Dieser Anruf kostet …”" in page
    assert f"Evidence: DE, spoken, settings revision {priced.revision}" in page
    assert "The caller accepted with key 1." in page
    assert "The caller did not accept." in page


def test_the_strip_shows_each_price(cast: Cast, priced: Priced) -> None:
    page = _page(cast, _keep(cast, priced))

    for kind in ("said", "free", "talk", "talk other", "fee"):
        assert f'class="{kind}"' in page
    assert "<title>CHF 5.00 for the call, CHF 4.20 per minute</title>" in page


def test_a_correction_counts_and_the_record_stays(cast: Cast, priced: Priced) -> None:
    call = _keep(cast, priced)
    Correction.objects.create(
        call=call, ordinal=1, run=uuid4(), old_amount=call.amount, new_amount=10_000_000, new_billed_ms=55_000,
        old_holder_cost=0, new_holder_cost=0, old_payout=9_000_000, new_payout=5_000_000, tariff_code="t1",
        tariff_version=1, reason="Wrong tariff", at=NOW, by="Olga",
    )  # fmt: skip
    page = _page(cast, call)

    assert '<p class="amount">CHF 10.00</p>' in page
    assert "CHF 17.783333 → CHF 10.00" in page
    assert "Wrong tariff" in page
    client = Client()
    client.force_login(cast.hanna)
    assert "10.00" in client.get(reverse("calls")).content.decode()
