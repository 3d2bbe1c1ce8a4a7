"""Requests of a call to the lab's Asterisk."""

import logging
from collections.abc import Mapping

from smartnumbers.telephony.ari.client import AriClient, AriError

CREATE_SECONDS = 10.0
"""Asterisk makes a channel in milliseconds; under a burst of calls it queues."""

log = logging.getLogger(__name__)


async def ask(ari: AriClient, method: str, path: str, *, query: Mapping[str, str | int] | None = None) -> bool:
    """A request that may come too late: the other side can hang up at any moment. Gives whether it was done."""
    try:
        await ari.request(method, path, query=query)
    except AriError as fault:
        if fault.status not in (404, 409, 412):
            log.warning("%s", fault)
        return False
    return True
