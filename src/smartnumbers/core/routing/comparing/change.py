"""One difference between two plans."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """What is different in the new plan; `code` is stable, `values` (JSON-ready) belong into its sentence.

    Treatments, destinations and lists stand in `values` by their names, times of day as minutes since midnight.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
