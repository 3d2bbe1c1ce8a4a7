"""A number's tab "Now": where calls go and until when, what comes next, and what if somebody calls."""

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from smartnumbers.apps.plans.models import BlacklistEntry, Destination, RoutingSettings, ScheduledPlan, Visibility
from smartnumbers.apps.plans.operations.callers import block_reported
from smartnumbers.apps.plans.operations.drafts import save_draft
from smartnumbers.apps.plans.operations.publishing import publish_draft
from smartnumbers.apps.plans.operations.scheduling import schedule_plan
from smartnumbers.core.routing.simpleplan import chain_entry
from tests.cast import CALLER, NOW, Cast
from tests.integration.portal.test_destinations import undo
from tests.integration.portal.test_pages import logged_in, text

PAGE = "/numbers/0800123789/"
ZURICH = ZoneInfo("Europe/Zurich")


def plan(cast: Cast, **different: Any) -> dict[str, Any]:
    """Reception and Night at once by day on weekdays, standby on Saturdays, else an announcement; a party in 2091."""
    reception, night = (Destination.objects.get(account=cast.alpina, name=name) for name in ("Reception", "Night"))
    found = deepcopy(RoutingSettings.objects.get(number=cast.number).plan)
    both = [chain_entry(destination_id=one.pk, ring_seconds=20) for one in (reception, night)]
    found["treatments"] = {
        "day": {"name": "Office", "kind": "chain", "strategy": "at-once", "entries": both, "then": "box"},
        "standby": {"name": "Standby", "kind": "chain", "strategy": "in-order", "entries": both[1:], "then": None},
        "closed": {"name": "Closed", "kind": "announcement", "message": message("We are closed.")},
        "box": {
            "name": "Box", "kind": "voicemail", "message": message("Speak after the tone."),
            "email": "box@alpina.example", "max_seconds": 90,
        },
    }  # fmt: skip
    found["week"] = [{"day": day, "start": 480, "end": 1080, "treatment": "day"} for day in range(5)]
    found["week"].append({"day": 5, "start": 540, "end": 720, "treatment": "standby"})
    found["otherwise"] = "closed"
    found["exceptions"] = [
        {"name": "Party", "begins": "2091-06-05T12:00", "ends": "2091-06-05T18:00", "treatment": "closed"}
    ]
    return {**found, **different}


def message(words: str) -> dict[str, Any]:
    return {"texts": {"en": words}, "languages": ["en"], "recording": None}


def put_in_force(cast: Cast, document: dict[str, Any], note: str = "") -> None:
    holder = cast.access(cast.hanna)
    save_draft(access=holder, number=cast.number, document=document, at=timezone.now())
    publish_draft(access=holder, number=cast.number, at=timezone.now(), note=note)


def schedule(
    cast: Cast, document: dict[str, Any], *, name: str, begins: datetime, ends: datetime | None
) -> ScheduledPlan:
    written = [moment.isoformat() if moment else "" for moment in (begins, ends)]
    return schedule_plan(
        access=cast.access(cast.hanna),
        number=cast.number,
        name=name,
        begins=written[0],
        ends=written[1],
        document=document,
        at=timezone.now(),
    )


class TestWhatHoldsNow:
    def test_one_chain_for_ever_has_no_end(self, cast: Cast) -> None:
        page = text(logged_in(cast.hanna), PAGE)

        assert "Calls go to Reception</h2>" in page
        assert "What comes next" not in page
        assert "Nothing is scheduled." in page

    def test_a_change_ahead_is_told_on_the_number_and_in_the_lists(self, cast: Cast) -> None:
        put_in_force(cast, plan(cast, week=[], otherwise="day", exceptions=[]))
        tomorrow = (timezone.now() + timedelta(days=1)).astimezone(ZURICH).replace(hour=16, minute=30, second=7)
        schedule(cast, plan(cast, week=[], otherwise="closed"), name="Holidays", begins=tomorrow, ends=None)
        client = logged_in(cast.hanna)
        until = f"until {tomorrow:%a} 16:30:07"

        page = text(client, PAGE)

        assert f"Calls go to Office, {until}" in page
        assert "Then: Closed." in page
        assert "rung all at once" in page
        assert "the call goes on with “Box”" in page
        for address in ("/", "/numbers/"):
            assert until in text(client, address)
            assert "then Closed" in text(client, address)

    def test_destinations_that_are_all_paused_are_a_problem(self, cast: Cast) -> None:
        put_in_force(cast, plan(cast, week=[], otherwise="standby", exceptions=[]))
        for one in Destination.objects.filter(account=cast.alpina):
            logged_in(cast.hanna).post(f"/routing/destinations/{one.pk}/pause/", {"paused": "yes"})

        assert "Calls are refused: every destination is paused." in text(logged_in(cast.hanna), "/")

    def test_a_quick_change_takes_a_destination_there_is(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        night = Destination.objects.get(account=cast.alpina, name="Night")

        client.post(f"{PAGE}chain/0/save/", {"destination": night.pk, "ring_seconds": "33"})

        assert Destination.objects.filter(account=cast.alpina).count() == 2
        assert "rings 33 s" in text(client, PAGE)

    def test_an_announcement_offers_nothing_to_change_here(self, cast: Cast) -> None:
        put_in_force(cast, plan(cast, week=[], otherwise="closed", exceptions=[]))

        page = text(logged_in(cast.hanna), PAGE)

        assert "Callers hear “Closed”" in page
        assert "Add a destination" not in page


class TestScheduledChanges:
    def test_one_is_cancelled_and_settled_again(self, cast: Cast) -> None:
        begins = timezone.now() + timedelta(days=2)
        row = schedule(cast, plan(cast), name="Move", begins=begins, ends=begins + timedelta(hours=3))
        client = logged_in(cast.hanna)
        assert "Move" in text(client, PAGE)

        page = client.post(f"{PAGE}scheduled/{row.pk}/cancel/", follow=True).content.decode()
        assert "“Move” is cancelled." in page
        assert "Nothing is scheduled." in page

        undo(client, page)
        assert "Nothing is scheduled." not in text(client, PAGE)

    def test_one_that_is_gone_is_not_found(self, cast: Cast) -> None:
        assert logged_in(cast.hanna).post(f"{PAGE}scheduled/99/cancel/").status_code == 404


class TestWhatIf:
    def ask(self, cast: Cast, **query: str) -> str:
        page = text(logged_in(cast.hanna), PAGE, **query)
        return page[page.index('id="what-if"') :]

    def test_any_instant_is_answered_stage_by_stage(self, cast: Cast) -> None:
        put_in_force(cast, plan(cast))

        answer = self.ask(cast, caller="079 412 12 34", at="2026-11-20T09:15")

        assert "Friday 20.11.2026, 09:15:00" in answer
        assert "The call goes to Reception and Night" in answer
        assert "2 ring at once" in answer
        assert "Reception, +41 44 512 38 00, rings 20 s" in answer
        assert "The caller can leave a message of 90 s, which is mailed to box@alpina.example" in answer
        assert "“Speak after the tone.”" in answer
        assert 'The telephone shows: <b class="strong">+41 79 412 12 34</b>' in answer

    @pytest.mark.parametrize(
        ("at", "told"),
        [
            ("2026-11-20T20:00", "The caller hears “Closed”"),
            ("2026-11-21T09:00", "The call goes to Night"),
            ("2091-06-05T13:00", "The exception “Party” holds"),
        ],
    )
    def test_the_hour_decides(self, cast: Cast, at: str, told: str) -> None:
        put_in_force(cast, plan(cast))

        assert told in self.ask(cast, caller="", at=at)

    def test_draft_settled_changes_and_older_revisions_can_be_asked(self, cast: Cast) -> None:
        put_in_force(cast, plan(cast, week=[], otherwise="closed"))
        later = timezone.now() + timedelta(days=9)
        row = schedule(cast, plan(cast, week=[], otherwise="standby"), name="Move", begins=later, ends=None)
        save_draft(
            access=cast.access(cast.hanna), number=cast.number, document=plan(cast, week=[], otherwise="day"), at=NOW
        )

        assert "The caller hears “Closed”" in self.ask(cast, by="published")
        assert "The call goes to Reception and Night" in self.ask(cast, by="draft")
        assert "The call goes to Night" in self.ask(cast, by=f"scheduled-{row.pk}")
        assert "<h3>The call goes to Reception</h3>" in self.ask(cast, by="revision-2")

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ({"caller": "abc"}, "“abc” is no telephone number."),
            ({"at": "soon"}, "soon"),
            ({"at": "2026-03-29T02:30"}, "2026-03-29T02:30"),
            ({"by": "revision-99"}, "There is no such revision."),
            ({"by": "nonsense"}, "nonsense"),
        ],
    )
    def test_what_cannot_be_asked_is_told_beside_it(self, cast: Cast, query: dict[str, str], told: str) -> None:
        answer = self.ask(cast, **query)

        assert told in answer
        assert "field-error" in answer
        assert "<h3" not in answer

    def test_who_hides_the_number_is_asked_as_such(self, cast: Cast) -> None:
        document = plan(cast, week=[], otherwise="day")
        document["screening"]["withheld"] = True
        put_in_force(cast, document)

        assert "The call is refused" in self.ask(cast, caller="079 412 12 34", withheld="on")
        assert "The call is refused" not in self.ask(cast, caller="079 412 12 34")


class TestBlockedCallers:
    def test_prefixes_countries_and_hidden_numbers_are_turned_away(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)

        for form in (
            {"kind": "prefix", "caller": "0033 8"},
            {"kind": "country", "caller": "ng", "period": "month"},
            {"kind": "withheld"},
            {"kind": "number", "caller": "079 555 01 99", "period": "until", "until": "2090-01-01T08:00"},
        ):
            assert client.post(f"{PAGE}callers/", form).status_code == 302

        page = text(client, f"{PAGE}callers/")
        assert "Numbers that begin with +338" in page
        assert "Callers from NG" in page
        assert "Callers who hide their number" in page
        assert "01.01.2090 08:00" in page

    @pytest.mark.parametrize(
        "form",
        [
            {"kind": "prefix", "caller": "x"},
            {"kind": "prefix", "caller": "0"},
            {"kind": "country", "caller": "XX"},
            {"kind": "country", "caller": "Nigeria"},
            {"kind": "number", "caller": ""},
            {"kind": "number", "caller": "079 555 01 99", "period": "until", "until": "yesterday"},
            {"kind": "number", "caller": "079 555 01 99", "period": "until", "until": "2001-01-01T08:00"},
            {"kind": "number", "caller": "079 555 01 99", "period": "until", "until": "2027-03-28T02:30"},
        ],
    )
    def test_what_cannot_be_is_told_beside_what_was_typed(self, cast: Cast, form: dict[str, str]) -> None:
        response = logged_in(cast.hanna).post(f"{PAGE}callers/", {**form, "note": "kept"})

        page = response.content.decode()
        assert response.status_code == 422
        assert "field-error" in page
        assert 'value="kept"' in page
        assert not BlacklistEntry.objects.exists()

    def test_a_reported_caller_is_marked(self, cast: Cast) -> None:
        block_reported(
            access=cast.access(cast.olga),
            number=cast.number,
            caller=CALLER,
            visibility=Visibility.MASKED,
            until=timezone.now() + timedelta(hours=24),
            at=timezone.now(),
        )

        page = text(logged_in(cast.hanna), f"{PAGE}callers/")

        assert "reported as a nuisance" in page
        assert "12 34" not in page


class TestHistory:
    def test_a_revision_is_told_by_its_note_and_what_it_changed(self, cast: Cast) -> None:
        put_in_force(cast, plan(cast, week=[], otherwise="day"))
        put_in_force(cast, plan(cast, week=[], otherwise="standby"), note="Summer")

        page = text(logged_in(cast.hanna), f"{PAGE}history/")

        assert "Summer" in page
        assert "Standby instead of Office" in page
