"""The pages of calls whose routing had more in it than destinations one after the other, ended and live."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.core.callcontrol import record as core
from smartnumbers.core.callcontrol.live import LiveStage, LiveState
from smartnumbers.core.callcontrol.record import AttemptOutcome, MessageLeft, Outcome, PromptPlayed, Purpose, Side
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decision import TraceStep
from tests.cast import NOW, Cast, call_id, call_record
from tests.playedcontrol import PlayedControl

SETUP = from_datetime(NOW)


@pytest.fixture
def control() -> Iterator[PlayedControl]:
    """Call control."""
    played = PlayedControl(path=settings.CONFIGURATION.control_socket)
    played.start()
    yield played
    played.close()


def said(purpose: Purpose, text: str, *, at: int, result: str = "finished") -> PromptPlayed:
    return PromptPlayed(
        prompt_id=f"{purpose.value}-1", purpose=purpose, language="de", text=text, recording=None, revision=2,
        started_at=at, ended_at=at + 3000, played_ms=3000, result=result,
    )  # fmt: skip


def page(cast: Cast, record: core.CallRecord) -> str:
    keep_records(node="node1", records=[record], segment="a", offset=1)
    return _get(cast, reverse("call", args=[CallRecord.objects.get(pk=call_id(record)).pk]))


def _get(cast: Cast, path: str) -> str:
    client = Client()
    client.force_login(cast.hanna)
    client.cookies["django_language"] = "en"
    cast.hanna.language = "en"
    cast.hanna.save()
    return client.get(path).content.decode().replace("\u00a0", " ")


@pytest.mark.usefixtures("database")
class TestStory:
    def test_a_call_in_which_a_message_was_left(self, cast: Cast) -> None:
        record = call_record(
            cast,
            outcome=Outcome.MESSAGE,
            reason="message-left",
            answered_at=None,
            ended_at=SETUP + 30_000,
            treatment="Combox",
            said=(said(Purpose.VOICEMAIL, "Sprechen Sie nach dem Ton.", at=SETUP + 2000),),
            message=MessageLeft(name="m", ms=20_000, email="office@alpina.example"),
        )

        shown = page(cast, replace(record, attempts=()))

        for words in (
            "Combox",
            "The caller is asked to leave a message",
            "“Sprechen Sie nach dem Ton.”",
            "The caller leaves a message",
            "It is mailed to office@alpina.example.",
        ):
            assert words in shown
        assert 'class="message"' in shown

    def test_destinations_that_rang_at_once(self, cast: Cast) -> None:
        record = call_record(cast)
        slower, faster = record.attempts
        slower = replace(
            slower,
            outcome=AttemptOutcome.ANSWERED_ELSEWHERE,
            started_at=faster.started_at,
            ended_at=faster.answered_at,
            carrier="First Carrier",
        )

        shown = page(cast, replace(record, attempts=(slower, faster)))

        assert "Answered elsewhere" in shown
        assert "Dialled through First Carrier." in shown
        assert "On to the next destination." not in shown

    def test_a_destination_that_had_its_calls(self, cast: Cast) -> None:
        record = call_record(cast)
        first, second = record.attempts

        shown = page(cast, replace(record, attempts=(replace(first, outcome=AttemptOutcome.BUSY, full=True), second)))

        assert "It was not dialled: it had as many calls as it takes at once." in shown
        assert "On to the next destination." in shown

    def test_a_call_that_was_turned_away_shows_what_stopped_it(self, cast: Cast) -> None:
        trace = (TraceStep("number-in-service"), TraceStep("too-many-calls", {"calls": 3, "seconds": 60}))
        record = call_record(
            cast, outcome=Outcome.BLOCKED, reason="too-many-calls", answered_at=None, trace=trace, attempts=()
        )

        shown = page(cast, record)

        assert "The call is refused" in shown
        assert shown.count('class="stop"') == 1

    def test_a_key_test_that_was_not_passed_refused_nobody_before(self, cast: Cast) -> None:
        record = call_record(
            cast,
            outcome=Outcome.BLOCKED,
            reason="key-test-failed",
            answered_at=None,
            said=(said(Purpose.TEST, "Drücken Sie die Fünf.", at=SETUP + 100, result="skipped"),),
            attempts=(),
        )

        shown = page(cast, record)

        assert "The caller is asked to press a key" in shown
        assert "The caller pressed a key." in shown
        assert "The way is chosen" in shown

    def test_a_reported_caller(self, cast: Cast) -> None:
        record = call_record(cast, reason="nuisance-reported", hung_up_by=Side.DESTINATION, reported=True)

        assert "The caller is turned away from this number for 24 hours." in page(cast, record)


@pytest.mark.usefixtures("database")
class TestLive:
    @pytest.mark.parametrize(
        ("stage", "words"),
        [
            (LiveStage.PRICE, "hears the price"),
            (LiveStage.CONSENT, "is to accept the price"),
            (LiveStage.GREETING, "is greeted"),
            (LiveStage.KEY_TEST, "is to press a key"),
            (LiveStage.ANNOUNCEMENT, "hears an announcement"),
            (LiveStage.MESSAGE, "leaves a message"),
        ],
    )
    def test_a_call_says_what_its_caller_hears(
        self, cast: Cast, control: PlayedControl, stage: LiveStage, words: str
    ) -> None:
        shown = self._shown(cast, control, state=LiveState.ANNOUNCING, stage=stage.value, treatment="Combox")

        assert words in shown
        assert "Combox" in shown

    def test_all_that_ring_at_once_are_named(self, cast: Cast, control: PlayedControl) -> None:
        shown = self._shown(
            cast, control, state=LiveState.RINGING, stage=LiveStage.RINGING.value, ringing=("Reception", "Pikett")
        )

        assert "rings at Reception, Pikett" in shown

    def _shown(self, cast: Cast, control: PlayedControl, **different: object) -> str:
        call = "01a1f928-43c0-7000-8000-00000000aaab"
        control.call(
            call_id=call, account=str(cast.alpina.pk), number=cast.number.number, caller="+41791112233", talking=False,
            **{"destination_name": "", "destination_address": "", **different},
        )  # fmt: skip
        return _get(cast, reverse("live-call", args=[call]))
