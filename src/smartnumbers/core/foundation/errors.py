"""The root of all errors of the domain.

Each room defines its own errors beside the code that raises them; all of them descend from here. A domain error
knows nothing of HTTP, SIP or the screen: it carries a stable code and the values that belong into a sentence, and
whoever meets people turns the code into words in their language.
"""

from collections.abc import Mapping


class DomainError(Exception):
    """Something the domain refuses, with a stable code and the values needed to say so in any language."""

    code = "domain-error"

    def __init__(self, message: str, *, parameters: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.parameters: Mapping[str, object] = dict(parameters or {})
