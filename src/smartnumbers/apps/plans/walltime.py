"""Wall-clock times as people write them, as instants."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from smartnumbers.core.foundation.errors import DomainError


class MomentInvalid(DomainError):
    """Text that is no date and time; `parameters` hold what was `written`."""

    code = "moment-invalid"


class MomentSkipped(MomentInvalid):
    """A wall-clock time that never comes: the clocks go forward over it."""

    code = "moment-skipped"


def moment(*, written: str, zone: str) -> datetime:
    """The instant of a date and time, on the wall clock of `zone` where it has no offset of its own.

    Of an hour that comes twice, when the clocks go back, the first is meant. Raises MomentInvalid or MomentSkipped.
    """
    parameters = {"written": written.strip()}
    try:
        read = datetime.fromisoformat(written.strip())
    except ValueError as fault:
        raise MomentInvalid(f"{written!r} is no date and time", parameters=parameters) from fault
    if "T" not in written and " " not in written.strip():
        raise MomentInvalid(f"{written!r} has no time of day", parameters=parameters)
    if read.tzinfo is not None:
        return read.astimezone(UTC)
    instant = read.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != read:
        raise MomentSkipped(f"{written!r} does not come: the clocks go forward", parameters=parameters)
    return instant
