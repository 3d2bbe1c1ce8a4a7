"""Keys pressed before the answer: ARI refuses them there, Asterisk's manager interface (over HTTP) does not."""

import asyncio

import httpx

from smartnumbers.telephony.lab.access import LabAccess
from smartnumbers.telephony.lab.order import KEY_GAP_MILLISECONDS, KEY_MILLISECONDS

SECONDS = 2.0


def manager(*, port: int, user: str, password: str) -> str:
    """The text of manager.conf: one user, who can do nothing but act on calls, at the web server that ARI is at.

    The port is for the interface of its own, which nobody uses but which cannot be turned off.
    """
    return f"""[general]
enabled=yes
webenabled=yes
bindaddr=127.0.0.1
port={port}
[{user}]
secret={password}
write=call
"""


class Keypad:
    """Presses keys on the channels of one lab."""

    def __init__(self, *, access: LabAccess) -> None:
        self._url = f"{access.url.removesuffix('/ari')}/arawman"
        self._user = access.user
        self._password = access.password

    async def press(self, *, channel: str, keys: str) -> None:
        """Press keys on a channel by its name ("PJSIP/carrier-0000002a") in any state. Raises ConnectionError."""
        auth = httpx.DigestAuth(self._user, self._password)
        async with httpx.AsyncClient(auth=auth, timeout=SECONDS, trust_env=False) as http:
            for key in keys:
                query = {"action": "PlayDTMF", "Channel": channel, "Digit": key, "Duration": str(KEY_MILLISECONDS)}
                try:
                    answer = await http.get(self._url, params=query)
                except httpx.TransportError as fault:
                    raise ConnectionError(f"the lab does not press keys: {fault}") from fault
                if "Response: Success" not in answer.text:
                    raise ConnectionError(f"the lab does not press keys: {answer.text.strip()}")
                await asyncio.sleep((KEY_MILLISECONDS + KEY_GAP_MILLISECONDS) / 1000)
