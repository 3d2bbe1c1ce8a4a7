"""The carriers of an installation that never had any: those of its configuration, and the lab's."""

from smartnumbers.core.routing.carriers import Authentication, Carrier
from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.secrets import secret
from smartnumbers.telephony.lab.dialplan import LINE_USER

LINE_SECRET = "lab-line"  # noqa: S105 - the name of a file
# The lab answers in no time, and whoever tries out what happens when it fails wants to see that soon.
_LAB_QUALIFY_SECONDS = 5


def first_carriers(*, configuration: Configuration) -> list[Carrier]:
    """What SMARTNUMBERS_TRUNK and SMARTNUMBERS_CARRIERS say is the first; with the lab, a second that registers."""
    trunk, line = configuration.trunk, configuration.lab_line
    is_lab = configuration.lab and trunk == configuration.lab_sip
    first = Carrier(
        id=0,
        name="Lab" if is_lab else "Carrier",
        host=trunk.host,
        port=trunk.port,
        inbound=configuration.carriers,
        qualify_seconds=_LAB_QUALIFY_SECONDS if is_lab else 30,
    )
    if not is_lab:
        return [first]
    second = Carrier(
        id=0,
        name="Lab (registered)",
        host=line.host,
        port=line.port,
        authentication=Authentication.REGISTRATION,
        user=LINE_USER,
        password=secret(folder=configuration.secrets, name=LINE_SECRET),
        priority=2,
        qualify_seconds=_LAB_QUALIFY_SECONDS,
    )
    return [first, second]
