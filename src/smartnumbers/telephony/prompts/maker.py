"""The process that makes prompts: speech takes a processor, and call control has none to spare.

One JSON object on its standard input: the folders, and what is wanted: prompts, and charging plans and numbers of which
every prompt is wanted that calls may need. It ends with status 0 when all of them are there, else with 1 and the reason
on its standard error. Started again with the same, it does what is left.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.tariffs.prompting import Prompt, parse_prompt, prompt_document
from smartnumbers.telephony.prompts import sounds
from smartnumbers.telephony.speech import voices
from smartnumbers.telephony.speech.voices import Voices, VoicesMissing

MODULE = "smartnumbers.telephony.prompts.maker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where prompts are made and kept, where Asterisk plays them from, where own recordings and voices are."""

    folder: Path
    playable: Path
    recordings: Path
    cache: Path


def order(
    *, places: Places, prompts: Sequence[Prompt] = (), plans: Sequence[dict[str, Any]] = (),
    speaking: Sequence[Sequence[dict[str, Any]]] = (), at: int,
) -> bytes:  # fmt: skip
    """The text for the maker's standard input; `at` is the present instant (milliseconds).

    `plans` are documents of charging plans. `speaking` are numbers whose routing says something: for each the documents
    of its profile and, behind it, of the numbers whose plans it leads to.
    """
    return orjson.dumps(
        {
            "folder": str(places.folder),
            "playable": str(places.playable),
            "recordings": str(places.recordings),
            "cache": str(places.cache),
            "prompts": [prompt_document(prompt) for prompt in prompts],
            "plans": plans,
            "speaking": speaking,
            "at": at,
        }
    )


def main() -> int:
    """Make what standard input asks for; gives the exit status."""
    asked = orjson.loads(sys.stdin.buffer.read())
    places = Places(**{name: Path(asked[name]) for name in ("folder", "playable", "recordings", "cache")})
    places.folder.mkdir(parents=True, exist_ok=True)
    status = 0
    for path in (places.folder, places.playable):
        path.mkdir(parents=True, exist_ok=True)
    sounds.lay_out(path=sounds.make_beep(folder=places.folder), folder=places.playable)
    speaking = _voices(places.cache)
    for prompt in _wanted(asked):
        try:
            path = sounds.make(prompt=prompt, folder=places.folder, recordings=places.recordings, voices=speaking)
            sounds.lay_out(path=path, folder=places.playable)
        except (DomainError, OSError) as fault:
            sys.stderr.write(f"{prompt.text!r} ({prompt.language}): {fault}\n")
            status = 1
    return status


def _wanted(asked: dict[str, Any]) -> Iterator[Prompt]:
    for document in asked["prompts"]:
        yield parse_prompt(document)
    if asked["plans"] or asked["speaking"]:
        yield from _foreseen(asked)


def _foreseen(asked: dict[str, Any]) -> Iterator[Prompt]:
    # Loaded only here: a caller may be waiting for the one prompt that is asked for.
    from smartnumbers.core.routing.profile import parse  # noqa: PLC0415 - see above
    from smartnumbers.core.tariffs.charging import parse_charging  # noqa: PLC0415 - see above
    from smartnumbers.telephony.prompts.foreseen import foreseen  # noqa: PLC0415 - see above
    from smartnumbers.telephony.prompts.sayings import sayings  # noqa: PLC0415 - see above

    for document in asked["plans"]:
        yield from foreseen(plan=parse_charging(document), at=asked["at"])
    for documents in asked["speaking"]:
        profiles = [parse(document) for document in documents]
        known = {profile.number: profile for profile in profiles}
        yield from sayings(profile=profiles[0], look_up=known.get, at=asked["at"])


def _voices(cache: Path) -> Voices | None:
    try:
        return voices.find(cache=cache)
    except VoicesMissing:
        return None


if __name__ == "__main__":
    raise SystemExit(main())
