"""What can be wrong with a carrier, so that each fault can stand beside its field."""

from collections.abc import Mapping

from smartnumbers.core.foundation.errors import DomainError


class CarrierRefused(DomainError):
    """A carrier that was not saved; `faults` holds for each field the reason, whose words are in `carriers.wording`."""

    code = "carrier-refused"

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("not saved (" + ", ".join(f"{field}: {reason}" for field, reason in faults.items()) + ")")
        self.faults = dict(faults)


class CarrierUnknown(DomainError):
    """A carrier that does not exist."""

    code = "carrier-unknown"
