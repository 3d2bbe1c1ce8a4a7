"""The keys that a caller of the lab presses."""

import asyncio
from collections.abc import Callable

from smartnumbers.telephony.ari.client import AriClient
from smartnumbers.telephony.lab.asking import CREATE_SECONDS, ask
from smartnumbers.telephony.lab.dialplan import KEYPAD, KEYPAD_WAIT_SECONDS
from smartnumbers.telephony.lab.order import KEY_GAP_MILLISECONDS, KEY_MILLISECONDS, PAUSE, CallOrder, key_runs
from smartnumbers.telephony.lab.waits import within


class Keys:
    """Those of the call `key`. `keypad` is the channel that presses them before the answer, `ready` when it is there.

    `too_late`: the call was answered or is over, so that nothing is pressed before its answer any more.
    """

    SUFFIX = "-keypad"
    """What the id of the channel that presses keys before the answer ends with."""

    def __init__(self, *, key: str, order: CallOrder, ari: AriClient, app: str, tell: Callable[..., int]) -> None:
        self.keypad = f"{key}{self.SUFFIX}"
        self.ready = asyncio.Event()
        self.too_late = False
        self._key = key
        self._order = order
        self._ari = ari
        self._app = app
        self._tell = tell

    async def press(self) -> None:
        """Press what is to be pressed during the talk."""
        if not self._order.keys:
            return
        await asyncio.sleep(self._order.keys_after)
        for keys in key_runs(self._order.keys):
            if keys == PAUSE:
                await asyncio.sleep(1.0)
                continue
            query: dict[str, str | int] = {"dtmf": keys, "duration": KEY_MILLISECONDS, "between": KEY_GAP_MILLISECONDS}
            await ask(self._ari, "POST", f"channels/{self._key}/dtmf", query=query)
            self._tell("keys-pressed", keys=keys)
            await asyncio.sleep(_seconds(keys))

    async def press_early(self) -> None:
        """Press what is to be pressed while sound comes before the answer."""
        await asyncio.sleep(self._order.early_keys_after)
        for keys in key_runs(self._order.early_keys):
            if keys == PAUSE:
                await asyncio.sleep(1.0)
                continue
            if self.too_late:
                return
            await self._press_in_early_media(keys)
            self._tell("keys-pressed", keys=keys)

    async def _press_in_early_media(self, keys: str) -> None:
        """Press keys on a channel that is not answered: ARI refuses that, but passes them on from another one."""
        bridge = f"{self._key}-early"
        self.ready.clear()
        await ask(self._ari, "POST", "bridges", query={"type": "mixing,dtmf_events", "bridgeId": bridge})
        await ask(self._ari, "POST", f"bridges/{bridge}/addChannel", query={"channel": self._key})
        query = {"endpoint": f"Local/s@{KEYPAD}/n", "app": self._app, "channelId": self.keypad}
        await self._ari.request("POST", "channels", query=query, body={"variables": {"__KEYS": keys}})
        if await within(CREATE_SECONDS, self.ready.wait()):
            await ask(self._ari, "POST", f"bridges/{bridge}/addChannel", query={"channel": self.keypad})
            await asyncio.sleep(2 * KEYPAD_WAIT_SECONDS + _seconds(keys))
        await ask(self._ari, "DELETE", f"bridges/{bridge}")


def _seconds(keys: str) -> float:
    """How long it takes to press them."""
    return len(keys) * (KEY_MILLISECONDS + KEY_GAP_MILLISECONDS) / 1000
