"""What the pages show and do."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from smartnumbers.apps.accounts.models import Membership, Role, User
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.plans import queries
from smartnumbers.apps.plans.models import BlacklistEntry, PublishedProfile, RoutingSettings
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.core.callcontrol.record import CallRecord, Outcome, Side
from smartnumbers.entry import settings
from smartnumbers.portal.live.board import Board
from smartnumbers.portal.live.broker import broker
from smartnumbers.statistics.answers import ReplicaStatus
from smartnumbers.statistics.client import StatisticsClient
from tests.cast import CALLER, NOW, PASSWORD, Cast, call_id, call_record

NUMBER = "0800123789"
A_CALL = '<th scope="row" class="col-time">'


def logged_in(user: User, *, language: str = "en") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def text(client: Client, address: str, **query: str) -> str:
    return client.get(address, query, follow=True).content.decode()


def keep(*records: CallRecord) -> None:
    keep_records(node="node1", records=records, segment="a", offset=1)


def chain(cast: Cast) -> list[str]:
    entries = queries.chain(access=cast.access(cast.hanna), number=cast.number, at=timezone.now())
    return [entry.name for entry in entries]


def revision(cast: Cast) -> int:
    return RoutingSettings.objects.get(number=cast.number).revision


def lost(cast: Cast, index: int) -> CallRecord:
    return call_record(
        cast,
        index=index,
        at=timezone.now() - timedelta(minutes=1),
        answered_at=None,
        outcome=Outcome.BUSY,
        reason="chain-exhausted",
        hung_up_by=Side.PLATFORM,
        cause=17,
        sip_status=486,
    )


class TestOverview:
    def test_all_is_well(self, cast: Cast) -> None:
        page = text(logged_in(cast.hanna), "/")

        assert "All is well: the number can be reached" in page
        assert "Reception" in page
        assert "No call yet today" in page

    def test_it_tells_of_a_number_that_loses_calls(self, cast: Cast) -> None:
        keep(*(lost(cast, index) for index in range(6)))

        page = text(logged_in(cast.hanna), "/")

        assert "One number needs a look" in page
        assert "Today 6 of 6 calls were lost (100 %)." in page

    def test_it_tells_of_a_number_without_destination(self, cast: Cast) -> None:
        page = text(logged_in(cast.sven), "/")

        assert "Calls are refused: no destination is set." in page
        assert "Set a destination" in page

    def test_calls_that_only_heard_or_left_a_message_are_told_apart(self, cast: Cast) -> None:
        keep(
            call_record(
                cast,
                at=timezone.now() - timedelta(minutes=2),
                answered_at=None,
                outcome=Outcome.ANNOUNCED,
                reason="announcement",
                attempts=(),
                treatment="Closed",
            )
        )
        client = logged_in(cast.hanna)

        assert "1 of them heard an announcement or left a message" in text(client, "/")
        assert text(client, "/calls/", result="informed", period="today").count(A_CALL) == 1

    def test_an_account_without_numbers_learns_what_comes_next(self, cast: Cast) -> None:
        cast.number.delete()

        assert "No number yet" in text(logged_in(cast.hanna), "/")


class TestCalls:
    def test_holders_see_callers_masked_and_operators_whole(self, cast: Cast) -> None:
        keep(call_record(cast))

        held, operated = (text(logged_in(user), "/calls/") for user in (cast.hanna, cast.olga))

        assert "+41 79 412 ••••" in held
        assert "12 34" not in held
        assert "+41 79 412 12 34" in operated

    def test_filters_stand_in_the_address_and_can_be_taken_away(self, cast: Cast) -> None:
        keep(call_record(cast), lost(cast, 1))
        client = logged_in(cast.hanna)

        page = text(client, "/calls/", result="lost", period="today", number="+41800123789")

        assert page.count(A_CALL) == 1
        assert "Remove filter Result" in page
        assert text(client, "/calls/").count(A_CALL) == 2

    @pytest.mark.parametrize(
        "query", ["result=x", "number=x", "period=x", "from=2026-13-45", "to=9999-12-31", "after=x", "until=-1-2"]
    )
    def test_a_strange_address_shows_everything(self, cast: Cast, query: str) -> None:
        keep(call_record(cast))

        assert A_CALL in logged_in(cast.hanna).get(f"/calls/?{query}").content.decode()

    def test_nothing_fits(self, cast: Cast) -> None:
        keep(call_record(cast))

        assert "No call fits these filters" in text(logged_in(cast.hanna), "/calls/", result="blocked")

    def test_the_story_of_a_call(self, cast: Cast) -> None:
        record = call_record(cast)
        keep(record)

        page = text(logged_in(cast.hanna), reverse("call", args=[call_id(record)]))

        assert "Answered after 27 s, talked for 1 min 0 s." in page
        assert "1. Reception: No answer" in page
        assert "rang 20 s, at most 20 s" in page
        assert "2. Night: Answered" in page
        assert "The caller hung up" in page
        assert "0800 123 789 is known; revision 2 of its settings is in force." in page
        assert "Q.850 19" in page

    def test_blocking_from_a_call_shows_no_digit_more(self, cast: Cast) -> None:
        record = call_record(cast)
        keep(record)
        client = logged_in(cast.hanna)

        client.post(reverse("call-block", args=[call_id(record)]))

        assert BlacklistEntry.objects.get().value == CALLER
        page = text(client, f"/numbers/{NUMBER}/callers/")
        assert "+41 79 412 ••••" in page
        assert "12 34" not in page


class TestChain:
    def test_a_destination_is_added_and_the_toast_undoes_it(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)

        page = client.post(
            reverse("chain-add", args=[NUMBER]),
            {"address": "079 555 10 20", "name": "On call", "ring_seconds": "15", "revision": revision(cast)},
            follow=True,
        ).content.decode()

        assert chain(cast) == ["Reception", "Night", "On call"]
        assert f"/numbers/{NUMBER}/undo/{revision(cast)}/" in page
        client.post(f"/numbers/{NUMBER}/undo/{revision(cast)}/")
        assert chain(cast) == ["Reception", "Night"]

    def test_faults_stand_beside_their_fields_and_what_was_typed_stays(self, cast: Cast) -> None:
        response = logged_in(cast.hanna).post(
            reverse("chain-save", args=[NUMBER, 0]), {"address": "0900 1", "name": "Desk", "ring_seconds": "999"}
        )
        page = response.content.decode()

        assert response.status_code == 422
        assert "“0900 1” is neither a telephone number" in page
        assert "Enter whole seconds from 3 to 180." in page
        assert 'value="0900 1"' in page
        assert 'aria-invalid="true"' in page
        assert chain(cast) == ["Reception", "Night"]

    def test_destinations_change_places_and_leave(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)

        client.post(reverse("chain-move", args=[NUMBER, 0]), {"to": "down", "revision": revision(cast)})
        assert chain(cast) == ["Night", "Reception"]
        client.post(reverse("chain-remove", args=[NUMBER, 0]), {"revision": revision(cast)})
        assert chain(cast) == ["Reception"]

    def test_the_last_destination_stays(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        client.post(reverse("chain-remove", args=[NUMBER, 0]))

        response = client.post(reverse("chain-remove", args=[NUMBER, 0]))

        assert response.status_code == 422
        assert "Add at least one destination" in response.content.decode()
        assert chain(cast) == ["Night"]

    def test_nobody_is_overwritten_unseen(self, cast: Cast) -> None:
        before = revision(cast)
        rows = [ChainRow("044 512 38 77", "Olga's", 20)]
        change_chain(access=cast.access(cast.olga), number=cast.number, rows=rows, expected_revision=None, at=NOW)

        page = logged_in(cast.hanna).post(
            reverse("chain-move", args=[NUMBER, 0]), {"to": "down", "revision": before}, follow=True
        )

        assert page.status_code == 200
        page = logged_in(cast.hanna).post(
            reverse("chain-add", args=[NUMBER]),
            {"address": "079 555 10 20", "ring_seconds": "15", "revision": before},
            follow=True,
        )
        assert "Not saved: Olga changed this number" in page.content.decode()
        assert chain(cast) == ["Olga's"]

    @pytest.mark.parametrize("place", [2, 99])
    def test_a_place_that_is_gone_is_no_fault(self, cast: Cast, place: int) -> None:
        client = logged_in(cast.hanna)

        for name in ("chain-move", "chain-remove"):
            response = client.post(reverse(name, args=[NUMBER, place]))
            assert response["Location"] == f"/numbers/{NUMBER}/"

    def test_an_undo_that_comes_too_late_changes_nothing(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        old = revision(cast)
        client.post(reverse("chain-move", args=[NUMBER, 0]), {"to": "down"})

        page = client.post(reverse("number-undo", args=[NUMBER, old]), follow=True).content.decode()

        assert "Not saved: Hanna changed this number" in page
        assert chain(cast) == ["Night", "Reception"]


class TestNumber:
    def test_what_happens_if_somebody_calls_now(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        client.post(f"/numbers/{NUMBER}/callers/", {"caller": "079 555 01 99"})

        assert "<h3>The call goes to Reception</h3>" in text(client, f"/numbers/{NUMBER}/", caller="079 412 12 34")
        blocked = text(client, f"/numbers/{NUMBER}/", caller="0795550199")
        assert '<h3 class="bad">The call is refused: Caller blocked</h3>' in blocked
        assert "The caller came without a number" in text(client, f"/numbers/{NUMBER}/", caller="")
        assert "“abc” is no telephone number." in text(client, f"/numbers/{NUMBER}/", caller="abc")

    def test_a_damaged_profile_is_told_and_the_page_still_opens(self, cast: Cast) -> None:
        PublishedProfile.objects.filter(number=cast.number.number, revision=2).update(document={"format": 9})
        client = logged_in(cast.hanna)

        assert "cannot be read" in text(client, f"/numbers/{NUMBER}/", caller="0794121234")
        assert "These settings cannot be read." in text(client, f"/numbers/{NUMBER}/history/")

    def test_a_caller_is_blocked_for_a_while_and_let_in_again(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)

        client.post(f"/numbers/{NUMBER}/callers/", {"caller": "079 555 01 99", "period": "week", "note": "rude"})
        entry = BlacklistEntry.objects.get()
        assert entry.until is not None
        assert timedelta(days=6) < entry.until - timezone.now() <= timedelta(days=7)
        client.post(reverse("caller-unblock", args=[NUMBER, entry.pk]))
        assert not BlacklistEntry.objects.exists()

    def test_a_caller_who_is_no_number_is_told_beside_the_field(self, cast: Cast) -> None:
        response = logged_in(cast.hanna).post(f"/numbers/{NUMBER}/callers/", {"caller": "nobody", "note": "kept"})

        assert response.status_code == 422
        assert "“nobody” is no telephone number." in response.content.decode()
        assert 'value="kept"' in response.content.decode()

    def test_an_old_revision_is_restored(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        client.post(reverse("chain-move", args=[NUMBER, 0]), {"to": "down"})

        page = client.post(reverse("revision-restore", args=[NUMBER, 2]), follow=True).content.decode()

        assert "Revision 2 is in force again." in page
        assert chain(cast) == ["Reception", "Night"]

    def test_the_shown_number_is_chosen(self, cast: Cast) -> None:
        logged_in(cast.hanna).post(f"/numbers/{NUMBER}/display/", {"display": "service-number"})

        assert RoutingSettings.objects.get(number=cast.number).plan["display"]["mode"] == "service-number"

    def test_a_name_that_is_too_long_is_told_and_kept(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)

        response = client.post(f"/numbers/{NUMBER}/name/", {"name": "x" * 81})
        assert response.status_code == 422
        assert "At most 80 characters." in response.content.decode()
        client.post(f"/numbers/{NUMBER}/name/", {"name": "Helpline"})
        assert "Helpline" in text(client, "/numbers/")


class TestOperator:
    def test_a_number_is_set_up_and_taken_out_of_service(self, cast: Cast) -> None:
        client = logged_in(cast.olga)

        page = client.post(
            "/operator/numbers/add/", {"number": "0800 999 111", "account": cast.alpina.pk}, follow=True
        ).content.decode()
        assert "Calls are refused: no destination is set" in page
        client.post("/operator/numbers/0800999111/service/", {"in_service": "no"})
        assert "out of service" in text(client, "/numbers/0800999111/")
        client.post("/operator/numbers/0800999111/service/?in_service=yes")
        assert "in service since" in text(client, "/numbers/0800999111/")

    def test_what_is_no_service_number_is_told_beside_the_field(self, cast: Cast) -> None:
        response = logged_in(cast.olga).post(
            "/operator/numbers/add/", {"number": "044 512 38 00", "account": cast.alpina.pk}
        )

        assert response.status_code == 422
        assert "is no service number." in response.content.decode()

    def test_a_french_short_number_is_set_up_with_who_pays(self, cast: Cast) -> None:
        client = logged_in(cast.olga)
        number = {"number": "3646", "account": cast.alpina.pk, "name": "Aide", "family": "free"}

        refused = client.post("/operator/numbers/add/", number | {"number": "0900 575 700"})
        page = refused.content.decode()
        assert refused.status_code == 422
        assert "For a number in 0900 the digits tell who pays: choose nothing here." in page
        assert 'value="0900 575 700"' in page
        assert 'value="Aide"' in page
        assert re.search(r'<option value="free"\s+selected', page)
        made = client.post("/operator/numbers/add/", number, follow=True)

        assert "36xx, free for callers" in made.content.decode()
        assert "36xx, free for callers" in text(client, "/operator/numbers/")
        tariff = text(client, f"{made.redirect_chain[-1][0]}tariff/")
        assert 'class="cartouche green"' in tariff
        assert "?class=fr-0800" in tariff

    def test_an_operator_sees_as_a_holder_and_goes_back(self, cast: Cast) -> None:
        client = logged_in(cast.olga)

        client.post("/me/account/", {"account": str(cast.alpina.pk)})
        page = text(client, "/numbers/")
        assert "You see" in page
        assert "0848 555 210" not in page
        client.post("/me/account/", {"account": ""})
        assert "0848 555 210" in text(client, "/numbers/")

    @pytest.mark.parametrize(
        ("health", "told"),
        [
            ({"engine": "missing"}, "There is no telephony engine on this machine."),
            ({"engine": "down"}, "The telephony engine is down."),
            ({"engine": "up", "journal": "full", "refused_unrecorded": 2}, "New calls are refused."),
        ],
    )
    def test_every_page_tells_what_is_wrong_with_the_platform(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, health: dict[str, object], told: str
    ) -> None:
        board = Board()
        board.hear({"type": "snapshot", "calls": [], "health": health})
        monkeypatch.setattr(broker, "board", board)

        for address in ("/", "/calls/", "/numbers/", "/me/", "/account/2fa/"):
            assert told in text(logged_in(cast.hanna), address)
        assert told.rstrip(".") in text(logged_in(cast.olga), "/operator/")

    def test_the_operator_learns_of_broken_profiles_and_of_call_control_away(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        board = Board()
        fault = {"number": "+41800123789", "revision": 3, "place": "chain"}
        board.hear({"type": "snapshot", "calls": [], "health": {"engine": "up", "faults": [fault], "profiles": 2}})
        monkeypatch.setattr(broker, "board", board)

        assert "cannot be read for 0800 123 789" in text(logged_in(cast.olga), "/operator/")
        board.hear({"type": "away"})
        assert "Call control cannot be reached." in text(logged_in(cast.hanna), "/")

    def test_the_operator_learns_how_the_statistics_are(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        def told(state: str, **how: object) -> str:
            values = {"fault": "", "ready": True, "sequence": 7, "record_sequence": 7, "calls": 5, "behind_ms": None}
            status = ReplicaStatus(**{"state": state, "rebuilt_at": 1, "progress": None, **values, **how})  # type: ignore[arg-type]
            monkeypatch.setattr(StatisticsClient, "status", lambda _: status)
            return text(logged_in(cast.olga), "/operator/")

        assert "not running: the record answers for small accounts" in text(logged_in(cast.olga), "/operator/")
        assert "5 calls, up to date" in told("following")
        assert "being made anew: 42% done" in told("rebuilding", progress=0.42)
        assert "behind: the disk is full" in told("behind", fault="statistics-store-full")
        assert "being compared with the records" in told("checking", ready=False)


class TestPerson:
    def test_somebody_without_account_is_told_so(self, cast: Cast) -> None:
        User.objects.create_user("nobody@nowhere.example", PASSWORD)
        client = logged_in(User.objects.get(email="nobody@nowhere.example"))

        assert "You are not in any account yet" in text(client, "/")

    def test_an_account_that_was_taken_away_is_left(self, cast: Cast) -> None:
        Membership.objects.create(user=cast.hanna, account=cast.elsewhere, role=Role.READER)
        client = logged_in(cast.hanna)
        client.post("/me/account/", {"account": str(cast.elsewhere.pk)})
        assert "0848 555 210" in text(client, "/numbers/")

        Membership.objects.filter(user=cast.hanna, account=cast.elsewhere).delete()

        assert "0800 123 789" in text(client, "/numbers/")

    @pytest.mark.parametrize("account", ["999999", "x", "-1", "9" * 30])
    def test_an_account_of_somebody_else_does_not_exist(self, cast: Cast, account: str) -> None:
        assert logged_in(cast.hanna).post("/me/account/", {"account": account}).status_code == 404

    def test_pages_speak_the_persons_language_until_the_browser_chose_another(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.sven)
        assert 'lang="fr-CH"' in text(client, "/")

        response = client.post("/me/language/", {"language": "it", "next": "/calls/?result=lost"})

        assert response["Location"] == "/calls/?result=lost"
        assert 'lang="it-CH"' in text(client, "/")
        assert User.objects.get(pk=cast.sven.pk).language == "it"

    @pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_nobody_is_led_elsewhere(self, cast: Cast, address: str) -> None:
        response = logged_in(cast.hanna).post("/me/language/", {"language": "de", "next": address})

        assert response["Location"] == "/"

    def test_the_theme_stays_in_the_browser(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        client.post("/me/theme/", {"theme": "dark"})
        assert 'data-theme="dark"' in text(client, "/")

        client.post("/me/theme/", {"theme": "nonsense"})
        assert 'data-theme="dark"' in text(client, "/")

    @pytest.mark.parametrize("language", ["de", "fr", "it", "en"])
    def test_log_in_and_its_sister_pages_are_ours(self, cast: Cast, language: str) -> None:
        client = Client()
        client.cookies["django_language"] = language
        for address in ("/account/login/", "/account/password/reset/"):
            assert 'class="entrance"' in text(client, address)
        client.force_login(cast.hanna)
        for address in ("/account/password/change/", "/account/2fa/", "/account/logout/"):
            assert 'class="shell"' in text(client, address)

    def test_a_wrong_password_keeps_the_address(self, cast: Cast) -> None:
        page = Client().post("/account/login/", {"login": "hanna@alpina.example", "password": "wrong"}).content.decode()

        assert 'value="hanna@alpina.example"' in page
        assert "field-error" in page


class TestSearch:
    @pytest.mark.parametrize("typed", ["0800 123", "800123789", "+41 800 123 789", "hotline"])
    def test_one_hit_leads_straight_there(self, cast: Cast, typed: str) -> None:
        response = logged_in(cast.hanna).get("/search/", {"q": typed})

        assert response["Location"] == f"/numbers/{NUMBER}/"

    def test_a_calls_id_leads_to_the_call(self, cast: Cast) -> None:
        record = call_record(cast)
        keep(record)

        response = logged_in(cast.hanna).get("/search/", {"q": record.call_id})

        assert response["Location"] == reverse("call", args=[call_id(record)])
        assert "Nothing found" in text(logged_in(cast.sven), "/search/", q=record.call_id)

    @pytest.mark.parametrize("typed", ["", "%", "'", "x" * 500, "\x00"])
    def test_anything_can_be_typed(self, cast: Cast, typed: str) -> None:
        assert logged_in(cast.hanna).get(f"/search/suggestions/?q={quote(typed)}").status_code == 200


class TestFaults:
    def test_every_icon_is_in_the_drawing(self, cast: Cast) -> None:
        keep(call_record(cast), lost(cast, 1))
        client = logged_in(cast.olga)
        addresses = ("/", "/calls/", "/numbers/", f"/numbers/{NUMBER}/", "/operator/", "/operator/numbers/", "/me/")
        pages = "".join(text(client, address) for address in (*addresses, "/search/?q=a", "/me/help/"))

        used = re.findall(r"/static/dist/(assets/icons-[^#]+)#([a-z0-9-]+)", pages)
        drawing = (settings.PORTAL / "static" / "dist" / used[0][0]).read_text()
        assert {name for _, name in used if f'id="{name}"' not in drawing} == set()

    def test_there_is_nothing_there(self, cast: Cast) -> None:
        response = logged_in(cast.hanna).get("/nothing/")

        assert response.status_code == 404
        assert "There is nothing at this address" in response.content.decode()

    def test_something_broke(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("smartnumbers.portal.numbers.views.states", lambda **_: 1 / 0)
        client = logged_in(cast.hanna)
        client.raise_request_exception = False

        response = client.get("/numbers/")

        assert response.status_code == 500
        assert "Something broke on our side" in response.content.decode()

    def test_pages_forbid_what_is_not_from_here(self, cast: Cast) -> None:
        response = logged_in(cast.hanna).get("/")

        assert "default-src 'self'" in response["Content-Security-Policy"]
        page = response.content.decode()
        assert " style=" not in page
        assert "<script>" not in page
        assert " onclick" not in page


class TestLimits:
    def test_the_operator_limits_a_number_and_the_next_profile_says_so(self, cast: Cast) -> None:
        address = reverse("operator-number-limits", args=[NUMBER])

        answer = logged_in(cast.olga).post(address, {"simultaneous": "2", "setups_per_second": ""}, follow=True)

        assert "hold from the next call on" in answer.content.decode()
        assert PublishedProfile.objects.latest("sequence").document["limits"] == {
            "simultaneous": 2,
            "setups_per_second": None,
        }

    def test_nonsense_is_refused_beside_its_field_and_kept(self, cast: Cast) -> None:
        address, before = reverse("operator-number-limits", args=[NUMBER]), revision(cast)

        answer = logged_in(cast.olga).post(address, {"simultaneous": "-3", "setups_per_second": "many"})

        assert answer.status_code == 422
        assert all(typed in answer.content.decode() for typed in ("-3", "many", "field-error"))
        assert revision(cast) == before
