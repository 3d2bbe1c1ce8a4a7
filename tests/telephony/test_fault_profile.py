"""A broken document among the published profiles: the last good one stays in force, and the operator is told."""

from typing import Any

import pytest

from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import CALLCONTROL, Product, lab_phone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

NO_ZONE = {"destinations": {}, "lists": {}, "dated": [{"valid_from": None, "name": "", "plan": {}}], "temporary": []}


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({}, "format"),
        (["rubbish"], "format"),
        ("rubbish", "format"),
        ({"format": 99}, "format"),
        ({"plans": NO_ZONE}, "plans.dated[0].plan.zone"),
        ({"number": "+41800999999"}, "number"),
    ],
)
async def test_a_broken_profile_leaves_the_last_good_one_in_force(product: Product, document: Any, place: str) -> None:
    number = await product.number(lab_phone("speech"))
    if isinstance(document, dict) and "format" not in document and document:
        document = {**(await product.office.newest_document(number=number)), "revision": 3, **document}

    await product.in_force(await product.office.publish_as_it_is(number=number, document=document))

    assert faults_of(product, number) == [
        {"code": "profile-invalid", "number": number, "revision": 3, "place": place},
    ]  # fmt: skip
    assert (await product.call(number, talk=0.2)).outcome is Outcome.ANSWERED
    assert (await product.record(number)).revision == 2
    await product.change_chain(number, lab_phone("music"))
    assert faults_of(product, number) == []
    await product.nothing_left()


async def test_a_broken_profile_leaves_the_others_alone(product: Product) -> None:
    broken, good = await product.number(lab_phone("speech")), await product.number(lab_phone("busy"))
    await product.in_force(await product.office.publish_as_it_is(number=broken, document={}))

    await product.change_chain(good, lab_phone("speech"))

    assert (await product.call(good, talk=0.2)).outcome is Outcome.ANSWERED
    await product.nothing_left()


async def test_a_restart_finds_the_last_good_profile_again(patient: Product) -> None:
    number = await patient.number(lab_phone("speech"))
    await patient.in_force(await patient.office.publish_as_it_is(number=number, document={}))

    await patient.restarted(CALLCONTROL, patient.kill(CALLCONTROL))

    assert (await patient.call(number, talk=0.2)).outcome is Outcome.ANSWERED
    assert (await patient.record(number)).revision == 2
    assert [fault["revision"] for fault in faults_of(patient, number)] == [3]
    await patient.change_chain(number, lab_phone("music"))
    await patient.nothing_left()


def faults_of(product: Product, number: str) -> list[dict[str, Any]]:
    return [fault for fault in product.watch.health["faults"] if fault["number"] == number]
