"""What can be wrong with one step of editing."""

import dataclasses
from collections.abc import Mapping

from smartnumbers.core.foundation.errors import DomainError


@dataclasses.dataclass(frozen=True, slots=True)
class EditFault:
    """One thing wrong with what was typed: its field, a stable code, and what belongs into its sentence."""

    field: str
    code: str
    parameters: Mapping[str, object] = dataclasses.field(default_factory=dict)


class EditRefused(DomainError):
    """A step that was not taken, for all the reasons in `faults`; the document is as it was."""

    code = "edit-refused"

    def __init__(self, *faults: EditFault) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.code}" for fault in faults))
        self.faults = faults
