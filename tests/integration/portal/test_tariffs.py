"""What the pages of tariffs, of a number's tariff and of the price list show and do."""

import io
import math
import re
import wave
from array import array
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import NumberSet, RoutingSettings, TariffAssignment
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.tariffbooks.models import PriceListEntry, TariffBook, TariffVersionRow
from tests.cast import NOW, Cast
from tests.integration.portal.tariffs import make_tariff

NUMBER = "0900123456"
PRICES = {"name": "Evening", "per_call": "10.50", "per_minute": "4,50", "increment_s": "1", "language": "en"}


def logged_in(user: User, *, language: str = "en") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def page(client: Client, address: str) -> str:
    return unescape(client.get(address, follow=True).content.decode())


@pytest.fixture
def premium(cast: Cast) -> ServiceNumber:
    """A 0900 number of Alpina."""
    return create_number(access=cast.access(cast.olga), account=cast.alpina, written=NUMBER, name="Advice", at=NOW)


def made(client: Client, **different: str) -> TariffBook:
    """A tariff of the class 0900, made with the form."""
    response = client.post("/tariffs/new/?class=ch-0900", PRICES | different)
    assert response.status_code == 302, response.content.decode()
    return TariffBook.objects.latest("pk")


class TestEditor:
    def test_a_tariff_is_made_and_changed_and_the_change_undone(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        book = made(client)
        address = reverse("tariff", args=[book.code])

        shown = page(client, address)
        assert "CHF\u00a010.50 per call + CHF\u00a04.50 per minute" in shown
        answer = client.post(address, PRICES | {"per_minute": "3"}, follow=True).content.decode()
        assert "Saved. These prices hold from the next call on." in answer
        undo = re.search(r'action="(/tariffs/[^"]+/again/)"', answer[answer.index("toast") :])
        assert undo is not None
        client.post(undo[1])

        prices = [row.terms.tariff.per_minute for row in TariffVersionRow.objects.filter(book=book).order_by("version")]
        assert prices == [4_500_000, 3_000_000, 4_500_000]

    def test_faults_name_their_rule_and_what_was_typed_stays(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)

        response = client.post(
            "/tariffs/new/?class=ch-0900", PRICES | {"per_minute": "11", "increment_s": "60", "free_s": "soon"}
        )

        shown = unescape(response.content.decode())
        assert response.status_code == 422
        assert "0900: at most CHF\u00a010.00 per minute, incl. VAT, OST art. 39(2)" in shown
        assert "0900: time counts by the second" in shown
        assert "Enter whole seconds." in shown
        assert 'value="11"' in shown
        assert 'value="soon"' in shown
        assert not TariffBook.objects.exists()

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("de", "0900: höchstens CHF\u00a010.00 pro Minute, inkl. MWST, FDV Art. 39(2)"),
            ("fr", "0900\u00a0: au maximum CHF\u00a010.00 par minute, TVA comprise, OST art. 39(2)"),
            ("it", "0900: al massimo CHF\u00a010.00 al minuto, IVA inclusa, OST art. 39(2)"),
            ("en", "0900: at most CHF\u00a010.00 per minute, incl. VAT, OST art. 39(2)"),
        ],
    )
    def test_the_check_while_typing_speaks_the_readers_language(self, cast: Cast, language: str, words: str) -> None:
        client = logged_in(cast.hanna, language=language)

        answer = client.post("/tariffs/check/ch-0900/", PRICES | {"per_minute": "11"})

        assert words in unescape(answer.content.decode())
        assert not TariffBook.objects.exists()

    def test_the_check_shows_what_calls_cost_and_what_is_said(self, cast: Cast) -> None:
        answer = logged_in(cast.hanna).post("/tariffs/check/ch-0900/", PRICES | {"per_call": "10", "per_minute": "5"})

        shown = answer.content.decode()
        assert [*re.findall(r'<td class="n strong">([^<]+)</td>', shown)][:3] == ["15.00", "25.00", "60.00"]
        assert 'lang="en"' in shown
        assert "5 francs per minute" in shown

    def test_bands_are_taken_with_their_faults(self, cast: Cast) -> None:
        band = {"band0-days": "0", "band0-start": "18:00", "band0-end": "08:00", "band0-per_minute": "12"}
        client = logged_in(cast.hanna)

        wrong = unescape(client.post("/tariffs/new/?class=ch-0900", PRICES | band).content.decode())
        dear = client.post("/tariffs/new/?class=ch-0900", PRICES | band | {"band0-end": "20:00"})

        assert "Enter two times, the later one last." in wrong
        assert "at most CHF\u00a010.00 per minute" in unescape(dear.content.decode())
        book = made(client, **band | {"band0-end": "20:00", "band0-per_minute": "2"})
        version = TariffVersionRow.objects.get(book=book).terms
        assert [(band.start, band.end, band.per_minute) for band in version.bands] == [(1080, 1200, 2_000_000)]

    def test_a_version_to_come_can_be_taken_back(self, cast: Cast) -> None:
        book, _assignment = make_tariff(cast)
        client = logged_in(cast.hanna)

        assert "to come" in page(client, reverse("tariff", args=[book.code]))
        client.post(reverse("tariff-withdraw", args=[book.code, 2]))

        assert "to come" not in page(client, reverse("tariff", args=[book.code]))

    def test_the_holders_share_counts_from_the_operator_only(self, cast: Cast) -> None:
        book = made(logged_in(cast.hanna), payout_share="99")
        share = TariffVersionRow.objects.get(book=book).terms.payout_share
        logged_in(cast.olga).post(reverse("tariff", args=[book.code]), PRICES | {"payout_share": "70"})

        newest = TariffVersionRow.objects.filter(book=book).latest("version")
        assert share != 990_000
        assert newest.terms.payout_share == 700_000

    def test_only_what_the_portal_wrote_is_spoken(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        shown = client.post("/tariffs/check/ch-0900/", PRICES).content.decode()
        link = re.search(r'href="(/tariffs/say/[^"]+)"', shown)
        assert link is not None

        sound = client.get(unescape(link[1]))

        assert sound["Content-Type"] == "audio/wav"
        with wave.open(io.BytesIO(sound.content)) as file:
            assert file.getnframes() > 8_000 * 3
        assert client.get("/tariffs/say/?text=anything").status_code == 404


class TestNumber:
    def test_a_number_is_given_a_tariff_and_another_and_the_change_undone(
        self, cast: Cast, premium: ServiceNumber
    ) -> None:
        client = logged_in(cast.hanna)
        first, second = made(client), made(client, name="Day", per_minute="2")
        assign = reverse("number-tariff-assign", args=[NUMBER])
        assert "Calls are not charged" in page(client, f"/numbers/{NUMBER}/tariff/")

        client.post(assign, {"book": first.code})
        answer = client.post(assign, {"book": second.code}, follow=True).content.decode()
        undo = re.search(r'action="([^"]+assign/\?book=[^"]+)"', answer[answer.index("toast") :])
        assert undo is not None
        client.post(unescape(undo[1]))

        books = TariffAssignment.objects.filter(number=premium).order_by("valid_from")
        assert [assignment.book for assignment in books] == [first, second, first]
        assert "Calls cost CHF\u00a010.50 per call + CHF\u00a04.50 per minute" in page(
            client, f"/numbers/{NUMBER}/tariff/"
        )

    def test_a_change_to_come_is_shown_and_taken_back(self, cast: Cast, premium: ServiceNumber) -> None:
        client = logged_in(cast.hanna)
        book = made(client)
        tomorrow = timezone.localtime() + timedelta(days=1)
        form = {"book": book.code, "valid_from": tomorrow.strftime("%Y-%m-%dT%H:%M")}

        client.post(reverse("number-tariff-assign", args=[NUMBER]), form)
        assert "Comes next" in page(client, f"/numbers/{NUMBER}/tariff/")
        pk = TariffAssignment.objects.get().pk
        client.post(reverse("number-assignment-withdraw", args=[NUMBER, pk]))

        assert not TariffAssignment.objects.exists()

    def test_a_moment_in_the_past_is_refused_beside_its_field(self, cast: Cast, premium: ServiceNumber) -> None:
        client = logged_in(cast.hanna)
        book = made(client)

        answer = client.post(
            reverse("number-tariff-assign", args=[NUMBER]), {"book": book.code, "valid_from": "2026-01-01T00:00"}
        )

        assert answer.status_code == 422
        assert "Choose a moment that is still to come." in answer.content.decode()

    def test_the_class_is_a_card_with_its_law(self, cast: Cast, premium: ServiceNumber) -> None:
        shown = page(logged_in(cast.remo), f"/numbers/{NUMBER}/tariff/")

        assert "CHF\u00a0400.00 for all of a call together" in shown
        assert "OIP art. 11a" in shown
        assert "Charging begins 5 seconds after it." in shown

    @pytest.mark.parametrize(
        ("language", "swiss", "french"),
        [
            (
                "de",
                ("FDV Art. 35 bis 41", "BAKOM, Regeln für 090x-Nummern; PBV Art. 13a", "(8.1 % ab 1.1.2024)"),
                ("af2m, Verhaltenskodex 1.9.2026", "af2m, Preisangabe für Sondernummern (ab 1.10.2015)"),
            ),
            (
                "fr",
                ("OST art. 35 à 41", "OFCOM, règles pour les numéros 090x; OIP art. 13a", "(8.1 % dès le 1.1.2024)"),
                (
                    "af2m, code de conduite 1.9.2026",
                    "af2m, affichage des prix des numéros spéciaux (dès le 1.10.2015)",
                ),
            ),
            (
                "it",
                ("OST art. 35 a 41", "UFCOM, regole per i numeri 090x; OIP art. 13a", "(8.1 % dal 1.1.2024)"),
                (
                    "af2m, codice di condotta 1.9.2026",
                    "af2m, indicazione dei prezzi dei numeri speciali (dal 1.10.2015)",
                ),
            ),
        ],
    )
    def test_the_law_is_named_in_the_readers_language(
        self, cast: Cast, premium: ServiceNumber, language: str, swiss: tuple[str, ...], french: tuple[str, ...]
    ) -> None:
        create_number(access=cast.access(cast.olga), account=cast.alpina, written="+33891234567", at=NOW)
        client = logged_in(cast.remo, language=language)

        for address, sources in ((f"/numbers/{NUMBER}/tariff/", swiss), ("/numbers/+33891234567/tariff/", french)):
            shown = page(client, address)
            assert [source for source in sources if source not in shown] == []

    def test_a_french_number_has_its_cartouche_and_no_change(self, cast: Cast) -> None:
        create_number(access=cast.access(cast.olga), account=cast.alpina, written="+33891234567", at=NOW)

        shown = page(logged_in(cast.hanna), "/numbers/+33891234567/tariff/")

        assert 'class="cartouche magenta"' in shown
        assert "prix appel" in shown
        assert "Not with this class of numbers" in shown
        assert "One price from the first second to the last, without fees." in shown
        assert "At most 30 minutes" in shown

    def test_language_and_keys_are_chosen_and_undone(self, cast: Cast, premium: ServiceNumber) -> None:
        client = logged_in(cast.hanna)
        address = reverse("number-charging", args=[NUMBER])

        client.post(address, {"language": "fr"}, follow=True)
        answer = client.post(address, {"keys": "yes"}, follow=True).content.decode()
        settings = RoutingSettings.objects.get(number=premium)
        assert (settings.spoken_language, settings.keys) == ("fr", True)
        undo = re.search(r'action="([^"]+options/\?[^"]+)"', answer[answer.index("toast") :])
        assert undo is not None
        client.post(unescape(undo[1]))

        settings.refresh_from_db()
        assert (settings.spoken_language, settings.keys) == ("fr", False)

    def test_an_own_recording_is_heard_or_refused(self, cast: Cast, premium: ServiceNumber) -> None:
        client = logged_in(cast.hanna)
        keep, hear = reverse("number-recording-keep", args=[NUMBER]), reverse("number-recording", args=[NUMBER])
        client.post(reverse("number-tariff-assign", args=[NUMBER]), {"book": made(client).code})

        refused = client.post(keep, {"recording": SimpleUploadedFile("price.mp3", b"ID3 no wave")})
        assert refused.status_code == 422
        assert "This is no WAV file." in refused.content.decode()
        assert client.get(hear).status_code == 404
        client.post(keep, {"recording": SimpleUploadedFile("price.wav", tone())})

        assert client.get(hear)["Content-Type"] == "audio/wav"
        assert "your recording price.wav" in page(client, f"/numbers/{NUMBER}/tariff/")
        client.post(reverse("number-recording-drop", args=[NUMBER]))
        assert client.get(hear).status_code == 404


class TestSet:
    def test_it_is_saved_as_a_whole_and_undone(self, cast: Cast, premium: ServiceNumber) -> None:
        client = logged_in(cast.hanna)
        address = reverse("number-set", args=[NUMBER])
        form = {"slots.12.name": "Final", "slots.12.per_minute": "6", "fees.1.name": "Joker", "fees.1.amount": "1.50"}

        client.post(address, form | {"slots.3.name": "", "slots.3.per_call": ""})
        kept = NumberSet.objects.get(number=premium).contents
        assert {n: slot.per_minute for n, slot in kept.slots.items()} == {12: 6_000_000}
        assert kept.fees[1].amount == 1_500_000
        assert "*12" in page(client, f"/numbers/{NUMBER}/tariff/")
        client.post(address, {"slots.12.name": "Final", "slots.12.per_minute": "7"})
        client.post(reverse("number-set-restore", args=[NUMBER]))

        assert NumberSet.objects.get(number=premium).contents == kept

    def test_faults_stand_in_their_line(self, cast: Cast, premium: ServiceNumber) -> None:
        client = logged_in(cast.hanna)
        form = {"slots.2.name": "Dear", "slots.2.per_minute": "11", "slots.5.name": "Nothing", "fees.9.amount": "x"}

        answer = client.post(reverse("number-set", args=[NUMBER]), form)

        shown = unescape(answer.content.decode())
        assert answer.status_code == 422
        assert "at most CHF\u00a010.00 per minute" in shown
        assert "Enter a price." in shown
        assert "Enter an amount such as 2.50" in shown
        assert not NumberSet.objects.exists()

    def test_all_ninety_lines_can_be_shown(self, cast: Cast, premium: ServiceNumber) -> None:
        shown = page(logged_in(cast.hanna), f"{reverse('number-set', args=[NUMBER])}?all")

        assert shown.count('name="slots.') == 270
        assert shown.count('name="fees.') == 18


class TestPriceList:
    def test_a_price_is_changed_taken_out_and_offered_again(self, cast: Cast) -> None:
        client = logged_in(cast.olga)
        entry = PriceListEntry.objects.filter(class_code="ch-0900")[0]
        form = {"name": "Our price", "per_minute": "2", "increment_s": "1", "source": "Board", "payout_share": "55"}

        client.post(reverse("operator-price", args=[entry.code]), form)
        entry.refresh_from_db()
        assert (entry.name, entry.source, entry.terms.tariff.per_minute) == ("Our price", "Board", 2_000_000)
        assert entry.terms.payout_share == 550_000
        client.post(reverse("operator-price-offer", args=[entry.code]), {"offered": "no"})
        offered = page(logged_in(cast.hanna), "/tariffs/new/?class=ch-0900")
        assert "Our price" not in offered
        client.post(f"{reverse('operator-price-offer', args=[entry.code])}?offered=yes")

        assert "Our price" in page(logged_in(cast.hanna), "/tariffs/new/?class=ch-0900")

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("de", "Branchenüblich, kein veröffentlichtes Raster: vor Gebrauch prüfen"),
            ("fr", "Usuel dans la branche, sans grille publiée\u00a0: à vérifier avant usage"),
            ("it", "Usuale nel settore, senza listino pubblicato: verificare prima dell’uso"),
            ("en", "Usual in the trade, not a published grid: check before use"),
        ],
    )
    def test_where_a_price_comes_from_is_told_in_the_readers_language(
        self, cast: Cast, language: str, words: str
    ) -> None:
        client = logged_in(cast.olga, language=language)
        entry = PriceListEntry.objects.filter(class_code="ch-0900")[0]

        assert words in page(client, "/operator/prices/?class=ch-0900")
        assert f'value="{words}"' in page(client, reverse("operator-price", args=[entry.code]))
        form = {"name": "Ours", "per_minute": "2", "increment_s": "1", "source": words}
        client.post(reverse("operator-price", args=[entry.code]), form)

        changed = PriceListEntry.objects.get(code=entry.code)
        assert (changed.name, changed.source) == ("Ours", entry.source), "what was not changed stays as it shipped"

    def test_a_new_price_needs_a_code_of_its_own(self, cast: Cast) -> None:
        client = logged_in(cast.olga)
        address = reverse("operator-price-add", args=["ch-0900"])
        code = PriceListEntry.objects.filter(class_code="ch-0900")[0].code
        form = {"name": "New", "per_minute": "2", "increment_s": "1"}

        taken = client.post(address, form | {"code": code})
        client.post(address, form | {"code": "own-1"})

        assert taken.status_code == 422
        assert f"There is “{code}” already." in unescape(taken.content.decode())
        assert PriceListEntry.objects.get(code="own-1").terms.tariff.per_minute == 2_000_000


def tone() -> bytes:
    """A second of sound as a WAV file."""
    out = io.BytesIO()
    samples = array("h", (int(8_000 * math.sin(index / 4)) for index in range(16_000)))
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 16_000, len(samples), "NONE", "not compressed"))
        file.writeframes(samples.tobytes())
    return out.getvalue()
