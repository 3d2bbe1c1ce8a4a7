"""What call control needs of the world outside the core."""

from collections.abc import Awaitable, Mapping
from typing import Any, Protocol

from smartnumbers.core.callcontrol.live import LiveCall


class Journal(Protocol):
    """Where every event is written before it counts."""

    @property
    def healthy(self) -> bool:
        """Whether new calls can be written down; while they cannot, none may be let in."""

    def append(self, entry: Mapping[str, Any]) -> Awaitable[object]:
        """Write an entry; what is returned is done when the entry is safe on disk, or kept until it can be.

        Entries are written in the order of the calls of this method, whether or not what it returns is waited for.
        """


class Watchers(Protocol):
    """Who watches the calls while they run."""

    def call(self, live: LiveCall) -> None:
        """A call is new or has changed."""

    def ended(self, call_id: str, account: str) -> None:
        """A call is over."""
