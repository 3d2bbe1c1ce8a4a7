"""The profiles in force: looked up for every call, changed by publications."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from smartnumbers.core.routing.messages import put_together
from smartnumbers.core.routing.profile import Profile, ProfileInvalid, parse
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
        put_together(profile)
        self.profiles[publication.number] = profile
        self.fresh.append(profile)
        self.faults.pop(publication.number, None)
        return True

    def fall_back(self, earlier: Iterable[Publication]) -> Publication | None:
        """Put the first good one of earlier publications in force, keeping the fault of the newest; gives which."""
        for publication in earlier:
            if self.restore(publication.document):
                return publication
        return None

    def restore(self, document: Any) -> bool:
        """Put a document in force that was in force before; the sequence stays, so that newer ones are read anew."""
        try:
            profile = parse(document)
        except ProfileInvalid:
            return False
        self.profiles[profile.number] = profile
        self.fresh.append(profile)
        return True
