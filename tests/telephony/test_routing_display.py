"""What the destination's telephone shows, on the wire: number and name, and never a number that may not be shown."""

import time

import pytest

from smartnumbers.core.routing.plan import Display, DisplayRule
from smartnumbers.telephony.lab.displays import Seen
from tests.telephony.product import ALICE, Product
from tests.telephony.routed import at_address, chain, plan_of, routed_number, rung
from tests.telephony.telephone import BUSY, telephone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

OFFICE = "+41442001122"
WITH_NAME = DisplayRule(mode=Display.CALLER_AND_NAME, prefix="Züri «Bau» ")


async def shown_for(
    product: Product, rule: DisplayRule, *, prefix: str = "+41800", **order: object
) -> tuple[str, Seen]:
    """The number called, and what its destination's telephone shows."""
    number = await routed_number(product, plan_of(chain(rung("busy")), display=rule), prefix=prefix)
    before = time.time_ns() // 1_000_000
    await product.call(number, **order)
    (seen,) = product.displayed(since=before)
    await product.nothing_left()
    return number, seen


@pytest.mark.parametrize(
    ("rule", "number", "name"),
    [
        (DisplayRule(), ALICE, "Alice Meier"),
        (DisplayRule(mode=Display.FIXED_NUMBER, fixed_number=OFFICE), OFFICE, ""),
        (WITH_NAME, ALICE, "Züri «Bau» Alice Meier"),
        (DisplayRule(mode=Display.CALLER_AND_NAME, prefix='"; <sip:x@y> '), ALICE, "; sip:x@y Alice Meier"),
    ],
)
async def test_the_number_and_the_name(product: Product, rule: DisplayRule, number: str, name: str) -> None:
    _, seen = await shown_for(product, rule, name="Alice Meier")

    assert (seen.number, seen.asserted, seen.name) == (number, number, name)


async def test_the_service_number_goes_without_the_callers_name(product: Product) -> None:
    number, seen = await shown_for(product, DisplayRule(mode=Display.SERVICE_NUMBER), name="Alice Meier")

    assert (seen.number, seen.asserted, seen.name) == (number, number, "")


@pytest.mark.parametrize("rule", [DisplayRule(mode=Display.WITHHELD), DisplayRule(), WITH_NAME])
async def test_nobody_is_seen_where_the_plan_or_the_caller_wants_it_so(product: Product, rule: DisplayRule) -> None:
    async with telephone(BUSY) as reception:
        plan = plan_of(chain(at_address(reception.address, "reception")), display=rule)
        number = await routed_number(product, plan)
        await product.call(number, name="Alice Meier", withheld=rule.mode is not Display.WITHHELD)
        invite = await reception.received("INVITE")

    assert "<sip:anonymous@" in invite.value("from").lower()
    for hint in (ALICE.removeprefix("+41"), "Meier"):
        assert hint.encode() not in invite.serialise()
    # The name that the holder has set is no secret.
    assert ("Bau" in invite.value("from")) == (rule is WITH_NAME)
    assert (invite.position("p-asserted-identity") is not None) == (rule is WITH_NAME)
    await product.nothing_left()


@pytest.mark.parametrize("mode", [Display.SERVICE_NUMBER, Display.CALLER])
async def test_a_premium_number_is_never_shown(product: Product, mode: Display) -> None:
    """FDV art. 26a: neither the service number called nor a caller who claims to be one."""
    order = {} if mode is Display.SERVICE_NUMBER else {"caller": "+41900123456"}
    number, seen = await shown_for(product, DisplayRule(mode=mode), prefix="+41900", **order)

    for shown in (seen.number, seen.asserted, seen.name):
        assert "900" not in shown
    (record,) = product.journalled(number)
    assert "display-forbidden" in [step.code for step in record.trace]
