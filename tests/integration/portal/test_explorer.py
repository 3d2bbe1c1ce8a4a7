"""The list of calls: filters, order, columns, totals, saved views."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.reporting.models import Habit, SavedView
from smartnumbers.core.callcontrol.record import CallRecord, Outcome, Side
from tests.cast import CALLER, Cast, call_record

HX = {"HX-Request": "true"}


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def keep(*records: CallRecord) -> None:
    keep_records(node="node1", records=records, segment="a", offset=1)


def text(client: Client, query: str = "view=all", **headers: str) -> str:
    return client.get(f"/calls/?{query}", follow=True, headers=headers).content.decode()


def calls_on(page: str) -> list[str]:
    return re.findall(r'class="col-time"><a class="num" href="/calls/([0-9a-f-]{36})/', page)


def lost(cast: Cast, index: int, **different: object) -> CallRecord:
    values: dict[str, object] = {"answered_at": None, "outcome": Outcome.BUSY, "reason": "chain-exhausted"}
    values |= {"hung_up_by": Side.PLATFORM, "cause": 17, "sip_status": 486, "at": timezone.now()}
    return call_record(cast, index=index, **{**values, **different})


class TestFinding:
    def test_conditions_narrow_the_calls_and_their_totals(self, cast: Cast) -> None:
        answered = call_record(cast, at=timezone.now() - timedelta(hours=1))
        keep(answered, lost(cast, 1), lost(cast, 2))
        client = logged_in(cast.hanna)

        everything, narrowed = text(client), text(client, "result=lost")

        assert len(calls_on(everything)) == 3
        assert answered.call_id in calls_on(everything)
        assert len(calls_on(narrowed)) == 2
        assert answered.call_id not in calls_on(narrowed)
        assert re.search(r"<dt>Calls</dt><dd>2</dd>", narrowed)
        assert re.search(r"<dt>Lost</dt><dd>2 <small>100 %</small>", narrowed)

    def test_it_is_sorted_by_any_column_both_ways(self, cast: Cast) -> None:
        now = timezone.now()
        short = call_record(cast, index=1, at=now - timedelta(minutes=5))
        long = call_record(cast, index=2, at=now - timedelta(minutes=9), ended_at=short.ended_at + 999_000)
        keep(short, long)
        client = logged_in(cast.hanna)

        longest_first, shortest_first = text(client, "sort=-talk"), text(client, "sort=talk")

        assert calls_on(longest_first) == [long.call_id, short.call_id]
        assert calls_on(shortest_first) == [short.call_id, long.call_id]
        assert re.search(r'col-talk n" aria-sort="descending"', longest_first)

    def test_it_is_paged_both_ways_and_jumps_to_a_day(self, cast: Cast) -> None:
        now = timezone.now()
        records = [call_record(cast, index=i, at=now - timedelta(days=3, minutes=i)) for i in range(60)]
        keep(*records)
        client = logged_in(cast.hanna)

        first = text(client)
        older = re.search(r'rel="next" href="([^"]+)"', first)
        assert older is not None
        second = text(client, older[1].removeprefix("?").replace("&amp;", "&"))
        newer = re.search(r'rel="prev" href="([^"]+)"', second)
        assert newer is not None
        back = text(client, newer[1].removeprefix("?").replace("&amp;", "&"))
        before_all = text(client, f"at={(now - timedelta(days=5)).date()}")

        assert len(calls_on(first)) == 50
        assert len(calls_on(second)) == 10
        assert set(calls_on(first)).isdisjoint(calls_on(second))
        assert calls_on(back) == calls_on(first)
        assert calls_on(before_all) == []

    def test_a_place_that_is_none_is_passed_over(self, cast: Cast) -> None:
        keep(call_record(cast, at=timezone.now()))

        assert len(calls_on(text(logged_in(cast.hanna), "after=nonsense&sort=price"))) == 1

    def test_what_is_wrong_is_told_beside_its_field_and_kept(self, cast: Cast) -> None:
        keep(call_record(cast, at=timezone.now()))

        page = text(logged_in(cast.hanna), "talk-min=long&price-max=2")

        assert 'name="talk-min" value="long"' in page
        assert re.search(r'id="filter-talk-min-fault"[^>]*><p class="field-error">', page)
        assert re.search(r'<details class="filter-panel no-print" open>', page)
        assert 'name="price-max" value="2"' in page

    def test_empty_fields_do_not_stay_in_the_address(self, cast: Cast) -> None:
        response = logged_in(cast.hanna).get("/calls/?result=lost&talk-min=&prefix=")

        assert response.headers["Location"] == "/calls/?result=lost"

    def test_typing_brings_the_calls_alone_and_the_address_for_them(self, cast: Cast) -> None:
        keep(lost(cast, 1))

        response = logged_in(cast.hanna).get("/calls/?result=lost&talk-min=", headers=HX)
        page = response.content.decode()

        assert response.headers["HX-Push-Url"] == "/calls/?result=lost"
        assert len(calls_on(page)) == 1
        assert "<html" not in page
        assert '<div class="head" id="calls-head" hx-swap-oob="true">' in page


class TestWhoSeesWhat:
    @pytest.fixture
    def both(self, cast: Cast) -> tuple[str, str]:
        own = call_record(cast, index=1, at=timezone.now())
        foreign = call_record(
            cast,
            index=2,
            at=timezone.now(),
            number=cast.number_elsewhere.number,
            account=str(cast.elsewhere.pk),
        )
        keep(own, foreign)
        return own.call_id, foreign.call_id

    @pytest.mark.parametrize("query", ["view=all", "sort=price", "number=0848555210", "result=answered", "prefix=0"])
    def test_nobody_sees_the_calls_of_another_account(self, cast: Cast, both: tuple[str, str], query: str) -> None:
        own, foreign = both

        assert foreign not in calls_on(text(logged_in(cast.hanna), query))
        assert own not in calls_on(text(logged_in(cast.sven), query))
        assert set(calls_on(text(logged_in(cast.olga)))) == {own, foreign}

    def test_holders_see_masked_callers_and_find_them_by_their_calls(self, cast: Cast, both: tuple[str, str]) -> None:
        client = logged_in(cast.hanna)

        page = text(client)
        assert "+41 79 412 ••••" in page
        assert CALLER[-4:] not in re.sub(r'href="[^"]*"|value="[^"]*"', "", page)
        reference = re.search(r'class="of-caller num" href="/customers/([^"/]+)/"', page)
        assert reference is not None

        of_caller = text(client, f"caller={reference[1]}")
        assert calls_on(of_caller) == [both[0]]
        assert "Caller <b>+41 79 412 ••••</b>" in of_caller

    @pytest.mark.parametrize("condition", [f"caller={CALLER[1:]}", f"prefix={CALLER[1:]}", "caller=~foreign"])
    def test_hidden_digits_cannot_be_asked_for(self, cast: Cast, both: tuple[str, str], condition: str) -> None:
        page = text(logged_in(cast.hanna), condition.replace("=41", "=%2B41"))

        assert calls_on(page) == [both[0]]
        assert "filter-panel" in page

    def test_a_holder_does_not_find_whole_numbers(self, cast: Cast, both: tuple[str, str]) -> None:
        wrong = text(logged_in(cast.hanna), "prefix=%2B41794129999")
        operator = text(logged_in(cast.olga), f"caller=%2B{CALLER[1:]}")

        assert "The last four digits of callers are hidden, so nobody can be found by them." in wrong
        assert set(calls_on(operator)) == set(both)

    def test_without_statistics_the_page_says_so(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        from smartnumbers.apps.reporting import fromrecord

        keep(call_record(cast, at=timezone.now()))
        monkeypatch.setattr(fromrecord, "FALLBACK_CALLS", 0)

        response = logged_in(cast.hanna).get("/calls/?view=all")

        assert response.status_code == 200
        assert "The figures are not ready at this moment." in response.content.decode()


class TestColumns:
    def test_they_are_chosen_kept_and_in_the_address(self, cast: Cast) -> None:
        keep(call_record(cast, at=timezone.now()))
        client = logged_in(cast.hanna)

        chosen = client.post(
            "/calls/look/", {"column": ["country", "price"], "density": "comfortable", "query": "result=answered"}
        )
        next_time = text(client)

        assert (
            chosen.headers["Location"] == "/calls/?result=answered&density=comfortable&columns=time%2Ccountry%2Cprice"
        )
        assert re.findall(r'<th scope="col" class="col-(\w+)', next_time) == ["time", "country", "price"]
        assert "compact" not in re.findall(r'<table class="([^"]*)"', next_time)[0].split()
        assert re.findall(r'<th scope="col" class="col-(\w+)', text(client, "columns=time,wait")) == ["time", "wait"]


class TestSavedViews:
    def test_one_is_saved_opened_changed_and_removed_with_a_way_back(self, cast: Cast) -> None:
        keep(lost(cast, 1), call_record(cast, at=timezone.now()))
        client = logged_in(cast.hanna)

        saved = client.post("/calls/views/", {"name": "Lost ones", "query": "result=lost&sort=-wait"})
        view = SavedView.objects.get()
        assert saved.headers["Location"] == f"/calls/?result=lost&sort=-wait&view={view.pk}"
        opened = text(client, saved.headers["Location"].partition("?")[2])
        assert len(calls_on(opened)) == 1
        assert re.search(r'aria-current="page">Lost ones', opened)

        client.post(
            f"/calls/views/{view.pk}/", {"name": "Gone", "shared": "on", "query": "result=blocked", "renew": "on"}
        )
        view.refresh_from_db()
        assert (view.name, view.shared, view.query) == ("Gone", True, "result=blocked")

        client.post(f"/calls/views/{view.pk}/remove/")
        gone = text(client)
        assert ">Gone</a>" not in gone
        assert f'action="/calls/views/{view.pk}/restore/"' in gone
        client.post(f"/calls/views/{view.pk}/restore/")
        assert "Gone" in text(client)
        assert [
            entry.action.rpartition(".")[2]
            for entry in AuditEntry.objects.filter(object_kind="saved-view").order_by("pk")
        ] == [
            "saved",
            "changed",
            "removed",
            "restored",
        ]

    def test_the_list_starts_with_a_view_that_was_chosen_for_it(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        client.post("/calls/views/", {"name": "Lost", "query": "result=lost"})
        view = SavedView.objects.get()

        client.post(f"/calls/views/{view.pk}/start/")
        assert client.get("/calls/").headers["Location"] == f"/calls/?result=lost&view={view.pk}"
        assert client.get("/calls/?view=all").status_code == 200

        client.post(f"/calls/views/{view.pk}/remove/")
        assert client.get("/calls/").status_code == 200
        assert Habit.objects.count() == 1

    @pytest.mark.parametrize("fault", ["", " ", "x" * 61, "Taken"])
    def test_a_name_that_does_not_do_is_refused_in_words(self, cast: Cast, fault: str) -> None:
        client = logged_in(cast.hanna)
        client.post("/calls/views/", {"name": "Taken", "query": "result=lost"})

        response = client.post("/calls/views/", {"name": fault, "query": "result=answered"}, follow=True)

        assert re.search("needs a name|of this name already", response.content.decode())
        assert SavedView.objects.count() == 1

    def test_private_views_are_their_makers_and_shared_ones_the_accounts(self, cast: Cast) -> None:
        hanna, remo, sven = (logged_in(user) for user in (cast.hanna, cast.remo, cast.sven))
        hanna.post("/calls/views/", {"name": "Private one", "query": "result=lost"})
        hanna.post("/calls/views/", {"name": "Shared one", "query": "result=lost", "shared": "on"})
        private, shared = SavedView.objects.order_by("name")

        assert "Private one" in text(hanna)
        assert "Private one" not in text(remo)
        assert "Shared one" in text(remo)
        assert "Shared one" not in text(sven)
        assert "Shared one" not in text(logged_in(cast.olga))
        for client, view in ((remo, private), (remo, shared), (sven, private), (sven, shared)):
            for act in ("remove/", ""):
                assert client.post(f"/calls/views/{view.pk}/{act}", {"name": "Mine"}).status_code == 404
        assert sven.post(f"/calls/views/{shared.pk}/start/").status_code == 404
        assert remo.post(f"/calls/views/{private.pk}/start/").status_code == 404
        assert remo.post(f"/calls/views/{shared.pk}/start/").status_code == 302
        assert not SavedView.objects.exclude(removed_at=None).exists()


@pytest.mark.django_db
def test_strangers_are_asked_to_log_in() -> None:
    for address in ("calls", "calls-exports"):
        assert Client().get(reverse(address)).status_code == 302
    assert Client().post(reverse("calls-export")).status_code == 302
