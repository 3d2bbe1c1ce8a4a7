"""The message of a call on its page: heard by holders, seen by readers, and sent again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.callrecords.models import Delivery, VoiceMessage
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.core.callcontrol.record import MessageLeft, Outcome
from smartnumbers.core.foundation.instants import from_datetime
from tests.cast import NOW, Cast, call_id, call_record

SOUND = b"RIFF" + bytes(range(200))


@pytest.fixture
def message(cast: Cast, tmp_path: Path, settings: object) -> VoiceMessage:
    """A message that waits to be mailed."""
    settings.MESSAGES_FOLDER = tmp_path  # type: ignore[attr-defined]
    record = call_record(
        cast, outcome=Outcome.MESSAGE, message=MessageLeft("x", 12_400, "pikett@alpina.example"), attempts=()
    )
    keep_records(node="node1", records=[record], segment="s", offset=1)
    (tmp_path / f"{record.call_id}.wav").write_bytes(SOUND)
    return VoiceMessage.objects.get(pk=call_id(record))


@pytest.fixture
def seen_by(message: VoiceMessage) -> Callable[[User], str]:
    """The part of the call's page that tells of the message, as somebody sees it."""

    def seen(person: User) -> str:
        page = client(person).get(reverse("call", args=[message.pk])).content.decode()
        return page[page.index("message-panel") :].partition("</section>")[0]

    return seen


def client(person: User) -> Client:
    known = Client(headers={"accept-language": "en"})
    person.language = "en"
    person.save()
    known.force_login(person)
    return known


def become(message: VoiceMessage, **different: object) -> None:
    VoiceMessage.objects.filter(pk=message.pk).update(**different)


def test_a_holder_hears_the_message_whole_and_in_parts(cast: Cast, message: VoiceMessage) -> None:
    holder, address = client(cast.hanna), reverse("call-message", args=[message.pk])
    whole = holder.get(address)
    assert (whole.status_code, whole["Content-Type"], whole.content) == (200, "audio/wav", SOUND)
    part = holder.get(address, headers={"range": "bytes=4-"})
    assert (part.status_code, part["Content-Range"], part.content) == (206, "bytes 4-203/204", SOUND[4:])
    assert holder.get(address, headers={"range": "bytes=0-3"}).content == b"RIFF"
    assert holder.get(address, headers={"range": "bytes=204-"}).status_code == 416
    assert holder.get(address, headers={"range": "lines=1-2"}).status_code == 200


def test_a_reader_sees_where_it_is_and_hears_nothing(
    cast: Cast, message: VoiceMessage, seen_by: Callable[[User], str]
) -> None:
    assert client(cast.remo).get(reverse("call-message", args=[message.pk])).status_code == 403
    panel = seen_by(cast.remo)
    assert "It is being mailed to pikett@alpina.example." in panel
    assert "<audio" not in panel
    assert "<form" not in panel


def test_for_a_stranger_there_is_none(cast: Cast, message: VoiceMessage) -> None:
    address = reverse("call-message", args=[message.pk])
    assert client(cast.sven).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_page_says_when_it_was_mailed_and_offers_to_send_it_again(
    cast: Cast, message: VoiceMessage, seen_by: Callable[[User], str]
) -> None:
    assert "<form" not in seen_by(cast.hanna)
    become(message, state=Delivery.SENT, sent_at=from_datetime(NOW))
    panel = seen_by(cast.hanna)
    assert "Mailed to pikett@alpina.example on " in panel
    assert "<audio controls" in panel
    assert reverse("call-message-send", args=[message.pk]) in panel


def test_the_page_says_what_is_in_the_way_and_when_it_is_tried_next(
    cast: Cast, message: VoiceMessage, seen_by: Callable[[User], str]
) -> None:
    become(message, fault="mail-unreachable", answer="Connection refused", next_try_at=from_datetime(NOW))
    panel = seen_by(cast.hanna)
    assert "Not mailed to pikett@alpina.example yet: the mail server could not be reached." in panel
    assert "14:32" in panel
    assert "Connection refused" in panel


def test_a_message_that_failed_is_sent_again_by_its_holder(
    cast: Cast, message: VoiceMessage, seen_by: Callable[[User], str]
) -> None:
    become(message, state=Delivery.FAILED, fault="mail-recipient-refused", answer="550 No such mailbox", tries=1)
    assert "the mail server does not know this address" in seen_by(cast.hanna)
    address = reverse("call-message-send", args=[message.pk])
    assert client(cast.hanna).post(address).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.tries, message.fault, message.answer) == (Delivery.WAITING, 0, "", "")
    answered = client(cast.hanna).post(address, follow=True).content.decode()
    assert "It is on its way already." in answered


def test_a_message_past_its_time_is_told_of_and_not_offered(
    cast: Cast, message: VoiceMessage, seen_by: Callable[[User], str]
) -> None:
    become(message, state=Delivery.SENT, sent_at=from_datetime(NOW), removed_at=from_datetime(NOW))
    panel = seen_by(cast.hanna)
    assert "Its sound was removed on" in panel
    assert "<audio" not in panel
    assert client(cast.hanna).get(reverse("call-message", args=[message.pk])).status_code == 404


def test_a_call_without_message_shows_nothing_of_the_kind(cast: Cast) -> None:
    record = call_record(cast)
    keep_records(node="node1", records=[record], segment="s", offset=1)
    page = client(cast.hanna).get(reverse("call", args=[record.call_id])).content.decode()
    assert "message-panel" not in page
