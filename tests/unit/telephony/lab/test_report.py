"""The report of a call, its outcome and its words."""

import pytest

from smartnumbers.telephony.lab import wording
from smartnumbers.telephony.lab.hearing import Heard, Span
from smartnumbers.telephony.lab.order import CallOrder, OrderImpossible, key_runs
from smartnumbers.telephony.lab.report import CallEvent, CallReport, Outcome, Side, outcome_of


@pytest.mark.parametrize(
    ("sip_status", "cause", "outcome"),
    [
        (486, 17, Outcome.BUSY),
        (600, None, Outcome.BUSY),
        (403, 21, Outcome.REFUSED),
        (603, 21, Outcome.REFUSED),
        (480, 19, Outcome.NO_ANSWER),
        (404, 1, Outcome.UNKNOWN_NUMBER),
        (503, 34, Outcome.UNAVAILABLE),
        (500, 38, Outcome.FAILED),
        (None, 17, Outcome.BUSY),
        (None, 1, Outcome.UNKNOWN_NUMBER),
        (None, None, Outcome.FAILED),
    ],
)
def test_the_outcome_follows_the_status_and_else_the_cause(
    sip_status: int | None, cause: int | None, outcome: Outcome
) -> None:
    assert outcome_of(answered=False, gave_up=False, sip_status=sip_status, cause=cause) is outcome


def test_an_answer_and_a_callers_giving_up_come_before_any_status() -> None:
    assert outcome_of(answered=True, gave_up=False, sip_status=200, cause=16) is Outcome.ANSWERED
    assert outcome_of(answered=False, gave_up=True, sip_status=487, cause=16) is Outcome.GAVE_UP


def answered_report() -> CallReport:
    heard = Heard(seconds=4.0, sound_seconds=3.5, first_sound_ms=200, rms=3000.0)
    return CallReport(
        dialled="+41800123456", caller="+41791112233", withheld=False, target="127.0.0.1:5060", sip_status=200,
        cause=16, outcome=Outcome.ANSWERED, hung_up_by=Side.CALLER, ringing_ms=20, answered_ms=2000, ended_ms=6000,
        heard=heard, saved="heard.wav", events=[CallEvent(ms=0, what="dialled", values={"number": "1", "target": "t"})],
    )  # fmt: skip


def test_the_document_holds_all_that_is_known() -> None:
    document = answered_report().document()

    assert document["answered"] is True
    assert document["talk_seconds"] == 4.0
    assert document["heard"] == {
        "seconds": 4.0, "sound_seconds": 3.5, "first_sound_ms": 200, "rms": 3000.0, "level_dbfs": -20.8, "spans": (),
    }  # fmt: skip
    assert document["events"] == [{"ms": 0, "what": "dialled", "values": {"number": "1", "target": "t"}}]


def test_a_report_reads_as_sentences() -> None:
    assert list(wording.summary(report=answered_report())) == [
        "Heard 4.0 s, 3.5 s of it sound at -20.8 dBFS, the first after 0.2 s; kept in heard.wav.",
        "Answered after 2.0 s, talked for 4.0 s (SIP 200, cause 16).",
    ]


def test_a_report_says_when_there_was_silence_between() -> None:
    report = answered_report()
    spans = (Span(start_ms=200, end_ms=1500), Span(start_ms=3000, end_ms=4000))
    report.heard = Heard(seconds=4.0, sound_seconds=2.3, first_sound_ms=200, rms=3000.0, spans=spans)

    assert "Sound from 0.2 to 1.5 s, 3.0 to 4.0 s; silence between." in wording.summary(report=report)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.ANSWERED])
def test_every_failure_has_words(outcome: Outcome) -> None:
    report = CallReport(dialled="1", caller="", withheld=False, target="t", outcome=outcome)

    (sentence,) = wording.summary(report=report)

    assert sentence.startswith("Not answered: ")
    assert sentence.endswith(".")


def test_events_are_told_with_their_time() -> None:
    assert wording.line(event=CallEvent(ms=1234, what="ringing")) == "    1.234 s  it rings (180)"
    ended = CallEvent(ms=6000, what="ended", values={"by": "called", "cause": "User busy"})
    assert wording.line(event=ended) == "    6.000 s  ended by the other side (User busy)"


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": "nowhere"}, {"target": "h:1;lr"},
        {"dialled": "a b"}, {"dialled": "x@y"}, {"dialled": ""}, {"caller": "anna"}, {"keys": "12E"},
        {"early_keys": "x"}, {"talk": -1},
        {"patience": 0}, {"listen": False, "save": "x.wav"},
    ],
)  # fmt: skip
def test_what_no_telephone_could_do_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(OrderImpossible):
        CallOrder(**{"dialled": "1", "target": "127.0.0.1:5060", **wrong})  # type: ignore[arg-type]


def test_a_comma_between_keys_is_a_pause() -> None:
    assert key_runs("12,,3#") == ["12", ",", ",", "3#"]
