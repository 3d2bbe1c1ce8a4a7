"""A caller's message on its way: from the call's record over a real mail server to the mailbox, once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Event

import pytest
from django.db import connection

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.apps.callrecords.models import CallRecord, Delivery, VoiceMessage
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.callrecords.voicemail import (
    CLAIM,
    DAY,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MINUTE,
    MessageUnavailable,
    claim,
    note_failed,
    note_sent,
    remove_old,
    send_again,
    sound_of,
)
from smartnumbers.core.callcontrol.record import MessageLeft, Outcome
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decision import Presentation
from smartnumbers.jobs.postman import SOUND_MISSING, Post, Postman
from smartnumbers.messaging.mail.server import MailServer
from smartnumbers.telephony.lab.mailbox import Mail, mails
from tests.cast import NOW, Cast, call_id, call_record
from tests.integration.mailservers import Answers, lab_server, nobody, server

MAILBOX = "pikett@alpina.example"
AT = from_datetime(NOW) + MINUTE * 2
SOUND = b"RIFF" + bytes(4_000)


class Clock:
    """The time, which stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = NOW + timedelta(minutes=2)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the sounds lie."""
    path = tmp_path / "messages"
    path.mkdir()
    return path


@pytest.fixture
def leave(cast: Cast, folder: Path) -> Callable[..., VoiceMessage]:
    """Lets a caller leave a message."""

    def left(*, index: int = 0, **different: object) -> VoiceMessage:
        record = call_record(
            cast,
            index=index,
            **{"outcome": Outcome.MESSAGE, "message": MessageLeft("x", 12_400, MAILBOX), "attempts": (), **different},
        )
        (folder / f"{record.call_id}.wav").write_bytes(SOUND)
        keep_records(node="node1", records=[record], segment="s", offset=index)
        return VoiceMessage.objects.get(pk=call_id(record))

    return left


def postman(folder: Path, at: MailServer, *, clock: Clock | None = None) -> Postman:
    post = Post(node="node1", folder=folder, days=180, server=at, sender="voicemail@alpina.example")
    return Postman(post=post, stop=Event(), clock=clock or Clock())


def actions() -> list[str]:
    return list(AuditEntry.objects.filter(action__startswith="calls.message.").values_list("action", flat=True))


@pytest.mark.usefixtures("database")
class TestPostman:
    def test_a_message_reaches_its_mailbox_once_with_its_sound(
        self, folder: Path, tmp_path: Path, leave: Callable[..., VoiceMessage]
    ) -> None:
        message = leave()
        with lab_server(tmp_path / "lab") as lab:
            assert postman(folder, lab).send_next()
            assert not postman(folder, lab).send_next()
        (mail,) = mails(folder=tmp_path / "lab")
        assert mail.to == MAILBOX
        assert [(part.kind, part.size) for part in mail.attachments] == [("audio/wav", len(SOUND))]
        message.refresh_from_db()
        assert (message.state, message.tries, message.sent_at) == (Delivery.SENT, 1, AT)
        assert actions() == ["calls.message.sent"]

    def test_the_mail_is_in_the_language_of_the_account_and_names_who_called(
        self, folder: Path, tmp_path: Path, leave: Callable[..., VoiceMessage]
    ) -> None:
        leave()
        mail = self._delivered(folder, tmp_path)
        assert "+41 79 412 12 34" in mail.subject
        assert "0800 123 789 Hotline" in mail.subject
        assert mail.subject.startswith("Nachricht von ")
        assert "20.11.2026" in mail.text
        assert "13 Sekunden" in mail.text

    def test_who_does_not_want_to_be_shown_is_not_named(
        self, folder: Path, tmp_path: Path, leave: Callable[..., VoiceMessage]
    ) -> None:
        leave(presentation=Presentation.RESTRICTED)
        mail = self._delivered(folder, tmp_path)
        assert "412" not in mail.subject + mail.text

    def _delivered(self, folder: Path, tmp_path: Path) -> Mail:
        with lab_server(tmp_path / "lab") as lab:
            assert postman(folder, lab).send_next()
        (mail,) = mails(folder=tmp_path / "lab")
        return mail

    def test_a_record_that_is_read_twice_leaves_one_message(
        self, cast: Cast, leave: Callable[..., VoiceMessage]
    ) -> None:
        first, second = leave(), leave()
        assert first == second
        assert VoiceMessage.objects.count() == 1
        assert (first.account, first.email, first.ms) == (cast.alpina, MAILBOX, 12_400)

    def test_a_call_without_message_leaves_none(self, cast: Cast) -> None:
        keep_records(node="node1", records=[call_record(cast)], segment="s", offset=0)
        assert not VoiceMessage.objects.exists()

    def test_a_server_that_is_away_is_tried_again_after_growing_pauses_for_a_day(
        self, folder: Path, leave: Callable[..., VoiceMessage]
    ) -> None:
        message, clock = leave(), Clock()
        away = postman(folder, nobody(), clock=clock)
        pauses = []
        while True:
            assert away.send_next()
            assert not away.send_next()
            message.refresh_from_db()
            if message.state == Delivery.FAILED:
                break
            pauses.append(message.next_try_at - from_datetime(clock.now))
            clock.now += timedelta(milliseconds=pauses[-1])
        assert pauses[:4] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, 8 * FIRST_PAUSE]
        assert pauses == sorted(pauses)
        assert max(pauses) == LONGEST_PAUSE
        assert DAY - LONGEST_PAUSE <= sum(pauses) < DAY
        assert message.fault == "mail-unreachable"
        assert actions() == ["calls.message.failed"]

    def test_a_server_that_comes_back_gets_the_message(
        self, folder: Path, tmp_path: Path, leave: Callable[..., VoiceMessage]
    ) -> None:
        message, clock = leave(), Clock()
        postman(folder, nobody(), clock=clock).send_next()
        clock.now += timedelta(milliseconds=FIRST_PAUSE)
        with lab_server(tmp_path / "lab") as lab:
            assert postman(folder, lab, clock=clock).send_next()
        message.refresh_from_db()
        assert (message.state, message.tries, message.fault) == (Delivery.SENT, 2, "")

    def test_a_mailbox_that_does_not_exist_fails_at_once_with_what_the_server_said(
        self, folder: Path, leave: Callable[..., VoiceMessage]
    ) -> None:
        message = leave()
        with server(Answers(recipient="550 5.1.1 No such mailbox")) as refusing:
            postman(folder, refusing).send_next()
        message.refresh_from_db()
        assert (message.state, message.fault) == (Delivery.FAILED, "mail-recipient-refused")
        assert message.answer == "550 5.1.1 No such mailbox"

    def test_one_bad_address_keeps_no_other_message_waiting(
        self, folder: Path, tmp_path: Path, leave: Callable[..., VoiceMessage]
    ) -> None:
        bad = leave(message=MessageLeft("x", 2_000, "pikett@alpina.example\nBcc: all@example.org"))
        good = leave(index=1)
        with lab_server(tmp_path / "lab") as lab:
            sender = postman(folder, lab)
            assert sender.send_next()
            assert sender.send_next()
        bad.refresh_from_db()
        good.refresh_from_db()
        assert (bad.state, bad.fault) == (Delivery.FAILED, "mail-invalid")
        assert good.state == Delivery.SENT

    def test_a_sound_that_is_missing_is_waited_for(self, folder: Path, leave: Callable[..., VoiceMessage]) -> None:
        message = leave()
        (folder / message.file).unlink()
        postman(folder, nobody()).send_next()
        message.refresh_from_db()
        assert (message.state, message.fault) == (Delivery.WAITING, SOUND_MISSING)

    def test_a_worker_that_died_with_a_message_in_hand_loses_it_for_some_minutes_only(
        self, leave: Callable[..., VoiceMessage]
    ) -> None:
        message = leave()
        assert claim(node="node1", at=AT) == message
        assert claim(node="node1", at=AT + CLAIM - 1) is None
        assert claim(node="node1", at=AT + CLAIM) == message

    def test_what_a_worker_says_after_its_claim_is_over_counts_for_nothing(
        self, leave: Callable[..., VoiceMessage]
    ) -> None:
        leave()
        slow = claim(node="node1", at=AT)
        fast = claim(node="node1", at=AT + CLAIM)
        assert slow is not None
        assert fast is not None
        note_sent(message=fast, at=AT + CLAIM)
        note_failed(message=slow, at=AT + CLAIM, fault="mail-refused", answer="", again=False)
        fast.refresh_from_db()
        assert fast.state == Delivery.SENT

    def test_a_node_sends_the_messages_of_its_own_calls(self, leave: Callable[..., VoiceMessage]) -> None:
        leave(node="node2")
        assert claim(node="node1", at=AT) is None

    def test_a_holder_sends_a_message_again_and_it_is_another_mail(
        self, cast: Cast, folder: Path, tmp_path: Path, leave: Callable[..., VoiceMessage]
    ) -> None:
        message, clock = leave(), Clock()
        call, access = CallRecord.objects.get(pk=message.pk), cast.access(cast.hanna)
        with pytest.raises(MessageUnavailable):
            send_again(access=access, call=call, at=clock.now)
        with lab_server(tmp_path / "lab") as lab:
            postman(folder, lab, clock=clock).send_next()
            clock.now += timedelta(hours=1)
            send_again(access=access, call=call, at=clock.now)
            postman(folder, lab, clock=clock).send_next()
        ids = {message_from_bytes(one.file.read_bytes())["Message-ID"] for one in mails(folder=tmp_path / "lab")}
        assert len(ids) == 2
        assert actions() == ["calls.message.sent", "calls.message.resent", "calls.message.sent"]

    def test_a_reader_neither_hears_a_message_nor_sends_it(
        self, cast: Cast, folder: Path, leave: Callable[..., VoiceMessage]
    ) -> None:
        call = CallRecord.objects.get(pk=leave().pk)
        assert sound_of(access=cast.access(cast.hanna), call=call, folder=folder).read_bytes() == SOUND
        with pytest.raises(PermissionMissing):
            sound_of(access=cast.access(cast.remo), call=call, folder=folder)
        with pytest.raises(PermissionMissing):
            send_again(access=cast.access(cast.remo), call=call, at=NOW)

    def test_the_sound_of_old_messages_is_removed_and_what_is_known_of_them_stays(
        self, cast: Cast, folder: Path, leave: Callable[..., VoiceMessage]
    ) -> None:
        old, waiting = leave(), leave(index=1)
        young = leave(index=2, ended_at=from_datetime(NOW) + DAY)
        VoiceMessage.objects.filter(pk__in=[old.pk, young.pk]).update(state=Delivery.SENT)
        before = from_datetime(NOW) + DAY
        assert remove_old(node="node1", folder=folder, before=before, at=AT) == 1
        assert remove_old(node="node1", folder=folder, before=before, at=AT) == 0
        assert {file.stem for file in folder.iterdir()} == {str(waiting.pk), str(young.pk)}
        old.refresh_from_db()
        assert (old.removed_at, old.email) == (AT, MAILBOX)
        with pytest.raises(MessageUnavailable):
            send_again(access=cast.access(cast.hanna), call=old.call, at=NOW)
        with pytest.raises(MessageUnavailable):
            sound_of(access=cast.access(cast.hanna), call=old.call, folder=folder)


@contextmanager
def running(folder: Path, at: MailServer, workers: int) -> Iterator[None]:
    """So many postmen at once, each in a thread as in a worker of its own."""
    stop = Event()
    post = Post(node="node1", folder=folder, days=180, server=at, sender="voicemail@alpina.example")
    threads = [threading.Thread(target=Postman(post=post, stop=stop).run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)


@pytest.mark.usefixtures("committing_database")
def test_two_workers_send_every_message_once(folder: Path, tmp_path: Path, leave: Callable[..., VoiceMessage]) -> None:
    for index in range(12):
        leave(index=index)
    done = Event()
    with lab_server(tmp_path / "lab") as lab, running(folder, lab, workers=2):
        for _ in range(200):
            if not VoiceMessage.objects.exclude(state=Delivery.SENT).exists():
                break
            done.wait(0.05)
    connection.close()
    assert len(list(mails(folder=tmp_path / "lab"))) == 12
    assert set(VoiceMessage.objects.values_list("state", "tries")) == {(Delivery.SENT, 1)}
