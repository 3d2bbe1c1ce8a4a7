"""What a caller in the lab is asked to do."""

import re
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError

KEY_MILLISECONDS = 100
KEY_GAP_MILLISECONDS = 100
PAUSE = ","
_KEYS = re.compile(r"[0-9*#A-D,]*")


class OrderImpossible(DomainError):
    """A call that cannot be placed as asked."""

    code = "order-impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOrder:
    """A call to place. Times in seconds.

    `dialled` stands in the request line as it is; `target` is where the INVITE goes ("host:port"). `caller` is the
    caller's number as the carrier sends it, "" for none, and `name` goes with it; `withheld` asks for privacy (RFC
    3323, "Privacy: id").
    `talk` counts from the answer, `patience` from dialling. `keys` are pressed after the answer (RFC 4733), a comma is
    a pause of one second; `early_keys` the same for sound that comes before the answer (183). `play` is a WAV file
    that Asterisk can read, played `play_after` the answer. With `listen`, what is heard is recorded and measured;
    `save` keeps the recording.
    """

    dialled: str
    target: str
    caller: str = ""
    name: str = ""
    withheld: bool = False
    talk: float = 5.0
    patience: float = 60.0
    keys: str = ""
    keys_after: float = 1.0
    early_keys: str = ""
    early_keys_after: float = 1.0
    play: Path | None = None
    play_after: float = 0.0
    listen: bool = True
    save: Path | None = None

    def __post_init__(self) -> None:
        """Raises OrderImpossible for what a telephone could not do."""
        if not re.fullmatch(r"[A-Za-z0-9+*#._~!$'-]{1,64}", self.dialled):
            raise OrderImpossible(f"{self.dialled!r} cannot be dialled", parameters={"dialled": self.dialled})
        if not re.fullmatch(r"[A-Za-z0-9.-]{1,253}:[0-9]{1,5}", self.target):
            raise OrderImpossible(f"{self.target!r} is not host:port", parameters={"target": self.target})
        if not re.fullmatch(r"\+?[0-9*#]{0,32}", self.caller):
            raise OrderImpossible(f"{self.caller!r} is no caller's number", parameters={"caller": self.caller})
        for keys in (self.keys, self.early_keys):
            if not _KEYS.fullmatch(keys):
                raise OrderImpossible(f"{keys!r}: keys are 0-9 * # A-D", parameters={"keys": keys})
        if self.talk < 0 or self.patience <= 0:
            raise OrderImpossible("times cannot be negative", parameters={})
        if self.save is not None and not self.listen:
            raise OrderImpossible("nothing is saved of what is not listened to", parameters={})


def key_runs(keys: str) -> list[str]:
    """Runs of keys, with PAUSE between them: "12,,3" is 12, PAUSE, PAUSE, 3."""
    return [run for run in re.split(f"({PAUSE})", keys) if run]
