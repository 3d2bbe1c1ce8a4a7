"""What was said to people in the call, kept as evidence: what, when, how far, and whether the caller accepted."""

from dataclasses import replace

from smartnumbers.core.callcontrol.call import Call
from smartnumbers.core.callcontrol.events import PromptEnded
from smartnumbers.core.callcontrol.record import PromptPlayed, Purpose
from smartnumbers.core.tariffs.prompting import Prompt

LONGEST_PROMPT_MS = 120_000
"""A prompt whose end is not heard of by then counts as failed, so that no call hangs on it."""

CONSENT_MS = 10_000
"""How long the caller may take to press the key that accepts what was said."""


def begun(call: Call, *, purpose: Purpose, prompt: Prompt, at: int) -> tuple[Call, str]:
    """The call with a prompt that begins to be played, and the prompt's id."""
    prompt_id = f"{purpose.value}-{len(call.prompts) + 1}"
    played = PromptPlayed(
        prompt_id=prompt_id,
        purpose=purpose,
        language=prompt.language,
        text=prompt.text,
        recording=prompt.recording,
        revision=call.facts.revision,
        started_at=at,
    )
    return replace(call, prompts=(*call.prompts, played)), prompt_id


def ended(call: Call, event: PromptEnded) -> Call:
    """The call with what became of a prompt; nothing changes for one that is unknown or over already.

    A recording that was not to be had was spoken instead, as the event says; one of old has no text and says nothing.
    """
    return replace(
        call,
        prompts=tuple(
            replace(
                played,
                ended_at=event.at,
                played_ms=event.played_ms,
                result=event.result.value,
                recording=event.recording if event.text else played.recording,
            )
            if played.prompt_id == event.prompt_id and played.ended_at is None
            else played
            for played in call.prompts
        ),
    )


def accepted(call: Call, prompt_id: str | None, *, at: int) -> Call:
    """The call with the caller's consent to what a prompt said."""
    return replace(
        call,
        prompts=tuple(
            replace(played, consented_at=at) if played.prompt_id == prompt_id else played for played in call.prompts
        ),
    )
