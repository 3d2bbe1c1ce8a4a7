"""Own recordings in the editor by its forms alone: brought, heard, replaced, removed; and what a message says."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.plans.models import Draft, Recording
from smartnumbers.apps.plans.operations.recordings import keep
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.plans.operations.tariffs import assign_tariff
from smartnumbers.apps.plans.recordings import BYTES_MAXIMUM
from smartnumbers.apps.tariffbooks.operations.books import create_book
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.tariffs.tariff import Tariff
from tests.cast import NOW, Cast
from tests.wav import sound

NUMBER = "0800123789"
CLOSED = {
    "do": "save-treatment", "kind": "announcement", "name": "Closed", "text_de": "Heute zu.", "languages": ["de"],
}  # fmt: skip
GREETING = {"do": "set-greeting", "text_de": "Hallo.", "languages": ["de"]}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where recordings are kept."""
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    return tmp_path / "recordings"


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def hanna(cast: Cast) -> Client:
    return logged_in(cast.hanna)


def step(client: Client, values: dict[str, Any], *, file: bytes | None = None, name: str = "closed.wav") -> Any:
    """One post of the editor, with a file where there is one."""
    files = {} if file is None else {"recording_file": SimpleUploadedFile(name, file)}
    return client.post(reverse("routing-draft", args=[NUMBER]), {**values, **files})


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def panel(client: Client, query: str) -> str:
    return shown(client.get(f"{reverse('number-routing', args=[NUMBER])}{query}"))


def message(cast: Cast, treatment: str = "t1") -> dict[str, Any]:
    found: dict[str, Any] = Draft.objects.get(number=cast.number).document["treatments"][treatment]["message"]
    return found


def greeting(cast: Cast) -> dict[str, Any] | None:
    found: dict[str, Any] | None = Draft.objects.get(number=cast.number).document["greeting"]
    return found


def address_of(digest: str) -> str:
    return reverse("routing-recording", args=[NUMBER, digest])


class TestRecordings:
    def test_one_is_brought_heard_replaced_and_removed_and_the_words_stay(self, cast: Cast, hanna: Client) -> None:
        step(hanna, CLOSED, file=sound(), name="closed.wav")
        first = str(message(cast)["recording"])
        text = panel(hanna, "?panel=treatment&at=t1")
        assert "your recording closed.wav" in text
        assert f'href="{address_of(first)}"' in text
        assert hanna.get(address_of(first))["Content-Type"] == "audio/wav"

        kept = {**CLOSED, "treatment": "t1", "recording": first}
        step(hanna, {**kept, "text_de": "Bis morgen."})
        assert message(cast) == {"texts": {"de": "Bis morgen."}, "languages": ["de"], "recording": first}
        step(hanna, {**kept, "recording_upload": "yes"}, file=sound(seconds=0.7), name="other.wav")
        assert message(cast)["recording"] not in (None, first)
        step(hanna, {**kept, "recording_drop": "yes"})

        assert message(cast) == {"texts": {"de": "Heute zu."}, "languages": ["de"], "recording": None}
        hanna.post(reverse("routing-undo", args=[NUMBER]))
        assert message(cast)["recording"] not in (None, first)

    def test_a_greeting_needs_no_words_beside_its_recording(self, cast: Cast, hanna: Client) -> None:
        step(hanna, {"do": "set-greeting", "text_de": ""}, file=sound())
        recorded = greeting(cast)
        assert recorded is not None
        assert (recorded["texts"], recorded["languages"]) == ({}, [])

        step(hanna, {"do": "set-greeting", "recording": recorded["recording"], "recording_drop": "yes"})

        assert greeting(cast) is None

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            (b"ID3 no wave", "This is no WAV file."),
            (sound(width=3), "The recording must have 16 bit."),
            (sound(rate=96_000), "The recording must have 8 to 48 kHz."),
            (sound(rate=8_000, channels=1, seconds=61), "The recording is too long: at most one minute."),
            (bytes(BYTES_MAXIMUM + 1), "The recording is too long: at most one minute."),
            (sound(loud=0), "There is nothing to hear on this recording."),
            (None, "Choose a WAV file."),
        ],
    )
    def test_what_cannot_be_played_is_told_in_its_place_and_the_rest_stays(
        self, cast: Cast, hanna: Client, file: bytes | None, words: str
    ) -> None:
        answer = step(hanna, {**CLOSED, "recording_upload": "yes"}, file=file)

        assert answer.status_code == 422
        assert re.search(rf'id="recording-fault"[^>]*>.*{words}', shown(answer))
        assert "Heute zu.</textarea>" in shown(answer)
        assert 'value="Closed"' in shown(answer)
        assert not Draft.objects.exists()
        assert not Recording.objects.exists()

    def test_a_recording_survives_a_fault_elsewhere_in_its_form(self, cast: Cast, hanna: Client) -> None:
        answer = step(hanna, {**CLOSED, "name": ""}, file=sound())
        assert answer.status_code == 422
        digest = Recording.objects.get(account=cast.alpina).digest
        assert f'name="recording" value="{digest}"' in shown(answer)
        assert "your recording closed.wav" in shown(answer)

        step(hanna, {**CLOSED, "recording": digest})

        assert message(cast)["recording"] == digest

    def test_strangers_and_readers_bring_nothing(self, cast: Cast, folder: Path) -> None:
        assert step(logged_in(cast.sven), GREETING, file=sound()).status_code == 404
        assert step(logged_in(cast.remo), GREETING, file=sound()).status_code == 403
        assert not folder.exists()

    def test_a_recording_is_heard_in_its_account_only(self, cast: Cast, hanna: Client) -> None:
        step(hanna, GREETING, file=sound())
        ours = Recording.objects.get().digest
        theirs = keep(
            access=cast.access(cast.sven), account=cast.elsewhere, content=sound(seconds=0.7), name="", at=NOW
        ).digest

        assert logged_in(cast.remo).get(address_of(ours)).status_code == 200
        assert logged_in(cast.sven).get(address_of(ours)).status_code == 404
        assert hanna.get(address_of(theirs)).status_code == 404
        answer = step(hanna, {**GREETING, "recording": theirs})
        assert answer.status_code == 422
        assert "This recording is not there any more." in shown(answer)


class TestHeard:
    def heard(self, client: Client, number: str, **words: str) -> str:
        answer = client.post(reverse("routing-heard-check", args=[number]), words)
        return " ".join(re.sub(r"<[^>]+>", " ", shown(answer)).split())

    def test_the_price_is_said_as_it_is_just_now_in_each_language(self, cast: Cast, hanna: Client) -> None:
        number = create_number(access=cast.access(cast.olga), account=cast.alpina, written="0901 575 700", at=NOW)
        book = create_book(
            access=cast.access(cast.hanna), account=cast.alpina, class_code="ch-0901", name="Quiz",
            terms=Terms(tariff=Tariff(currency="CHF", per_minute=2_500_000)), at=NOW,
        )  # fmt: skip
        assign_tariff(access=cast.access(cast.hanna), number=number, book=book, at=NOW)

        text = self.heard(hanna, "0901575700", text_de="{price} Danke.", text_fr="{price} Merci.")

        assert "Dieser Anruf kostet 2 Franken 50 pro Minute, inklusive Mehrwertsteuer. Danke." in text
        assert "Cet appel coûte 2 francs 50 par minute, TVA comprise. Merci." in text
        assert "{price}" not in text

    def test_a_number_without_a_price_says_so(self, cast: Cast, hanna: Client) -> None:
        text = self.heard(hanna, NUMBER, text_de="{price} Danke.")

        assert text.startswith("Danke.")
        assert "The number has no price just now" in text

    def test_nothing_is_spoken_while_a_recording_is_played(self, cast: Cast, hanna: Client) -> None:
        step(hanna, GREETING, file=sound())
        digest = Recording.objects.get().digest

        assert self.heard(hanna, NUMBER, text_de="Hallo.", recording=digest) == ""
