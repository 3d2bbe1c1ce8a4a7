"""The cases of tests/golden/routing: how a plan, a call and what is remembered are read, how a decision is written.

Each case names one of the plans of `cast.json` and what is different in it (a JSON merge patch, RFC 7386), so that the
point of a case can be seen. Instants are ISO 8601 with their offset from UTC.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import (
    Caller,
    Decision,
    Dial,
    Greet,
    KeyTest,
    Presentation,
    Say,
    Stage,
    TakeMessage,
)
from smartnumbers.core.routing.profile import FORMAT, Profile, parse
from smartnumbers.core.tariffs.prompting import Prompt

FOLDER = Path(__file__).parents[3] / "golden" / "routing"
CAST = json.loads((FOLDER / "cast.json").read_text())
NUMBER = "+41800123789"


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """All cases with a name of their own."""
    for file in sorted(FOLDER.glob("*.json")):
        if file.name != "cast.json":
            for case in json.loads(file.read_text()):
                yield f"{file.stem}: {case['case']}", case


def decided(case: dict[str, Any]) -> Decision:
    """What `decide` says to a case."""
    profile = profile_of(case)
    others = {number: parse(_document(other, number)) for number, other in case.get("others", {}).items()}
    return decide(
        number=case.get("number", NUMBER),
        profile=profile,
        caller=caller_of(case["call"]),
        at=instant(case["call"]["at"]),
        circumstances=Remembered(case.get("remembered", {})),
        look_up={**others, **({profile.number: profile} if profile is not None else {})}.get,
        lot=case["call"].get("lot", 0),
    )


def profile_of(case: dict[str, Any]) -> Profile | None:
    """The profile of the number that is called, if there is one."""
    if case.get("profile") == "none":
        return None
    if "format" in case.get("profile", {}):
        return parse(case["profile"])
    return parse(_document(case, case.get("number", NUMBER)))


def _document(case: dict[str, Any], number: str) -> dict[str, Any]:
    plan = patched(CAST["plans"][case.get("plan", "alpina")], case.get("change", {}))
    document = {
        "format": FORMAT,
        "number": number,
        "account": "alpina",
        "revision": 7,
        "in_service": True,
        "limits": {"setups_per_second": None, "simultaneous": None},
        "blacklist": [],
        "charging": None,
    } | case.get("profile", {})
    later = [_settled(plan, item) for item in case.get("dated", [])]
    document["plans"] = {
        "destinations": patched(CAST["destinations"], case.get("destinations", {})),
        "lists": CAST["lists"],
        "dated": [{"valid_from": None, "name": "", "plan": plan}, *later],
        "temporary": [_settled(plan, item) for item in case.get("temporary", [])],
    }
    for entry in document["blacklist"]:
        entry["until"] = instant(entry["until"]) if isinstance(entry["until"], str) else entry["until"]
    return document


def _settled(plan: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    times = {key: instant(item[key]) for key in ("valid_from", "begins", "ends") if key in item}
    return {**times, "name": item["name"], "plan": patched(plan, item["change"])}


def patched(source: Any, patch: Any) -> Any:
    """A document with a merge patch applied."""
    if not isinstance(patch, dict):
        return patch
    result = dict(source) if isinstance(source, dict) else {}
    for key, value in patch.items():
        if value is None and key not in ("otherwise", "then", "limit", "holidays", "greeting"):
            result.pop(key, None)
        else:
            result[key] = patched(result.get(key), value)
    return result


def instant(written: str) -> int:
    """The instant in milliseconds of a time as cases write it."""
    return from_datetime(datetime.fromisoformat(written))


def caller_of(call: dict[str, Any]) -> Caller:
    """The caller of a case: a number, "" for none, whether it is hidden, and the name that came with it."""
    if call.get("hidden"):
        return Caller(call["from"], Presentation.RESTRICTED)
    presentation = Presentation.ALLOWED if call["from"] else Presentation.UNAVAILABLE
    return Caller(call["from"], presentation, call.get("name", ""))


class Remembered:
    """The circumstances of a case."""

    def __init__(self, written: dict[str, Any]) -> None:
        self._calls = [(caller, instant(at)) for caller, at in written.get("calls", [])]
        self._tests = [(caller, instant(at)) for caller, at in written.get("tests", [])]
        self._reports = {caller: instant(until) for caller, until in written.get("reports", [])}
        self._turns: dict[str, int] = written.get("turns", {})
        self._idle = {address: instant(at) for address, at in written.get("idle", {}).items()}

    def calls_since(self, *, number: str, caller: str, since: int) -> int:
        """How many of the calls of the case."""
        del number
        return sum(who == caller and at >= since for who, at in self._calls)

    def passed_test_since(self, *, number: str, caller: str, since: int) -> bool:
        """Whether the case has it so."""
        del number
        return any(who == caller and at >= since for who, at in self._tests)

    def reported_until(self, *, number: str, caller: str) -> int | None:
        """Until when the case has it."""
        del number
        return self._reports.get(caller)

    def turn(self, *, number: str, treatment_id: str) -> int:
        """The turn of the case."""
        del number
        return self._turns.get(treatment_id, 0)

    def idle_since(self, *, destination: str) -> int:
        """Since when the case has it, by address."""
        return self._idle.get(destination, 0)


def written_decision(decision: Decision) -> dict[str, Any]:
    """A decision as cases have it."""
    return {
        **({} if decision.refusal is None else {"refusal": decision.refusal.value}),
        "treatment": decision.treatment,
        "stages": [_stage(stage) for stage in decision.stages],
        "shown": " ".join(filter(None, (decision.shown.number, decision.shown.name))),
        **({"reports": True} if decision.reports else {}),
        **({"turns": [" ".join(turn) for turn in decision.turns]} if decision.turns else {}),
        "trace": [_step(step.code, step.values) for step in decision.trace],
    }


def _stage(stage: Stage) -> str:
    match stage:
        case Dial(entries=entries):
            ringing = [f"{entry.name} {entry.ring_seconds} s{_moves_on(entry.moves_on)}" for entry in entries]
            return f"ring {' + '.join(ringing)}"
        case Say(prompts=prompts):
            return f"say {_prompts(prompts)}"
        case Greet(prompts=prompts):
            return f"greet {_prompts(prompts)}"
        case KeyTest(prompts=prompts, key=key):
            return f"test {key}, {_prompts(prompts)}"
        case TakeMessage(prompts=prompts, email=email, max_seconds=seconds):
            return f"record {seconds} s for {email}, {_prompts(prompts)}"


def _moves_on(outcomes: frozenset[Any]) -> str:
    return "" if len(outcomes) == 5 else f" (on after {', '.join(sorted(outcomes)) or 'nothing'})"


def _prompts(prompts: tuple[Prompt, ...]) -> str:
    return " | ".join(
        f"{prompt.language}: {prompt.text}{f' [{prompt.recording}]' if prompt.recording else ''}" for prompt in prompts
    )


def _step(code: str, values: Any) -> str:
    return " ".join([code, *(f"{key}={value}" for key, value in values.items())])
