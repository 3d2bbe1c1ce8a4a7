"""What a destination learns of who is calling: what its INVITE says, to the last byte."""

import pytest

from smartnumbers.apps.plans.operations.chain import ChainRow
from smartnumbers.core.routing.plan import Display
from smartnumbers.telephony.lab.sip import Message
from tests.telephony.product import ALICE, Product
from tests.telephony.telephone import BUSY, telephone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

ALICES_DIGITS = ALICE.removeprefix("+41")


async def invite_of(product: Product, display: Display, **order: object) -> tuple[str, Message]:
    """The number called, and the INVITE that reaches its destination."""
    async with telephone(BUSY) as reception:
        number = await product.number(ChainRow(reception.address, "reception", 20), display=display)
        await product.call(number, **order)
        invite = await reception.received("INVITE")
    await product.nothing_left()
    return number, invite


async def test_the_destination_sees_the_caller(product: Product) -> None:
    _, invite = await invite_of(product, Display.CALLER)

    assert f"<sip:{ALICE}@" in invite.value("from")
    assert f"<sip:{ALICE}@" in invite.value("p-asserted-identity")
    assert invite.user == "reception"


async def test_the_destination_sees_the_service_number(product: Product) -> None:
    number, invite = await invite_of(product, Display.SERVICE_NUMBER)

    assert f"<sip:{number}@" in invite.value("from")
    assert f"<sip:{number}@" in invite.value("p-asserted-identity")
    assert ALICES_DIGITS.encode() not in invite.serialise()


async def test_the_destination_of_a_withheld_call_sees_nobody(product: Product) -> None:
    number, invite = await invite_of(product, Display.CALLER, withheld=True)

    assert "anonymous" in invite.value("from").lower()
    assert invite.position("p-asserted-identity") is None
    assert ALICES_DIGITS.encode() not in invite.serialise()
    record = await product.record(number)
    assert (record.caller, record.presentation) == (ALICE, "restricted")


async def test_a_withheld_call_can_show_the_service_number(product: Product) -> None:
    number, invite = await invite_of(product, Display.SERVICE_NUMBER, withheld=True)

    assert f"<sip:{number}@" in invite.value("from")
    assert ALICES_DIGITS.encode() not in invite.serialise()


async def test_a_caller_without_a_number_has_none_at_the_destination_either(product: Product) -> None:
    number, invite = await invite_of(product, Display.CALLER, caller="")

    assert "anonymous" in invite.value("from").lower()
    record = await product.record(number)
    assert (record.caller, record.presentation) == ("", "unavailable")
