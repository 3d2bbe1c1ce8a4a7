"""What the worker tidies up."""

import os
import time
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from smartnumbers.apps.callrecords.models import Delivery, VoiceMessage
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.core.callcontrol.record import MessageLeft
from smartnumbers.jobs.housekeeping import Housekeeping, clear_sessions
from smartnumbers.jobs.postman import Post
from smartnumbers.messaging.mail.server import MailServer
from smartnumbers.telephony.journal.segments import name_of, segments
from smartnumbers.telephony.journal.status import Status, StatusFile, read_status
from tests.cast import Cast, call_record


def old_segments(folder: Path, count: int) -> None:
    for number in range(1, count + 1):
        path = folder / name_of(number)
        path.write_bytes(b"")
        os.utime(path, (time.time() - 40 * 86_400,) * 2)


def post(folder: Path, days: int = 180) -> Post:
    """Messages of the node, in a folder, kept so many days."""
    return Post(
        node="node1", folder=folder, days=days, server=MailServer(host="localhost", port=0), sender="a@b.example"
    )


@pytest.mark.usefixtures("database")
class TestHousekeeping:
    def test_segments_are_kept_until_they_are_old_and_recorded(self, tmp_path: Path) -> None:
        old_segments(tmp_path, 4)
        os.utime(tmp_path / name_of(2))
        housekeeping = Housekeeping(
            node="node1", folder=tmp_path, days=30, post=post(tmp_path), exports=tmp_path, stop=Event()
        )
        housekeeping.prune_journal()
        assert len(segments(tmp_path)) == 4
        keep_records(node="node1", records=[], segment=name_of(4), offset=0)
        housekeeping.prune_journal()
        assert [segment.number for segment in segments(tmp_path)] == [2, 4]

    def test_the_sound_of_messages_is_removed_after_its_days(self, cast: Cast, tmp_path: Path) -> None:
        message = MessageLeft("x", 2_000, "pikett@alpina.example")
        record = call_record(cast, at=timezone.now() - timedelta(days=40), message=message)
        sound = tmp_path / f"{record.call_id}.wav"
        sound.write_bytes(b"RIFF")
        keep_records(node="node1", records=[record], segment="s", offset=0)
        VoiceMessage.objects.update(state=Delivery.SENT)
        for days in (41, 39):
            assert sound.exists()
            Housekeeping(
                node="node1", folder=tmp_path, days=30, post=post(tmp_path, days), exports=tmp_path, stop=Event()
            ).remove_messages()
        assert not sound.exists()

    def test_only_sessions_that_are_over_are_cleared(self) -> None:
        for days in (-1, 1):
            store = SessionStore()
            store["days"] = days
            store.save()
            Session.objects.filter(pk=store.session_key).update(expire_date=timezone.now() + timedelta(days=days))
        clear_sessions()
        assert [session.get_decoded() for session in Session.objects.all()] == [{"days": 1}]


def test_the_status_of_a_worker_that_ended_is_none(tmp_path: Path) -> None:
    assert read_status(tmp_path) is None
    file = StatusFile(folder=tmp_path)
    file.tell(Status(away="locked", rejected=2))
    found = read_status(tmp_path)
    assert found is not None
    assert (found["away"], found["rejected"], found["process"]) == ("locked", 2, os.getpid())
    file.remove()
    assert read_status(tmp_path) is None
