"""What can be wrong with a tariff, so that each fault can stand beside its field with the words typed kept."""

from collections.abc import Sequence

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.tariffs.validation import RuleFault, fault_sentence


class TariffRefused(DomainError):
    """Prices that were not taken, for all the reasons in `faults`: rules of the class, or of the platform.

    A fault's `source` is the law it comes from, "" where it is the platform's own.
    """

    code = "tariff-refused"

    def __init__(self, faults: Sequence[RuleFault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault_sentence(fault)}" for fault in faults))
        self.faults = tuple(faults)


class TariffUnknown(DomainError):
    """A tariff, version or price that does not exist, or not for this access: the two look the same from outside."""

    code = "tariff-unknown"


class VersionInForce(DomainError):
    """A version that cannot be taken back any more: it is or was in force."""

    code = "version-in-force"
