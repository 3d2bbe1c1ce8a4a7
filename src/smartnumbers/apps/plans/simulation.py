"""What would happen if somebody called, as command line and API answer it: asked of the same code as the switch."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.checking import published_of
from smartnumbers.apps.plans.faults import DraftMissing
from smartnumbers.apps.plans.queries import draft, profile_with, published
from smartnumbers.apps.plans.wording import trace_words
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.dialled import normalise
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Decision, Dial, Presentation, Say, TakeMessage
from smartnumbers.core.routing.profile import Profile


@dataclass(frozen=True, slots=True)
class Simulation:
    """A decision with what it was asked about."""

    profile: Profile
    caller: Caller
    at: int
    decision: Decision
    of_draft: bool

    @property
    def then(self) -> dict[str, Any] | None:
        """What comes where nobody is rung or takes the call, None where the call ends."""
        match self.decision.stages[-1:]:
            case (Say(prompts=prompts),):
                return {"kind": Say.kind, "texts": [prompt.text for prompt in prompts]}
            case (TakeMessage(prompts=prompts, email=email),):
                return {"kind": TakeMessage.kind, "texts": [prompt.text for prompt in prompts], "email": email}
        return None

    def document(self) -> dict[str, Any]:
        """All of it as JSON-ready values."""
        decision, profile = self.decision, self.profile
        return {
            "number": profile.number,
            "caller": self.caller.number,
            "at": to_datetime(self.at).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "revision": profile.revision,
            "draft": self.of_draft,
            "treatment": decision.treatment,
            "refusal": None if decision.refusal is None else decision.refusal.value,
            "destinations": _destinations(decision),
            "display": {
                "mode": profile.plan_at(self.at).plan.display.mode.value,
                "number": decision.shown.number,
                "name": decision.shown.name,
            },
            "stages": [stage.kind for stage in decision.stages],
            "then": self.then,
            "trace": [
                {"code": step.code, "values": dict(step.values), "text": trace_words(step.code, step.values)}
                for step in decision.trace
            ],
        }


def simulate(
    *,
    access: Access,
    number: ServiceNumber,
    caller: str | None,
    at: Callable[[str], int],
    now: int,
    revision: int | None = None,
    of_draft: bool = False,
) -> Simulation:
    """What happens to a call from `caller` (as typed; None: without a number), as of a revision or by the draft.

    `at` gives the instant (milliseconds) in the time zone of the plan in force `now`. Raises PermissionMissing,
    NumberUnreadable, RevisionUnknown, DraftMissing, or ProfileInvalid where what is published is damaged.
    """
    profile = _profile(access, number, revision, of_draft)
    who = Caller("", Presentation.UNAVAILABLE) if caller is None else Caller(normalise(caller), Presentation.ALLOWED)
    instant = at(profile.plan_at(now).plan.zone)
    decision = decide(
        number=number.number,
        profile=profile,
        caller=who,
        at=instant,
        look_up=published_of(account_id=number.account_id),
    )
    return Simulation(profile, who, instant, decision, of_draft)


def _profile(access: Access, number: ServiceNumber, revision: int | None, of_draft: bool) -> Profile:
    if not of_draft:
        return published(access=access, number=number, revision=revision)
    found = draft(access=access, number=number)
    if found is None:
        raise DraftMissing(f"{number} has no draft.")
    return profile_with(access=access, number=number, document=found.document)


def _destinations(decision: Decision) -> list[dict[str, Any]]:
    return [
        {
            "to": entry.destination.address,
            "name": entry.name,
            "ring_s": entry.ring_seconds,
            "at_once": len(stage.entries) > 1,
        }
        for stage in decision.stages
        if isinstance(stage, Dial)
        for entry in stage.entries
    ]
