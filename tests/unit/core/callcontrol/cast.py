"""The fixed cast of the call control tests: one number, one caller, three destinations."""

from smartnumbers.core.callcontrol.admission import Limit
from smartnumbers.core.callcontrol.call import Call
from smartnumbers.core.callcontrol.commands import Command, Finish
from smartnumbers.core.callcontrol.events import Event, Offered
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.callcontrol.transitions import step
from smartnumbers.core.routing.decide import Caller, Presentation, decide
from smartnumbers.core.routing.destinations import SipDestination, TelephoneDestination
from smartnumbers.core.routing.profile import BlacklistEntry, ChainEntry, Display, Profile

NUMBER = "+41800123789"
ANNA = Caller(number="+41791112233", presentation=Presentation.ALLOWED)
HIDDEN = Caller(number="+41791112233", presentation=Presentation.RESTRICTED)
NUISANCE = Caller(number="+41767778899", presentation=Presentation.ALLOWED)

RECEPTION = ChainEntry(destination=TelephoneDestination("+41445123800"), name="Reception", ring_seconds=20)
BEAT = ChainEntry(destination=TelephoneDestination("+41796201477"), name="Beat Frei", ring_seconds=15)
HOTLINE = ChainEntry(destination=SipDestination("sip:hotline@pbx.example"), name="Hotline", ring_seconds=25)

PROFILE = Profile(
    number=NUMBER,
    account="alpina",
    revision=14,
    in_service=True,
    chain=(RECEPTION, BEAT, HOTLINE),
    blacklist={NUISANCE.number: BlacklistEntry(caller=NUISANCE.number)},
    display=Display.CALLER,
)


def offered(
    *, profile: Profile | None = PROFILE, caller: Caller = ANNA, limit: Limit | None = None, at: int = 0
) -> Offered:
    """The arrival of a call to the number of the cast."""
    return Offered(
        at=at,
        call_id="019f0000-0000-7000-8000-000000000001",
        node="node1",
        channel="1732.1",
        dialled="0800123789",
        number=NUMBER,
        caller=caller,
        account=profile.account if profile else None,
        revision=profile.revision if profile else None,
        limit=limit,
        decision=decide(number=NUMBER, profile=profile, caller=caller, at=at),
    )


class Run:
    """A call taken through events; keeps what was commanded since the last event, and the record at the end."""

    def __init__(self, *events: Event) -> None:
        self.call = Call()
        self.commands: tuple[Command, ...] = ()
        self.records: list[CallRecord] = []
        for event in events:
            self.happens(event)

    def happens(self, event: Event) -> tuple[Command, ...]:
        """Let an event happen and give what is to be done about it."""
        self.call, self.commands = step(self.call, event)
        self.records += [command.record for command in self.commands if isinstance(command, Finish)]
        return self.commands

    @property
    def record(self) -> CallRecord:
        """The one record of the call."""
        (record,) = self.records
        return record
