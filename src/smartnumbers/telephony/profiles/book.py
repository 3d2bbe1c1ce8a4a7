"""The profiles in force: looked up for every call, changed by publications, kept on disk as well."""

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from smartnumbers.core.routing.profile import Profile, ProfileInvalid, document, parse
from smartnumbers.telephony.profiles.source import Publication

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProfileFault:
    """A published document that could not be put in force."""

    number: str
    revision: int
    place: str

    def document(self) -> dict[str, Any]:
        """The fault as JSON-ready values."""
        return {"code": ProfileInvalid.code, "number": self.number, "revision": self.revision, "place": self.place}


@dataclass(slots=True)
class ProfileBook:
    """All profiles in force, by number, and what could not be put in force.

    `fresh` are those put in force since somebody took note of them.
    """

    sequence: int = 0
    profiles: dict[str, Profile] = field(default_factory=dict)
    fresh: list[Profile] = field(default_factory=list)
    faults: dict[str, ProfileFault] = field(default_factory=dict)

    def take_fresh(self) -> list[Profile]:
        """The profiles put in force since this was last asked."""
        taken, self.fresh = self.fresh, []
        return taken

    def look_up(self, number: str) -> Profile | None:
        """The profile in force for a canonical number."""
        return self.profiles.get(number)

    def apply(self, publication: Publication) -> bool:
        """Put a publication in force; a broken one leaves the last good one there and is kept as a fault."""
        self.sequence = max(self.sequence, publication.sequence)
        try:
            profile = parse(publication.document)
            if profile.number != publication.number or profile.revision != publication.revision:
                raise ProfileInvalid("number: not the one it is published for", parameters={"place": "number"})
        except ProfileInvalid as fault:
            place = str(fault.parameters.get("place", ""))
            log.error(
                "profile of %s, revision %d, is broken at %s; the last good one stays in force",
                publication.number,
                publication.revision,
                place,
            )
            self.faults[publication.number] = ProfileFault(publication.number, publication.revision, place)
            return False
        self.profiles[publication.number] = profile
        self.fresh.append(profile)
        self.faults.pop(publication.number, None)
        return True

    def fall_back(self, earlier: Iterable[Publication]) -> bool:
        """Put the first good one of earlier publications in force, keeping the fault of the newest."""
        for publication in earlier:
            try:
                profile = parse(publication.document)
            except ProfileInvalid:
                continue
            self.profiles[publication.number] = profile
            self.fresh.append(profile)
            return True
        return False

    def save(self, file: Path) -> None:
        """Keep the profiles in force on disk, replacing the former copy at once."""
        content = {"sequence": self.sequence, "profiles": [document(one) for one in self.profiles.values()]}
        fresh = file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(orjson.dumps(content))
        fresh.replace(file)

    def load(self, file: Path) -> bool:
        """Take the profiles kept on disk; False where there are none or they cannot be read."""
        try:
            content = orjson.loads(file.read_bytes())
            self.profiles = {profile.number: profile for profile in map(parse, content["profiles"])}
            self.fresh = list(self.profiles.values())
        except (OSError, ValueError, KeyError, TypeError, ProfileInvalid) as fault:
            log.warning("no profiles kept on disk: %s", fault)
            return False
        # The sequence is not taken: at the next contact with the database everything is read anew.
        return True
