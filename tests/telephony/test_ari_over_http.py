"""An Asterisk that takes no requests over the WebSocket is asked over HTTP, and whoever asks sees no difference."""

import asyncio

import pytest

from smartnumbers.telephony.ari.client import AriClient, AriError, AriUnavailable, Event
from tests.telephony.product import Product, lab_phone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]


class OldAsterisk(AriClient):
    """A client that finds out what it would find out with an old Asterisk."""

    async def _takes_requests(self) -> bool:
        return False


async def test_an_old_asterisk_is_asked_over_http(product: Product) -> None:
    lab, events = product.lab, asyncio.Queue[Event]()
    client = await OldAsterisk.connect(
        url=lab.url, user=lab.user, password=lab.password, app="old", on_event=events.put_nowait
    )

    query = {"endpoint": f"PJSIP/carrier/sip:busy@{lab.sip}", "app": "old", "channelId": "old-1"}
    created = await client.request("POST", "channels/create", query=query)
    with pytest.raises(AriError) as refused:
        await client.request("GET", "channels/nobody")

    assert created["id"] == "old-1"
    assert refused.value.status == 404
    assert (await asyncio.wait_for(events.get(), 5))["type"]
    assert await client.request("DELETE", "channels/old-1") is None
    await client.close()
    await product.nothing_left()


async def test_an_asterisk_that_is_not_there_is_told_over_http_too(product: Product) -> None:
    lab = product.lab
    client = await OldAsterisk.connect(
        url=lab.url, user=lab.user, password=lab.password, app="old", on_event=lambda event: None
    )
    assert client._over_http is not None
    client._over_http._http.base_url = "http://127.0.0.1:1/ari"  # type: ignore[assignment]

    with pytest.raises(AriUnavailable):
        await client.request("GET", "asterisk/ping")

    await client.close()
    assert (await product.call(await product.number(lab_phone("speech")), talk=0.1)).answered
    await product.nothing_left()
