"""The operator's pages of carriers: who gets in, what is shown, faults in their place, and no password anywhere."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.carriers.models import CarrierRow, PublishedSet
from smartnumbers.apps.carriers.operations import add_carrier
from smartnumbers.core.routing.carriers import Authentication, Carrier, Codec
from smartnumbers.portal.live.broker import broker
from tests.cast import Cast

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "s3;cret"
LINE = Carrier(
    id=0, name="Line", host="sip.example", authentication=Authentication.REGISTRATION, user="line7", password=SECRET,
    codecs=(Codec.G722, Codec.ALAW), channels=3,
)  # fmt: skip
TYPED = {
    "name": "Alpha", "host": "192.0.2.1", "port": "5060", "transport": "udp", "srtp": "off", "authentication": "ip",
    "inbound": "192.0.2.0/28\n2001:db8::/48", "priority": "2", "channels": "", "qualify_seconds": "30",
    "called_format": "national", "calling_format": "e164-plus", "country": "CH", "codec_1": "g722", "codec_2": "alaw",
}  # fmt: skip
PAGE = "/operator/carriers/"


def seen_as(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def olga(database: str, cast: Cast) -> Client:
    return seen_as(cast.olga)


@pytest.fixture
def line(cast: Cast) -> CarrierRow:
    return add_carrier(access=cast.access(cast.olga), carrier=LINE, at=NOW)


@pytest.fixture
def heard(line: CarrierRow) -> Iterator[None]:
    """Call control tells that the line is down."""
    before = broker.board.health
    since = int(NOW.timestamp() * 1000)
    state = {"id": line.pk, "up": False, "since": since, "reason": "refused", "round_trip_ms": 4.25, "calls": 2}
    broker.board.hear({"type": "health", "health": {"engine": "up", "carriers": [state]}})
    yield
    broker.board.health = before


@pytest.mark.parametrize("who", ["hanna", "remo", "sven"])
def test_carriers_are_nobodys_business_but_the_operators(cast: Cast, line: CarrierRow, who: str) -> None:
    client = seen_as(getattr(cast, who))

    for path in (PAGE, f"{PAGE}add/", f"{PAGE}{line.pk}/"):
        assert client.get(path).status_code == 403
        assert client.post(path, TYPED).status_code == 403 if path != PAGE else True
    for action in ("use", "ask", "remove"):
        assert client.post(f"{PAGE}{line.pk}/{action}/").status_code == 403
    assert PAGE not in client.get("/").content.decode()
    assert CarrierRow.objects.get().in_use


def test_a_stranger_is_asked_to_log_in(line: CarrierRow) -> None:
    assert Client().get(PAGE).status_code == 302


def test_the_list_tells_how_each_carrier_is_and_why(olga: Client, line: CarrierRow, heard: None) -> None:
    shown = olga.get(PAGE).content.decode()

    assert "Line" in shown
    assert "down" in shown
    assert "user name or password are wrong" in shown
    assert "2&nbsp;/&nbsp;3" in shown
    assert "4.2 ms" in shown


def test_what_is_not_heard_of_is_not_known(olga: Client, line: CarrierRow) -> None:
    assert "not known" in olga.get(PAGE).content.decode()


def test_a_carrier_is_added_with_all_that_was_typed(olga: Client) -> None:
    assert olga.post(f"{PAGE}add/", TYPED).status_code == 302

    made = CarrierRow.objects.get().carrier
    assert (made.name, made.address, made.inbound) == ("Alpha", "192.0.2.1:5060", ("192.0.2.0/28", "2001:db8::/48"))
    assert (made.codecs, made.channels, made.priority) == ((Codec.G722, Codec.ALAW), None, 2)
    assert PublishedSet.objects.get(id=1).sequence == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Give the carrier a name."),
        ("host", "a b;c", "Enter a host name"),
        ("port", "99999", "A port is a number from 1 to 65535."),
        ("port", "much", "Enter a whole number."),
        ("inbound", "0.0.0.0/0", "strangers could call in"),
        ("inbound", "192.0.2.300", "Enter IP addresses or networks"),
        ("priority", "0", "A number from 1 to 99."),
        ("channels", "0", "A number from 1 to 100000"),
        ("qualify_seconds", "1", "A number of seconds from 2 to 3600"),
        ("srtp", "required", "only where SIP goes by TLS"),
        ("codec_1", "alaw", "each once"),
    ],
)
def test_a_fault_stands_at_its_field_and_all_that_was_typed_stays(
    olga: Client, field: str, typed: str, said: str
) -> None:
    answer = olga.post(f"{PAGE}add/", {**TYPED, field: typed})

    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[field])
    assert answer.context["form"][field].value() == typed
    assert answer.context["form"]["host"].value() == (typed if field == "host" else "192.0.2.1")
    assert not CarrierRow.objects.exists()


def test_the_password_is_shown_nowhere_and_stays_unless_another_is_typed(olga: Client, line: CarrierRow) -> None:
    shown = olga.get(f"{PAGE}{line.pk}/").content.decode()
    assert SECRET not in shown
    assert "There is one." in shown
    change = {**TYPED, "name": "Line", "authentication": "registration", "user": "line7", "password": ""}

    assert olga.post(f"{PAGE}{line.pk}/", change).status_code == 302
    assert CarrierRow.objects.get().password == SECRET

    refused = olga.post(f"{PAGE}{line.pk}/", {**change, "password": "another", "host": ""})
    assert refused.status_code == 422
    assert "another" not in refused.content.decode().replace("Type another to change it", "")

    assert olga.post(f"{PAGE}{line.pk}/", {**change, "password": "another"}).status_code == 302
    assert CarrierRow.objects.get().password == "another"
    assert not [page for page in (PAGE, "/operator/") if "another" in olga.get(page).content.decode()]


def test_a_carrier_rests_and_comes_back_by_undo(olga: Client, line: CarrierRow) -> None:
    rested = olga.post(f"{PAGE}{line.pk}/use/", {"in_use": "no"}, follow=True).content.decode()
    assert not CarrierRow.objects.get().in_use
    assert "out of use" in rested
    assert f"{PAGE}{line.pk}/use/?in_use=yes" in rested

    olga.post(f"{PAGE}{line.pk}/use/?in_use=yes")
    assert CarrierRow.objects.get().in_use


def test_a_change_of_a_resting_carrier_lets_it_rest(olga: Client, line: CarrierRow) -> None:
    olga.post(f"{PAGE}{line.pk}/use/", {"in_use": "no"})
    olga.post(f"{PAGE}{line.pk}/", {**TYPED, "name": "Line"})

    assert (CarrierRow.objects.get().host, CarrierRow.objects.get().in_use) == ("192.0.2.1", False)


def test_a_test_without_call_control_says_so(olga: Client, line: CarrierRow) -> None:
    asked = olga.post(f"{PAGE}{line.pk}/ask/", follow=True).content.decode()

    assert "Call control cannot be reached; nobody was asked." in asked


def test_a_removed_carrier_is_gone(olga: Client, line: CarrierRow) -> None:
    olga.post(f"{PAGE}{line.pk}/remove/")

    assert not CarrierRow.objects.exists()
    assert olga.get(f"{PAGE}{line.pk}/").status_code == 404
    assert olga.post(f"{PAGE}{line.pk}/remove/").status_code == 404
