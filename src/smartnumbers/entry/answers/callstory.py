"""The story of one call as lines for people, with the reasons of its price."""

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.models import Attempt, CallRecord
from smartnumbers.apps.callrecords.pricewords import price_words, uncharged_words
from smartnumbers.apps.callrecords.wording import ATTEMPT_OUTCOMES, OUTCOMES, REASONS, SIDES, caller_words, words
from smartnumbers.apps.plans.wording import trace_words
from smartnumbers.core.callcontrol.documents import charging_from_document, prompt_from_document
from smartnumbers.core.callcontrol.record import PromptPlayed
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.foundation.money import amount_text
from smartnumbers.core.numbering.dialled import display
from smartnumbers.entry.answers.printing import duration, local


def story(*, access: Access, row: CallRecord) -> list[str]:
    """The call as lines for people: what came, what was decided, what each destination did, how it ended."""
    caller = caller_words(access=access, caller=row.caller, presentation=row.presentation)
    revision = "" if row.revision is None else f", revision {row.revision}"
    treatment = [f"Treatment: {row.treatment}"] if row.treatment else []
    lines = [
        f"Call {row.id}",
        f"{local(row.setup_at)}  {caller} calls {display(row.number)}{revision}: "
        f"{words(OUTCOMES, row.outcome).lower()}",
        *treatment,
        "",
        "Why",
        *(f"  {trace_words(step['code'], step['values'])}" for step in row.trace),
        "",
        "What happened",
    ]
    events = [(row.setup_at, "call arrives")]
    for attempt in row.attempts.all():
        events += _attempt_events(attempt)
    if row.answered_at is not None:
        events.append((row.answered_at, "caller and destination are connected"))
    events += _said_events(row)
    events += _charging_events(row)
    events.append((row.ended_at, f"{words(SIDES, row.hung_up_by)} {words(REASONS, row.reason)}"))
    lines += [f"  {_offset(at - row.setup_at)}  {text}" for at, text in sorted(events, key=lambda event: event[0])]
    told = f"cause {row.cause}" + (f", SIP {row.sip_status}" if row.sip_status is not None else "")
    lines += [
        "",
        f"Waited {duration(row.wait_milliseconds)}, talked {duration(row.talk_milliseconds)}; the caller's side was "
        f"told {told}.",
    ]
    lines += _money_lines(row)
    if row.message is not None:
        mailed = f", mailed to {row.message['email']}" if row.message["email"] else ""
        lines.append(f"The caller left a message of {duration(row.message['ms'])}{mailed}.")
    if row.reported:
        lines.append("The caller was reported as a nuisance, and is turned away from this number for 24 hours.")
    if row.recovered:
        lines.append("The end was found out after a crash; it may have been earlier.")
    return lines


def _money_lines(row: CallRecord) -> list[str]:
    if not row.currency:
        return []
    lines = ["", "Price", *(f"  {line}" for line in explanation(row))]
    for name, sum_ in (("The holder pays", row.holder_cost), ("The holder gets", row.payout)):
        if sum_ is not None:
            lines.append(f"  {name} {amount(row.currency, sum_)}.")
    for item in row.corrections.all():
        old, new = amount(row.currency, item.old_amount), amount(row.currency, item.new_amount)
        lines.append(f"  Corrected on {local(from_datetime(item.at))} by {item.by}: {old} -> {new} ({item.reason}).")
    return lines


def _charging_events(row: CallRecord) -> list[tuple[int, str]]:
    """What was said about the price, when charging began, and what was asked for in the call."""
    if row.charging is None:
        return []
    charging = charging_from_document(row.charging)
    events = [_said(prompt) for prompt in charging.prompts]
    if charging.charging_from is not None:
        events.append((charging.charging_from, "charging begins"))
    for request in charging.requests:
        asked = f"{request.kind} {request.slot}, asked for by {request.by}: {request.result}"
        events.append((request.effective_at or request.at, asked))
    return events


def _said_events(row: CallRecord) -> list[tuple[int, str]]:
    """What the caller heard that is not about the price."""
    return [_said(prompt_from_document(document)) for document in row.said]


def _said(prompt: PromptPlayed) -> tuple[int, str]:
    return prompt.started_at, f"said, {prompt.played_ms / 1000:.1f} s, {prompt.result or 'cut'}: {prompt.text}"


def _attempt_events(attempt: Attempt) -> list[tuple[int, str]]:
    name = f"{attempt.ordinal}. {attempt.name}"
    events = [(attempt.started_at, f"{name}: called at {attempt.address}, for up to {attempt.ring_seconds} s")]
    for left in attempt.tried:
        outcome = words(ATTEMPT_OUTCOMES, left["outcome"]).lower()
        events.append((left["ended_at"], f"{name}: {left['carrier']} could not take the call: {outcome}"))
    if attempt.alerting_at is not None:
        through = f", through {attempt.carrier}" if attempt.carrier else ""
        events.append((attempt.alerting_at, f"{name}: rings{through}"))
    if attempt.answered_at is not None:
        events.append((attempt.answered_at, f"{name}: answers"))
    elif attempt.full and attempt.ended_at is not None:
        events.append((attempt.ended_at, f"{name}: not dialled, it has as many calls as it takes"))
    elif attempt.ended_at is not None:
        status = f"SIP {attempt.sip_status}, " if attempt.sip_status is not None else ""
        outcome = words(ATTEMPT_OUTCOMES, attempt.outcome).lower()
        events.append((attempt.ended_at, f"{name}: {outcome} ({status}cause {attempt.cause})"))
    return events


def _offset(milliseconds: int) -> str:
    return f"{f'+{milliseconds / 1000:.3f} s':>12}"


def explanation(row: CallRecord) -> list[str]:
    """How the price came about, as the record has it: the steps, or why nothing was charged."""
    charging = row.charging or {}
    if charging.get("uncharged"):
        return [uncharged_words(charging["uncharged"])]
    steps = (charging.get("rated") or {}).get("explanation", ())
    return [price_words(step["code"], step["values"]) for step in steps]


def amount(currency: str, millionths: int | None) -> str:
    """An amount with its currency, two decimals at least; nothing where there is none."""
    return "" if millionths is None else f"{currency} {amount_text(millionths, decimals=2)}"
