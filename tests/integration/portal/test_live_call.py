"""The page of one live call: who sees it, who may change its price, and what is said of it."""

import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.core.callcontrol.live import LiveCall
from tests.cast import CALLER, Cast, call_record
from tests.playedcontrol import PlayedControl
from tests.priced import FLAT_PRICE, FRENCH_PRICE, Priced, priced_number, running_values

CALL = "01a1f928-43c0-7000-8000-00000000aaaa"


@pytest.fixture
def control() -> Iterator[PlayedControl]:
    """Call control, which agrees to everything."""
    played = PlayedControl(path=settings.CONFIGURATION.control_socket)
    played.start()
    yield played
    played.close()


@pytest.fixture
def priced(cast: Cast) -> Priced:
    """A number whose callers pay CHF 2.50 a minute."""
    return priced_number(cast)


@pytest.fixture
def running(cast: Cast, priced: Priced, control: PlayedControl) -> LiveCall:
    """A call to that number that has been charged for a minute."""
    return _running(cast, priced, control)


def _running(cast: Cast, priced: Priced, control: PlayedControl, **different: object) -> LiveCall:
    values = running_values(cast, priced, now=int(time.time() * 1000))
    return control.call(call_id=CALL, caller=CALLER, talking=True, **{**values, **different})


def _client(user: User, language: str = "en") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    user.language = language
    user.save()
    return client


def _page(user: User, language: str = "en") -> str:
    answer = _client(user, language).get(reverse("live-call", args=[CALL]))
    assert answer.status_code == 200
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def _press(user: User, what: str = "live-tariff", slot: object = 12) -> tuple[int, str]:
    answer = _client(user).post(reverse(what, args=[CALL]), {"slot": slot}, headers={"X-Fetched": "1"})
    return answer.status_code, answer.content.decode()


def test_the_meter_shows_what_the_record_would_say(cast: Cast, priced: Priced, control: PlayedControl) -> None:
    control.call(
        call_id=CALL,
        caller=CALLER,
        talking=True,
        **running_values(cast, priced, now=int(time.time() * 1000), tariff=FLAT_PRICE),
    )

    page = _page(cast.hanna)

    assert "<small>CHF</small>7.25<" in page
    assert "CHF\u00a0400.00" in page


def test_a_holder_finds_the_numbers_set_with_the_tariff_in_force(
    cast: Cast, priced: Priced, control: PlayedControl
) -> None:
    _running(cast, priced, control, slot=3)

    page = _page(cast.hanna)

    assert "On site" in page
    assert "4.20 <small>per minute" in page
    assert "and 5.00 at once" in page
    assert "Remote help" in page
    assert 'value="3" aria-pressed="true"' in page
    assert 'value="12" aria-pressed="false"' in page


def test_a_reader_looks_and_finds_nothing_to_press(cast: Cast, running: LiveCall) -> None:
    page = _page(cast.remo, "it")

    assert "On site" in page
    assert "<button" not in page
    assert _press(cast.remo)[0] == 403


def test_for_strangers_the_call_does_not_exist(cast: Cast, running: LiveCall, control: PlayedControl) -> None:
    assert _client(cast.sven).get(reverse("live-call", args=[CALL])).status_code == 404
    assert _press(cast.sven)[0] == 404
    assert _press(cast.sven, "live-fee", 1)[0] == 404
    assert control.asked == []


def test_who_is_not_logged_in_is_asked_to(db: None) -> None:
    answer = Client().post(reverse("live-tariff", args=[CALL]), {"slot": 12})

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_a_change_is_asked_for_and_stands_in_the_audit_trail(
    cast: Cast, running: LiveCall, control: PlayedControl
) -> None:
    status, said = _press(cast.hanna)
    _press(cast.hanna, "live-fee", 1)

    assert (status, "Tariff 12:" in said, "ok" in said) == (200, True, True)
    asked = [(one.call_id, one.account, one.do, one.slot, one.by) for one in control.asked]
    account = str(cast.alpina.pk)
    assert asked == [(CALL, account, "tariff", 12, "Hanna"), (CALL, account, "fee", 1, "Hanna")]
    entries = AuditEntry.objects.filter(object_kind="call", object_id=CALL).order_by("id")
    assert [(entry.action, entry.actor_label, entry.data["slot"]) for entry in entries] == [
        ("calls.tariff.asked", "Hanna", 12),
        ("calls.fee.asked", "Hanna", 1),
    ]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("declined", "did not accept"),
        ("refused-in-force-already", "in force already"),
        ("refused-over-cap", "400.00"),
        ("refused-over-ceiling", "OST art. 39"),
        ("refused-something-new", "refused-something-new"),
    ],
)
def test_a_refusal_is_said_in_words(
    cast: Cast, running: LiveCall, control: PlayedControl, result: str, words: str
) -> None:
    control.answer = (result, {"cap": 400_000_000, "source": "OST art. 39"})

    status, said = _press(cast.hanna)

    assert status == 200
    assert words in said
    assert "warn" in said


def test_without_a_script_the_answer_stands_on_the_next_page(cast: Cast, running: LiveCall) -> None:
    answer = _client(cast.hanna).post(reverse("live-tariff", args=[CALL]), {"slot": 12}, follow=True)

    assert answer.redirect_chain == [(reverse("live-call", args=[CALL]), 302)]
    assert "Announced and agreed" in answer.content.decode()


@pytest.mark.parametrize("slot", ["0", "91", "-1", "x", ""])
def test_there_is_no_such_slot(cast: Cast, running: LiveCall, control: PlayedControl, slot: str) -> None:
    assert _press(cast.hanna, slot=slot)[0] == 400
    assert control.asked == []


def test_a_french_number_says_why_its_price_cannot_change(cast: Cast, control: PlayedControl) -> None:
    priced = priced_number(cast, "+33 892 12 34 56", tariff=FRENCH_PRICE, with_set=False)
    values = running_values(cast, priced, now=int(time.time() * 1000), tariff=FRENCH_PRICE)
    control.call(call_id=CALL, caller=CALLER, talking=True, **values)

    page = _page(cast.hanna)

    assert "one price from the first second to the last" in page
    assert 'form="steer-tariff"' not in page


def test_what_is_on_its_way_is_told(cast: Cast, priced: Priced, control: PlayedControl) -> None:
    pending = {
        "request_id": "a", "kind": "tariff", "slot": 12, "by": "keys", "phase": "consenting", "effective_at": None,
    }  # fmt: skip
    _running(cast, priced, control, pending=pending, waiting=2)

    page = _page(cast.hanna)

    assert "Tariff 12 “On site” waits for the caller&#x27;s key 1" in page
    assert "the destination&#x27;s telephone" in page
    assert "2 more changes wait" in page
    assert "tile next" in page


def test_a_call_that_is_over_leads_to_its_story(cast: Cast, control: PlayedControl) -> None:
    record = call_record(cast)
    keep_records(node="node1", records=[record], segment="a", offset=1)
    address = reverse("live-call", args=[UUID(record.call_id)])

    answer = _client(cast.hanna).get(address)

    assert (answer.status_code, answer["Location"]) == (302, reverse("call", args=[UUID(record.call_id)]))
    assert _client(cast.sven).get(address).status_code == 404


def test_without_call_control_nothing_is_claimed_and_nothing_changed(cast: Cast) -> None:
    assert "not known at the moment" in _page(cast.hanna)
    status, said = _press(cast.hanna)
    assert status == 200
    assert "Nothing was changed" in said
