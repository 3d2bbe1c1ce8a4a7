"""From the treatment that a plan leads to, by way of branches and other numbers, to the stages of a call."""

from dataclasses import dataclass, field

from smartnumbers.core.routing.branches import way_of
from smartnumbers.core.routing.chainorder import dials
from smartnumbers.core.routing.decision import Refusal, Say, Stage, TakeMessage
from smartnumbers.core.routing.messages import prompts_of
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.question import Question
from smartnumbers.core.routing.ruling import treatment_at
from smartnumbers.core.routing.tracecodes import TraceCode
from smartnumbers.core.routing.treatments import (
    Announcement,
    Branches,
    Chain,
    ChainEntry,
    Flow,
    Message,
    OtherNumber,
    Strategy,
    Treatment,
    Voicemail,
)
from smartnumbers.core.tariffs.prompting import Prompt

HOPS = 10
"""From treatment to treatment a call goes so many times at most."""


@dataclass(slots=True)
class Way:
    """How far a call got: its stages, and why there are none."""

    question: Question
    profile: Profile
    plan: Plan
    stages: list[Stage] = field(default_factory=list)
    refusal: Refusal = Refusal.NO_DESTINATION
    turns: list[tuple[str, str]] = field(default_factory=list)
    _seen: list[tuple[str, str]] = field(default_factory=list)

    def follow(self, treatment_id: str | None) -> None:
        """Go on from a treatment until nothing leads further."""
        while treatment_id is not None:
            treatment = self._reached(treatment_id)
            treatment_id = None if treatment is None else self._through(treatment)

    def _reached(self, treatment_id: str) -> Treatment | None:
        treatment = self.plan.treatments.get(treatment_id)
        if treatment is None:
            self.question.tell(TraceCode.TREATMENT_MISSING, {"treatment": treatment_id})
            return None
        here = (self.profile.number, treatment_id)
        if here in self._seen or len(self._seen) > HOPS:
            self.question.tell(TraceCode.LOOP, {"name": treatment.name})
            self.refusal = Refusal.LOOP
            return None
        self._seen.append(here)
        return treatment

    def _through(self, treatment: Treatment) -> str | None:
        """Do what a treatment says; the id of the one that follows it."""
        match treatment.action:
            case Chain() as chain:
                return self._chain(treatment, chain)
            case Announcement(message=message):
                prompts = self._prompts(treatment, TraceCode.ANNOUNCEMENT, message)
                if prompts:
                    self.stages.append(Say(prompts))
                return None
            case Voicemail(message=message, email=email, max_seconds=max_seconds):
                prompts = self._prompts(treatment, TraceCode.VOICEMAIL, message)
                self.stages.append(TakeMessage(prompts, email, max_seconds))
                return None
            case Branches() as branches:
                return way_of(treatment=treatment, branches=branches, plan=self.plan, question=self.question)
            case Flow(flow=flow, otherwise=otherwise):
                self.question.tell(TraceCode.FLOW_NOT_IN_FORCE, {"name": treatment.name, "flow": flow})
                return otherwise
            case OtherNumber(number=number):
                return self._other_number(treatment, number)

    def _chain(self, treatment: Treatment, chain: Chain) -> str | None:
        entries = self._not_paused(chain)
        if not entries:
            self.question.tell(TraceCode.CHAIN_EMPTY, {"name": treatment.name})
            return chain.then
        turn = 0
        if chain.strategy is Strategy.IN_TURN:
            here = (self.profile.number, treatment.treatment_id)
            turn = self.question.circumstances.turn(number=here[0], treatment_id=here[1])
            self.turns.append(here)
        ordered = dials(chain=chain, entries=entries, turn=turn, question=self.question)
        self.stages.extend(ordered)
        self.question.tell(
            TraceCode.CHAIN_CHOSEN,
            {
                "name": treatment.name,
                "strategy": chain.strategy.value,
                "destinations": len(entries),
                "first": ordered[0].entries[0].name,
            },
        )
        return chain.then

    def _not_paused(self, chain: Chain) -> tuple[ChainEntry, ...]:
        paused = [entry for entry in chain.entries if entry.paused]
        if not paused:
            return chain.entries
        for entry in paused:
            self.question.tell(TraceCode.DESTINATION_PAUSED, {"destination": entry.name})
        return tuple([entry for entry in chain.entries if not entry.paused])

    def _prompts(self, treatment: Treatment, code: TraceCode, message: Message) -> tuple[Prompt, ...]:
        self.question.tell(code, {"name": treatment.name})
        profile = self.question.profile
        prompts = prompts_of(message=message, plan=self.plan, profile=profile, at=self.question.at)
        if not prompts:
            self.question.tell(TraceCode.NOTHING_TO_SAY, {"name": treatment.name})
        return prompts

    def _other_number(self, treatment: Treatment, number: str) -> str | None:
        """Go over to the plan of another number, as it is at this instant."""
        question = self.question
        values: dict[str, str | int] = {"name": treatment.name, "number": number}
        other = question.look_up(number)
        if other is None:
            question.tell(TraceCode.OTHER_NUMBER_UNKNOWN, values)
            return None
        if other.account != question.profile.account:
            question.tell(TraceCode.OTHER_NUMBER_FOREIGN, values)
            return None
        if not other.in_service:
            question.tell(TraceCode.OTHER_NUMBER_OUT_OF_SERVICE, values)
            return None
        question.tell(TraceCode.OTHER_NUMBER, values)
        self.profile, self.plan = other, other.plan_at(question.at).plan
        following = treatment_at(plan=self.plan, at=question.at, tell=question.tell)
        if following is None:
            self.refusal = Refusal.GAP
        return following
