"""What a step of editing is given and gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from smartnumbers.portal.routing.drafting import Drafting


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken: the new document, the panel to be open then ("" for none), and what to say of it.

    `text` is said where the change can be overlooked; the head's Undo takes back any step.
    """

    document: Mapping[str, Any]
    panel: str = ""
    at: str = ""
    text: str = ""


class StepRefused(Exception):
    """A step that was not taken; `panel` shows again what was typed, with `shown` in the place of fresh forms."""

    def __init__(self, *, panel: str, at: str = "", **shown: Any) -> None:
        super().__init__(panel)
        self.panel, self.at, self.shown = panel, at, shown


Step = Callable[[Drafting, QueryDict], Done]
