"""Who waits for the answer to a request about one call."""

from collections.abc import Callable, Mapping
from typing import Any

from smartnumbers.core.callcontrol import requests
from smartnumbers.core.callcontrol.commands import Tell

Reply = Callable[[str, Mapping[str, Any]], None]
"""Given the result (a code of `core.callcontrol.requests`) and its parameters, once."""


class Asked:
    """The requests about one call that have not been answered yet.

    They live as long as the process: after a restart nobody waits for them any more.
    """

    __slots__ = ("_replies",)

    def __init__(self) -> None:
        self._replies: dict[str, Reply] = {}

    def wait(self, request_id: str, reply: Reply) -> None:
        """Somebody waits for the answer to a request."""
        self._replies[request_id] = reply

    def tell(self, command: Tell) -> None:
        """Answer a request; one that nobody waits for is a request by keys, or from before a restart."""
        reply = self._replies.pop(command.request_id, None)
        if reply is not None:
            reply(command.result, command.parameters)

    def end(self) -> None:
        """The call is over, and whoever still waits is told so."""
        replies, self._replies = self._replies, {}
        for reply in replies.values():
            reply(requests.CALL_ENDED, {})
