"""A call's report in words, line by line."""

from collections.abc import Iterator, Mapping

from smartnumbers.telephony.lab.hearing import Heard
from smartnumbers.telephony.lab.report import CallEvent, CallReport, Outcome, Side

_EVENTS: Mapping[str, str] = {
    "dialled": "dialled {number} at {target}",
    "ringing": "it rings (180)",
    "progress": "sound before the answer (183)",
    "answered": "answered (200)",
    "speaking": "speaking: {file}",
    "keys-pressed": "pressed {keys}",
    "key-heard": "the other side pressed {key}",
}

_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.BUSY: "busy",
    Outcome.REFUSED: "refused",
    Outcome.NO_ANSWER: "no answer",
    Outcome.UNKNOWN_NUMBER: "the number does not exist",
    Outcome.UNAVAILABLE: "not available",
    Outcome.GAVE_UP: "nobody answered, the caller gave up",
    Outcome.FAILED: "failed",
}


def line(*, event: CallEvent) -> str:
    """One event, with the seconds since dialling."""
    words = _ended if event.what == "ended" else _EVENTS[event.what].format_map
    return f"{event.ms / 1000:9.3f} s  {words(event.values)}"


def _ended(values: Mapping[str, str | int | float]) -> str:
    who = "the caller" if values["by"] == Side.CALLER else "the other side"
    return f"ended by {who}" + (f" ({values['cause']})" if values["cause"] else "")


def summary(*, report: CallReport) -> Iterator[str]:
    """The lines that sum a finished call up."""
    if report.heard is not None:
        yield f"Heard {_sound(report.heard)}" + (f"; kept in {report.saved}." if report.saved else ".")
        if len(report.heard.spans) > 1:
            spans = (f"{span.start_ms / 1000:.1f} to {span.end_ms / 1000:.1f} s" for span in report.heard.spans)
            yield f"Sound from {', '.join(spans)}; silence between."
    details = [f"SIP {report.sip_status}"] if report.sip_status else []
    details += [f"cause {report.cause}"] if report.cause else []
    shown = f" ({', '.join(details)})" if details else ""
    if report.answered:
        yield f"Answered after {(report.answered_ms or 0) / 1000:.1f} s, talked for {report.talk_seconds:.1f} s{shown}."
    else:
        yield f"Not answered: {_OUTCOMES[report.outcome]}{shown}."


def _sound(heard: Heard) -> str:
    if heard.first_sound_ms is None:
        return f"{heard.seconds:.1f} s of silence"
    return (
        f"{heard.seconds:.1f} s, {heard.sound_seconds:.1f} s of it sound at {heard.level_dbfs} dBFS, "
        f"the first after {heard.first_sound_ms / 1000:.1f} s"
    )
