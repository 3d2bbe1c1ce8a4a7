"""Ringing a destination for a test from the portal: who may, what call control is asked for, what is said of it."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.plans.models import Destination
from smartnumbers.telephony.control import messages
from tests.cast import Cast
from tests.integration.portal.test_pages import logged_in
from tests.playedcontrol import TRIAL_ID, PlayedControl

EDITOR = "/numbers/0800123789/routing/?panel=treatment&at=main"


@pytest.fixture
def control() -> Iterator[PlayedControl]:
    """Call control, which rings whom it is asked to ring."""
    played = PlayedControl(path=settings.CONFIGURATION.control_socket)
    played.start()
    yield played
    played.close()


@pytest.fixture
def path(cast: Cast) -> str:
    """Where the test of Alpina's reception is asked for."""
    found = Destination.objects.get(account=cast.alpina, address="+41445123800")
    return f"/routing/destinations/{found.pk}/test/"


def words(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", page[page.index("<main") : page.index("</main>")]).split())


def press(client: Client, path: str) -> tuple[int, str]:
    answer = client.post(path, follow=True)
    return answer.status_code, words(answer.content.decode())


@pytest.mark.parametrize(("who", "status"), [("sven", 404), ("remo", 403)])
def test_it_is_for_who_may_change_the_routing_of_this_account(
    cast: Cast, control: PlayedControl, path: str, who: str, status: int
) -> None:
    client = logged_in(getattr(cast, who))

    assert client.post(path).status_code == status
    assert client.get(f"{path}{TRIAL_ID}/").status_code == status
    assert control.rung == []
    assert not AuditEntry.objects.filter(action="plans.destination.rung").exists()


def test_who_is_not_logged_in_is_sent_to_the_log_in_page(control: PlayedControl, path: str) -> None:
    for answer in (Client().post(path), Client().get(f"{path}{TRIAL_ID}/")):
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")
    assert control.rung == []


def test_a_reader_is_offered_no_test(cast: Cast, path: str) -> None:
    page = logged_in(cast.remo).get(path.removesuffix("test/")).content.decode()

    assert path not in page


def test_call_control_is_asked_for_the_stored_address_and_nothing_of_the_request(
    cast: Cast, control: PlayedControl, path: str
) -> None:
    logged_in(cast.hanna).post(f"{path}?seconds=999&address=%2B41900000000", {"address": "+41900000000", "name": "X"})

    (wanted,) = control.rung
    assert (wanted.account, wanted.address, wanted.name) == (str(cast.alpina.pk), "+41445123800", "Reception")
    assert (wanted.language, wanted.ring_seconds, wanted.shown, wanted.limit) == ("de", 30, "", None)
    (entry,) = AuditEntry.objects.filter(action="plans.destination.rung")
    assert (entry.account_id, entry.data["address"]) == (cast.alpina.pk, "+41445123800")
    assert not CallRecord.objects.exists()


def test_the_number_of_the_page_is_shown_where_it_may_be(cast: Cast, control: PlayedControl, path: str) -> None:
    hanna = logged_in(cast.hanna)
    hanna.post(f"{path}?number=0800123789&seconds=12")

    assert (control.rung[0].shown, control.rung[0].ring_seconds) == ("+41800123789", 12)
    assert hanna.post(f"{path}?number=0848555210").status_code == 404
    assert len(control.rung) == 1


def test_its_page_tells_each_step_and_asks_for_the_next(cast: Cast, control: PlayedControl, path: str) -> None:
    control.trial_steps = [
        ("dialled", "", None), ("passed-on", "Alpha", 503), ("ringing", "Lab", None), ("answered", "", None),
        ("heard", "", None),
    ]  # fmt: skip
    hanna = logged_in(cast.hanna)

    first = hanna.post(path, follow=True)
    assert first.redirect_chain == [(f"{path}{TRIAL_ID}/", 302)]
    page = first.content.decode()
    assert f'hx-get="{path}{TRIAL_ID}/?seen=1"' in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    last = hanna.get(f"{path}{TRIAL_ID}/?seen=4").content.decode()

    assert "Alpha could not take the call; the next carrier is tried. SIP status 503" in words(last)
    assert "It rings after 2.0 s. Dialled through Lab." in words(last)
    assert "Answered after 3.0 s. The sentence was said, and we hung up after 4.0 s." in words(last)
    assert "hx-get" not in last[last.index('id="trial"') : last.index("</ol>", last.index('id="trial"'))]
    assert "http-equiv" not in last


def test_who_is_not_reached_is_told_with_the_status(cast: Cast, control: PlayedControl, path: str) -> None:
    page = words(logged_in(cast.hanna).get(f"{path}{TRIAL_ID}/?seen=1").content.decode())

    assert "Busy, after 1.0 s. Dialled through Lab. · SIP status 486" in page


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ((messages.TRIAL_RUNNING, {}), "It is being rung for a test already."),
        ((messages.TRIAL_FULL, {"limit": 2}), "it has as many calls as it takes at once"),
        ((messages.TRIAL_TOO_MANY, {"seconds": 41}), "Enough test calls for now. Try again in 41 s."),
        ((messages.TRIAL_ENGINE_DOWN, {}), "The telephony engine is down; nobody was rung."),
    ],
)
def test_a_refusal_is_told_in_words(
    cast: Cast, control: PlayedControl, path: str, refusal: tuple[str, dict[str, object]], said: str
) -> None:
    control.refusal = refusal

    status, page = press(logged_in(cast.hanna), path)

    assert status == 422
    assert said in page


def test_without_call_control_it_can_be_tried_again(cast: Cast, path: str) -> None:
    hanna = logged_in(cast.hanna)

    status, page = press(hanna, path)
    look = hanna.get(f"{path}{TRIAL_ID}/")

    assert (status, look.status_code) == (422, 422)
    for said in (page, words(look.content.decode())):
        assert "Call control cannot be reached; try again in a moment." in said
        assert "Ring again" in said


def test_a_test_call_that_call_control_does_not_know_is_not_there(
    cast: Cast, control: PlayedControl, path: str
) -> None:
    control.knows_trials = False

    assert logged_in(cast.hanna).get(f"{path}{TRIAL_ID}/").status_code == 404


def test_the_editor_has_a_button_for_each_destination_that_works_without_script(
    cast: Cast, control: PlayedControl, path: str
) -> None:
    hanna = logged_in(cast.hanna)
    page = hanna.get(EDITOR).content.decode()
    address = f"{path}?number=0800123789&amp;seconds=20"

    assert f'formaction="{address}"' in page
    assert f'hx-post="{address}"' in page
    assert page.count("formaction=") == 2
    assert "Ring Reception for a test" in words(page)
    hanna.post(address.replace("&amp;", "&"), {"do": "save-treatment"}, follow=True)
    assert (control.rung[0].shown, control.rung[0].ring_seconds) == ("+41800123789", 20)
