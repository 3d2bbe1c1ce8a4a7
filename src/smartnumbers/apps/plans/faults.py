"""What can be wrong with a change, so that each fault can stand beside its field with the words typed kept."""

import dataclasses
from collections.abc import Mapping, Sequence

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.routing.check import Finding


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what was typed.

    `field` names the field, `row` (from 0) the row of a list or None for the whole; `code` is stable, its sentence is
    in `plans.wording`, and `parameters` belong into it.
    """

    field: str
    code: str
    row: int | None = None
    parameters: Mapping[str, object] = dataclasses.field(default_factory=dict)


class ChangeRefused(DomainError):
    """A change that was not made, for all the reasons in `faults`."""

    code = "change-refused"

    def __init__(self, faults: Sequence[Fault]) -> None:
        where = ", ".join(
            f"{fault.field}{'' if fault.row is None else f'[{fault.row}]'}: {fault.code}" for fault in faults
        )
        super().__init__(f"not changed ({where})")
        self.faults = tuple(faults)


class RevisionConflict(DomainError):
    """Somebody else has changed the same thing since; `parameters` hold `revision` (in force now), `by` and `at`."""

    code = "revision-conflict"


class RevisionUnknown(DomainError):
    """A revision that was never published."""

    code = "revision-unknown"


class NothingToUndo(DomainError):
    """A change that cannot be taken back: it was the first, or it was not the holder's."""

    code = "nothing-to-undo"


class PlanRefused(DomainError):
    """A plan that was not put in force: among `findings`, those of the check, are errors."""

    code = "plan-refused"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"not published ({', '.join(f'{found.place}: {found.code}' for found in findings)})")
        self.findings = tuple(findings)


class DraftMissing(DomainError):
    """There is no draft, or not any more."""

    code = "draft-missing"


class DraftConflict(DomainError):
    """Somebody else has saved the draft since; `parameters` hold `version`, `by` and `at` of what is there now."""

    code = "draft-conflict"
