"""Messages that say something else than before."""

from collections.abc import Iterator

from smartnumbers.core.routing.comparing.change import Change
from smartnumbers.core.routing.treatments import Message


def message(*, old: Message, new: Message, treatment: str) -> Iterator[Change]:
    """The changes of a message; `treatment` names the one it belongs to, "" the greeting."""
    for language in sorted({*old.texts, *new.texts}):
        before, after = old.texts.get(language, ""), new.texts.get(language, "")
        if before != after:
            values = {"treatment": treatment, "language": language, "from": before, "to": after}
            yield Change("message-changed", values)
    if old.languages != new.languages:
        languages = {"from": list(old.languages), "to": list(new.languages)}
        yield Change("message-languages-changed", {"treatment": treatment, **languages})
    if old.recording != new.recording:
        if new.recording is None:
            yield Change("recording-removed", {"treatment": treatment})
        else:
            yield Change("recording-added" if old.recording is None else "recording-changed", {"treatment": treatment})
