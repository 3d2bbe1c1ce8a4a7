"""Carriers, on real calls: by address and by registration, failover, limits, formats, encryption, change under load."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.carriers.models import CarrierRow, PublishedSet
from smartnumbers.apps.carriers.operations import add_carrier, change_carrier, remove_carrier
from smartnumbers.apps.plans.operations.chain import ChainRow
from smartnumbers.core.callcontrol.record import Attempt, AttemptOutcome, CallRecord, Outcome
from smartnumbers.core.routing.carriers import Authentication, Carrier, Codec, NumberFormat
from smartnumbers.telephony.lab.conditions import Condition, Line, put
from smartnumbers.telephony.lab.phones import phone
from tests.telephony.product import CALLCONTROL, SWITCH, Product, lab_phone
from tests.telephony.telephone import BUSY, Telephone, telephone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

CALLER = "+41791112233"
SPEAKING = phone(name="speech-de").behaviour.extension


def saved(carriers: Sequence[Carrier]) -> int:
    """Have these carriers and no others: those of the same name are changed, others removed; gives the sequence."""
    access, at = platform_access(label="test"), datetime.now(UTC)
    known = {row.name: row for row in CarrierRow.objects.all()}
    for name in known.keys() - {one.name for one in carriers}:
        remove_carrier(access=access, carrier_id=known[name].pk, at=at)
    for one in carriers:
        if one.name in known:
            change_carrier(access=access, carrier_id=known[one.name].pk, carrier=one, at=at)
        else:
            add_carrier(access=access, carrier=one, at=at)
    return PublishedSet.objects.get(id=1).sequence


class Carriers:
    """The carriers of a product under test, in force when `use` returns."""

    def __init__(self, product: Product, found: Sequence[Carrier]) -> None:
        self.product = product
        self.found = tuple(found)
        self.lab, self.line = self.found

    async def use(self, *carriers: Carrier) -> None:
        sequence = await self.product.office.do(saved, carriers=carriers)
        await self.product.watch.until(
            lambda: (self.product.watch.health.get("carriers_sequence") or 0) >= sequence, what="carriers in force"
        )

    def state(self, name: str) -> dict[str, Any]:
        """What call control tells of a carrier."""
        listed = self.product.watch.health.get("carriers", [])
        return next((dict(one) for one in listed if one["name"] == name), {})

    async def until(self, name: str, *, up: bool, reason: str = "") -> None:
        await self.product.watch.until(
            lambda: (self.state(name).get("up"), self.state(name).get("reason")) == (up, reason),
            what=f"{name} is {'up' if up else 'down'} {reason}",
            seconds=25,
        )

    def condition(self, line: Line, condition: Condition) -> None:
        put(folder=self.product.home / "run", line=line, condition=condition)


@pytest_asyncio.fixture(loop_scope="session")
async def carriers(patient: Product) -> AsyncIterator[Carriers]:
    """The lab's two carriers, both up; afterwards they are as before."""
    found = await patient.office.do(lambda: [row.carrier for row in CarrierRow.objects.order_by("priority")])
    used = Carriers(patient, found)
    await used.until("Lab", up=True)
    await used.until("Lab (registered)", up=True)
    yield used
    for line in Line:
        used.condition(line, Condition.UP)
    await used.use(*found)


async def attempt_of(product: Product, number: str) -> Attempt:
    """The only attempt of the only call to a number."""
    return (await record_of(product, number)).attempts[0]


async def record_of(product: Product, number: str) -> CallRecord:
    await product.record(number)
    return product.journalled(number)[0]


def tried(attempt: Attempt) -> list[tuple[str, AttemptOutcome, int | None]]:
    return [(one.carrier, one.outcome, one.sip_status) for one in attempt.tried]


async def test_a_call_goes_out_through_the_first_carrier_and_through_the_registered_one_when_that_comes_first(
    carriers: Carriers, patient: Product
) -> None:
    first, second = [await patient.number(lab_phone("speech-de")) for _ in range(2)]
    await patient.call(first)
    await carriers.use(replace(carriers.lab, priority=9), carriers.line)
    await patient.call(second)

    assert ((await attempt_of(patient, first)).carrier, (await attempt_of(patient, second)).carrier) == (
        "Lab",
        "Lab (registered)",
    )


async def test_a_failing_carrier_is_left_within_the_attempt_and_a_busy_telephone_is_not(
    carriers: Carriers, patient: Product
) -> None:
    answering, engaged = await patient.number(lab_phone("speech-de")), await patient.number(lab_phone("busy"))
    busy_call = await patient.call(engaged)
    carriers.condition(Line.FIRST, Condition.FAILING)

    report = await patient.call(answering)

    assert (report.outcome, busy_call.outcome) == ("answered", "busy")
    attempt, engaged_attempt = await attempt_of(patient, answering), await attempt_of(patient, engaged)
    assert tried(attempt) == [("Lab", AttemptOutcome.ERROR, 503)]
    assert (attempt.carrier, attempt.outcome) == ("Lab (registered)", AttemptOutcome.ANSWERED)
    assert (engaged_attempt.tried, engaged_attempt.outcome) == ((), AttemptOutcome.BUSY)
    stored = (await patient.record(answering)).attempts.all()[0]
    assert [(one["carrier"], one["outcome"]) for one in stored.tried] == [("Lab", "error")]


async def test_a_dead_carrier_is_left_after_three_seconds_found_out_and_tried_last(
    carriers: Carriers, patient: Product
) -> None:
    carriers.condition(Line.FIRST, Condition.DEAD)
    first = await patient.number(lab_phone("speech-de"))
    await patient.call(first)
    await carriers.until("Lab", up=False, reason="unreachable")
    second = await patient.number(lab_phone("speech-de"))
    await patient.call(second)
    carriers.condition(Line.FIRST, Condition.UP)
    await carriers.until("Lab", up=True)

    waited = await attempt_of(patient, first)
    assert tried(waited) == [("Lab", AttemptOutcome.UNREACHABLE, None)]
    assert waited.answered_at is not None
    assert 2500 < waited.answered_at - waited.started_at < 5000
    assert (await attempt_of(patient, second)).tried == ()


async def test_a_wrong_password_shows_as_down_with_the_reason_and_the_right_one_as_up(carriers: Carriers) -> None:
    await carriers.use(carriers.lab, replace(carriers.line, password="wrong"))
    await carriers.until("Lab (registered)", up=False, reason="refused")

    await carriers.use(carriers.lab, carriers.line)

    await carriers.until("Lab (registered)", up=True)


async def test_a_full_carrier_leaves_further_calls_to_the_next(carriers: Carriers, patient: Product) -> None:
    await carriers.use(replace(carriers.lab, channels=1), replace(carriers.line, channels=1))
    numbers = [await patient.number(lab_phone("speech-de")) for _ in range(3)]
    calls = [await patient.talking(number) for number in numbers[:2]]
    await patient.watch.until(lambda: carriers.state("Lab")["calls"] == 1, what="a call through the first carrier")

    refused = await patient.call(numbers[2])
    for call in calls:
        await call.hang_up()

    assert refused.outcome == "unavailable"
    assert [(await attempt_of(patient, number)).carrier for number in numbers] == ["Lab", "Lab (registered)", ""]
    await patient.watch.until(lambda: carriers.state("Lab")["calls"] == 0, what="no call is left")


@pytest.mark.parametrize(
    ("form", "called", "calling"),
    [
        (NumberFormat.NATIONAL, "0445551000", "0791112233"),
        (NumberFormat.INTERNATIONAL_00, "0041445551000", "0041791112233"),
        (NumberFormat.E164, "41445551000", "41791112233"),
    ],
)
async def test_numbers_and_codecs_are_on_the_wire_as_the_carrier_wants_them(
    carriers: Carriers, patient: Product, form: NumberFormat, called: str, calling: str
) -> None:
    async with telephone(BUSY) as carrier:
        host, _, port = carrier.address.partition("@")[2].partition(":")
        wanted = Carrier(
            id=0, name="Wire", host=host, port=int(port), called_format=form, calling_format=form, qualify_seconds=0,
            codecs=(Codec.G722, Codec.ULAW),
        )  # fmt: skip
        await carriers.use(wanted, replace(carriers.lab, priority=9), carriers.line)
        number = await patient.number(lab_phone("speech-de"))
        await patient.call(number, caller=CALLER)
        invite = await carrier.received("INVITE")

    assert invite.user == called
    assert f"<sip:{calling}@" in invite.value("from")
    assert f"<sip:{calling}@" in invite.value("p-asserted-identity")
    offered = {line.split(" ")[1] for line in invite.body.decode().splitlines() if line.startswith("a=rtpmap:")}
    assert offered == {"G722/8000", "PCMU/8000", "telephone-event/8000"}
    assert (await attempt_of(patient, number)).outcome is AttemptOutcome.BUSY


async def test_a_destination_by_tls_gets_encrypted_sound_and_one_by_ipv6_is_reached(
    carriers: Carriers, patient: Product
) -> None:
    by_tls = await patient.number(ChainRow(f"sips:{SPEAKING}@{patient.lab.by_tls}", "TLS", 10))
    by_ipv6 = await patient.number(ChainRow(f"sip:{SPEAKING}@{patient.lab.by_udp6}", "IPv6", 10))
    first, second = await patient.talking(by_tls), await patient.talking(by_ipv6)

    secure = await patient.asked_of_channels("PJSIP/tls-", "CHANNEL(rtp,secure)")
    addresses = await patient.asked_of_channels("PJSIP/out6-", "CHANNEL(rtp,dest)")
    await first.hang_up()
    await second.hang_up()

    assert secure == ["1"]
    assert [address.startswith("[::1]:") for address in addresses] == [True]


async def test_carriers_change_while_calls_run_and_no_call_is_dropped(carriers: Carriers, patient: Product) -> None:
    numbers = [await patient.number(lab_phone("speech-de")) for _ in range(4)]
    carried = [await patient.talking(number) for number in numbers[:2]]
    await carriers.use(replace(carriers.lab, priority=9), carriers.line)
    carried += [await patient.talking(number) for number in numbers[2:]]

    await carriers.use(replace(carriers.lab, codecs=(Codec.ULAW,), port=carriers.line.port), carriers.line)
    await carriers.use()
    await carriers.use(carriers.lab, carriers.line)
    await asyncio.sleep(1.0)

    assert len(patient.watch.calls) == 4
    for call in carried:
        await call.hang_up()
    for number in numbers:
        record = await record_of(patient, number)
        assert (record.outcome, record.hung_up_by.value) == (Outcome.ANSWERED, "caller")
    await patient.nothing_left()


async def test_calls_through_a_carrier_are_found_again_after_a_restart_and_counted(
    carriers: Carriers, patient: Product
) -> None:
    await carriers.use(replace(carriers.lab, priority=9), carriers.line)
    number = await patient.number(lab_phone("speech-de"))
    call = await patient.talking(number)

    await patient.restarted(CALLCONTROL, patient.kill(CALLCONTROL))

    await patient.watch.until(
        lambda: carriers.state("Lab (registered)").get("calls") == 1, what="the call counts again"
    )
    await call.hang_up()
    record = await record_of(patient, number)
    assert (record.outcome, record.attempts[0].carrier) == (Outcome.ANSWERED, "Lab (registered)")


async def test_after_the_death_of_the_switch_the_carriers_are_there_again(carriers: Carriers, patient: Product) -> None:
    await patient.restarted(SWITCH, patient.kill(SWITCH))

    number = await patient.number(lab_phone("speech-de"))
    assert (await patient.call(number)).outcome == "answered"
    await carriers.until("Lab (registered)", up=True)


class Registrar(Telephone):
    """A carrier that takes every registration, and calls to what was registered; it answers OPTIONS."""

    def _react(self, message: Any, peer: tuple[str, int]) -> None:
        if message.method in ("REGISTER", "OPTIONS"):
            answer = message.answer(200, "OK")
            if message.method == "REGISTER":
                answer.headers.insert(-1, ("Contact", f"{message.value('contact')};expires=600"))
            assert self._transport is not None
            self._transport.sendto(answer.serialise(), peer)

    def call(self, *, uri: str, number: str, peer: tuple[str, int]) -> None:
        """Call `uri`, whose To header says who is meant."""
        host, port = self.address.partition("@")[2].split(":")
        body = f"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n"
        lines = [
            f"INVITE {uri} SIP/2.0", f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{number.strip('+')}",
            "Max-Forwards: 70", f"From: <sip:{CALLER}@{host}>;tag=1", f"To: <sip:{number}@{host}>",
            f"Call-ID: {number}@{host}", "CSeq: 1 INVITE", f"Contact: <sip:carrier@{host}:{port}>",
            "Content-Type: application/sdp", f"Content-Length: {len(body)}", "", body,
        ]  # fmt: skip
        assert self._transport is not None
        self._transport.sendto("\r\n".join(lines).encode(), peer)


@asynccontextmanager
async def registrar() -> AsyncIterator[Registrar]:
    """A registrar at an address that no carrier's calls come from."""
    transport, found = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Registrar(BUSY), local_addr=("127.0.0.2", 0)
    )
    try:
        yield found
    finally:
        transport.close()


async def test_a_call_comes_in_by_our_registration_and_from_nowhere_else(carriers: Carriers, patient: Product) -> None:
    host, port = patient.sip.split(":")
    async with registrar() as carrier:
        there, _, where = carrier.address.partition("@")[2].partition(":")
        wanted = Carrier(
            id=0, name="Incoming", host=there, port=int(where), authentication=Authentication.REGISTRATION, user="us",
            password="secret", qualify_seconds=0,
        )  # fmt: skip
        await carriers.use(carriers.lab, carriers.line, wanted)
        register = await carrier.received("REGISTER")
        contact = register.value("contact").partition("<")[2].partition(">")[0]
        known, unknown = await patient.number(lab_phone("busy")), await patient.number(lab_phone("busy"))

        carrier.call(uri=f"sip:{unknown}@{patient.sip}", number=unknown, peer=(host, int(port)))
        carrier.call(uri=contact, number=known, peer=(host, int(port)))
        record = await record_of(patient, known)

    assert (record.caller, record.outcome) == (CALLER, Outcome.BUSY)
    # It was sent before the other, which is through already.
    assert patient.journalled(unknown) == []
