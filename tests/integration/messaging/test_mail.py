"""Mails handed over to real mail servers: what arrives, and what is said when something is in the way."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smartnumbers.messaging.mail.letter import Attachment, Letter, LetterInvalid, written
from smartnumbers.messaging.mail.server import MailNotSent, MailServer, Security, send
from smartnumbers.telephony.lab.mailbox import KEPT, keep, mails
from tests.integration.mailservers import Answers, certificate, lab_server, nobody, only, server, silent_server

SOUND = b"RIFF" + bytes(range(256)) * 400
LETTER = Letter(
    letter_id="0199-1",
    sender="Alpina <voicemail@alpina.example>",
    to="pikett@alpina.example",
    subject="Nachricht von +41 79 412 12 34 für 0800 123 789 Störungen",
    text="Grüezi\n\nSie finden sie im Anhang.\n",
    language="de",
    at=datetime(2026, 11, 20, 13, 32, 8, tzinfo=UTC),
    attachments=[Attachment(name="nachricht.wav", kind="audio/wav", content=SOUND)],
)


def refusal(at: MailServer, letter: Letter = LETTER) -> MailNotSent:
    with pytest.raises(MailNotSent) as caught:
        send(server=at, letter=letter)
    return caught.value


def test_a_mail_arrives_whole_with_its_umlauts_and_its_file(tmp_path: Path) -> None:
    with lab_server(tmp_path) as lab:
        send(server=lab, letter=LETTER)
    (mail,) = mails(folder=tmp_path)
    assert (mail.to, mail.sender) == ("pikett@alpina.example", "Alpina <voicemail@alpina.example>")
    assert (mail.subject, mail.text) == (LETTER.subject, LETTER.text)
    assert [(part.name, part.kind, part.size) for part in mail.attachments] == [
        ("nachricht.wav", "audio/wav", len(SOUND))
    ]


def test_a_mail_says_that_a_machine_sent_it_and_keeps_its_id_however_often_it_is_tried() -> None:
    message = written(LETTER)
    assert message["Message-ID"] == "<0199-1@alpina.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == LETTER.at
    assert message["Content-Language"] == "de"


def test_the_lab_keeps_mails_for_its_owner_only_and_drops_the_oldest(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    for count in range(KEPT + 2):
        keep(folder=folder, content=f"Subject: {count}\r\n\r\n".encode())
    kept = list(mails(folder=folder))
    assert len(kept) == KEPT
    assert {int(mail.subject) for mail in kept} >= set(range(10, KEPT + 2))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert kept[0].file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("answers", "code", "again"),
    [
        (Answers(recipient="550 5.1.1 No such mailbox"), "mail-recipient-refused", False),
        (Answers(recipient="450 4.2.1 Greylisted"), "mail-postponed", True),
        (Answers(recipient="530 5.7.0 Authentication required"), "mail-login-refused", True),
        (Answers(data="554 5.6.0 Not this"), "mail-refused", False),
        (Answers(data="451 4.3.0 Disk full"), "mail-postponed", True),
    ],
)
def test_a_refusal_says_whether_trying_again_helps_and_what_the_server_said(
    answers: Answers, code: str, again: bool
) -> None:
    with server(answers) as refusing:
        fault = refusal(refusing)
    assert (fault.code, fault.again) == (code, again)
    assert fault.answer in (answers.recipient, answers.data)
    assert not answers.taken


def test_a_mail_that_is_too_large_for_the_server_is_not_tried_again() -> None:
    with server(Answers(), data_size_limit=10_000) as small:
        fault = refusal(small)
    assert (fault.code, fault.again) == ("mail-refused", False)


def test_no_server_and_one_that_says_nothing_are_tried_again() -> None:
    assert (refusal(nobody()).code, refusal(nobody()).again) == ("mail-unreachable", True)
    with silent_server() as silent:
        fault = refusal(silent)
    assert (fault.code, fault.again) == ("mail-unreachable", True)


def test_starttls_is_used_with_a_certificate_that_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cert, context = certificate(tmp_path)
    answers = Answers()
    with server(answers, tls_context=context, require_starttls=True) as secured:
        wanted = replace(secured, security=Security.STARTTLS)
        assert (refusal(wanted).code, refusal(wanted).again) == ("mail-not-secure", True)
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        send(server=wanted, letter=LETTER)
    assert answers.taken == ["pikett@alpina.example"]


def test_a_server_without_starttls_is_told_nothing() -> None:
    answers = Answers()
    with server(answers) as plain:
        assert refusal(replace(plain, security=Security.STARTTLS)).code == "mail-not-secure"
    assert not answers.taken


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
def test_tls_from_the_first_byte_on_and_a_log_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cert, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    answers = Answers()
    options = {"authenticator": only("alpina", "secret"), "auth_required": True, "auth_require_tls": False}
    with server(answers, implicit_tls=context, **options) as secured:
        tls = replace(secured, security=Security.TLS)
        assert (refusal(tls).code, refusal(tls).again) == ("mail-login-refused", True)
        wrong = refusal(replace(tls, user="alpina", password="guess"))
        assert (wrong.code, wrong.again) == ("mail-login-refused", True)
        send(server=replace(tls, user="alpina", password="secret"), letter=LETTER)
    assert answers.taken == ["pikett@alpina.example"]


@pytest.mark.parametrize("to", ["", "pikett@alpina.example\r\nBcc: all@example.org", "pikétt@alpina.example"])
def test_an_address_that_is_none_is_never_sent_to(to: str) -> None:
    with pytest.raises(LetterInvalid):
        written(replace(LETTER, to=to))


def test_a_subject_is_one_line_whatever_a_number_is_called() -> None:
    assert written(replace(LETTER, subject="Hotline\r\nBcc: all@example.org"))["Subject"] == (
        "Hotline Bcc: all@example.org"
    )
