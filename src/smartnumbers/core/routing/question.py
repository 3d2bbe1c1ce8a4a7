"""What is asked when a call is decided, and the trace that is written on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from smartnumbers.core.routing.decision import Caller, Circumstances, Presentation, TraceStep
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.tracecodes import TraceCode

LOTS = 10_000


@dataclass(slots=True)
class Question:
    """A call to a number at an instant (milliseconds); `lot` (0 to 9999) is drawn for it."""

    profile: Profile
    caller: Caller
    at: int
    circumstances: Circumstances
    look_up: Callable[[str], Profile | None]
    lot: int
    trace: list[TraceStep] = field(default_factory=list)

    @property
    def number(self) -> str:
        """The number called."""
        return self.profile.number

    @property
    def withheld(self) -> bool:
        """Whether the caller hides its number. Who came without one does not (as 3GPP TS 23.088, 8.1, has it)."""
        return self.caller.presentation is Presentation.RESTRICTED

    def tell(self, code: TraceCode, values: Mapping[str, str | int] | None = None) -> None:
        """Write down a thing looked at."""
        self.trace.append(TraceStep(code, values or {}))
