"""The routing editor by its forms alone, as it works without a script: steps, faults, publishing, calendar."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.callrecords.replay import Led, Moved, Replay
from smartnumbers.apps.plans.models import Destination, Draft, PublishedProfile, RoutingSettings, ScheduledPlan
from smartnumbers.apps.plans.operations.drafts import save_draft
from smartnumbers.apps.plans.operations.publishing import publish_draft
from smartnumbers.portal.routing.lookahead import groups
from tests.cast import NOW, Cast

NUMBER = "0800123789"
MORNING = {"do": "add-window", "start": "08:00", "end": "12:00", "days": ["0", "1"], "treatment": "main"}


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def hanna(cast: Cast) -> Client:
    return logged_in(cast.hanna)


def address(name: str, *more: object) -> str:
    return reverse(name, args=[NUMBER, *more])


def step(client: Client, values: dict[str, Any], *, query: str = "") -> Any:
    return client.post(f"{address('routing-draft')}{query}", values)


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def page(client: Client, name: str = "number-routing", query: str = "") -> str:
    return shown(client.get(f"{address(name)}{query}"))


def main_name(cast: Cast) -> str:
    """What the plan's first treatment is called: it was named in the account's language."""
    return str(RoutingSettings.objects.get(number=cast.number).plan["treatments"]["main"]["name"])


def week(cast: Cast) -> list[tuple[int, int, int, str]]:
    draft = Draft.objects.get(number=cast.number)
    return [(item["day"], item["start"], item["end"], item["treatment"]) for item in draft.document["week"]]


def announcement(client: Client, name: str = "Closed") -> None:
    values = {"do": "save-treatment", "kind": "announcement", "name": name, "text_de": "Zu.", "languages": ["de"]}
    assert step(client, values).status_code == 302


class TestSteps:
    def test_a_window_is_added_changed_and_removed_and_each_step_taken_back(self, cast: Cast, hanna: Client) -> None:
        step(hanna, MORNING)
        assert week(cast) == [(0, 480, 720, "main"), (1, 480, 720, "main")]
        changed = {**MORNING, "do": "change-window", "key": "0-480-720-main", "days": ["0"], "end": "13:15"}
        answer = step(hanna, changed, query="?week=2026-12-21")
        assert "week=2026-12-21" in answer["Location"]
        assert week(cast)[0] == (0, 480, 795, "main")
        step(hanna, {"do": "remove-window", "key": "0-480-795-main"})
        assert week(cast) == [(1, 480, 720, "main")]

        for _step in range(2):
            hanna.post(address("routing-undo"))
        assert week(cast) == [(0, 480, 720, "main"), (1, 480, 720, "main")]
        hanna.post(address("routing-undo"))
        assert not Draft.objects.exists()

    def test_calls_go_on_as_they_are_until_the_draft_is_published(self, cast: Cast, hanna: Client) -> None:
        before = PublishedProfile.objects.count()
        step(hanna, MORNING)

        assert PublishedProfile.objects.count() == before
        assert RoutingSettings.objects.get(number=cast.number).plan["week"] == []

    def test_a_day_is_copied(self, cast: Cast, hanna: Client) -> None:
        step(hanna, MORNING)
        step(hanna, {"do": "copy-day", "day": "0", "to": ["5", "6"]})

        assert {day for day, *_hours in week(cast)} == {0, 1, 5, 6}

    def test_a_chain_is_made_reordered_and_given_a_new_destination(self, cast: Cast, hanna: Client) -> None:
        draft = RoutingSettings.objects.get(number=cast.number).plan
        first, second = (entry["destination"] for entry in draft["treatments"]["main"]["entries"])
        form = {
            "do": "save-treatment", "treatment": "main", "name": "Reception", "strategy": "at-once", "then": "",
            "entry": ["0", "1"], "entry-0-destination": first, "entry-1-destination": second,
            "entry-0-ring_seconds": "15", "entry-1-ring_seconds": "30", "entry-0-weight": "1", "entry-1-weight": "1",
            "entry-0-moves_on": ["busy"], "part": "down:0", "new_address": "044 512 38 77", "new_name": "Home office",
        }  # fmt: skip
        assert step(hanna, form).status_code == 302

        chain = Draft.objects.get(number=cast.number).document["treatments"]["main"]
        made = Destination.objects.get(name="Home office")
        assert [entry["destination"] for entry in chain["entries"]] == [second, first, made.pk]
        assert [entry["ring_seconds"] for entry in chain["entries"]] == [30, 15, 20]
        assert (chain["entries"][1]["moves_on"], chain["strategy"]) == (["busy"], "at-once")
        assert "Longest waiting time: 30 s." in page(hanna, query="?panel=treatment&at=main")

    def test_branches_merge_values_of_one_kind(self, cast: Cast, hanna: Client) -> None:
        step(hanna, {"do": "save-treatment", "kind": "branches", "name": "By caller", "otherwise": "main"})
        form = {
            "do": "save-treatment", "treatment": "t1", "name": "By caller", "otherwise": "main", "arm": ["0"],
            "arm-0-then": "main", "arm-0-0-question": "region:ch-fr", "arm-0-1-question": "region:ch-it",
            "arm-0-2-question": "line:mobile", "arm-0-2-negated": "not",
        }  # fmt: skip
        step(hanna, form)

        arm = Draft.objects.get(number=cast.number).document["treatments"]["t1"]["arms"][0]
        assert arm["when"] == [
            {"kind": "region", "values": ["ch-fr", "ch-it"], "negated": False},
            {"kind": "line", "values": ["mobile"], "negated": True},
        ]
        assert page(hanna, query="?panel=treatment&at=t1").count('value="region:ch-fr" selected') == 1

    def test_holidays_special_days_and_exceptions_lie_over_the_week(self, cast: Cast, hanna: Client) -> None:
        announcement(hanna)
        step(hanna, {"do": "set-holidays", "region": "CH-ZH", "treatment": "t1"})
        step(hanna, {"do": "set-special", "name": "Fair", "day": "23", "month": "12", "treatment": "t1"})
        eve = {"name": "Eve", "begins": "2026-12-24T16:00", "ends": "2026-12-25T00:00", "treatment": "main"}
        step(hanna, {"do": "set-exception", **eve})

        text = re.sub(r"<[^>]+>", "", page(hanna, query="?week=2026-12-24"))
        assert "Week 52, 21 to 27 December 2026" in text
        for words in ("Christmas Day Closed", "Fair Closed", f"Eve {main_name(cast)}, 16:00–24:00"):
            assert words in re.sub(r"\s+", " ", text)
        assert "Christmas Day" in page(hanna, "routing-calendar", "?month=2026-12")

    def test_screening_display_and_greeting_are_kept(self, cast: Cast, hanna: Client) -> None:
        step(hanna, {"do": "set-screening", "withheld": "on", "countries": "gb us", "calls": "3", "seconds": "86400"})
        step(hanna, {"do": "set-display", "mode": "fixed-number", "fixed_number": "044 512 38 00"})
        step(hanna, {"do": "set-greeting", "text_de": "Grüezi. {hours}"})

        document = Draft.objects.get(number=cast.number).document
        assert document["screening"]["countries"] == ["GB", "US"]
        assert document["screening"]["limit"] == {"calls": 3, "seconds": 86_400}
        assert document["display"]["fixed_number"] == "+41445123800"
        assert document["greeting"]["languages"] == ["de"]
        assert "Grüezi. " in page(hanna, query="?panel=greeting")

    def test_what_is_typed_is_heard_with_the_opening_hours(self, cast: Cast, hanna: Client) -> None:
        answer = hanna.post(address("routing-heard-check"), {"text_de": "Wir sind da: {hours}.", "text_fr": ""})

        assert "{hours}" not in shown(answer)
        assert re.search(r"Wir sind da: \w+", shown(answer))


class TestFaults:
    @pytest.mark.parametrize(
        ("different", "words"),
        [
            ({"end": "07:00"}, "The end must come after the beginning."),
            ({"start": "08:05"}, "Enter full quarters of an hour"),
            ({"start": "early"}, "Enter a time from 00:00 to 24:00."),
            ({"end": ""}, "Enter a time, such as 08:00."),
            ({"days": []}, "Choose at least one day."),
            ({"treatment": "nobody"}, "Choose one of the list."),
        ],
    )
    def test_a_window_that_cannot_be_is_refused_beside_its_field(
        self, cast: Cast, hanna: Client, different: dict[str, Any], words: str
    ) -> None:
        answer = step(hanna, {**MORNING, **different})

        assert answer.status_code == 422
        assert words in shown(answer)
        for name, value in {**MORNING, **different}.items():
            if name in ("start", "end") and value:
                assert f'value="{value}"' in shown(answer)
        assert not Draft.objects.exists()

    def test_an_overlap_is_refused_with_words_and_can_cut_the_other(self, cast: Cast, hanna: Client) -> None:
        announcement(hanna)
        step(hanna, MORNING)
        lunch = {**MORNING, "days": ["0"], "start": "11:00", "end": "13:00", "treatment": "t1"}

        answer = step(hanna, lunch)
        assert answer.status_code == 422
        assert f"{main_name(cast)} is there already: Monday 08:00–12:00." in shown(answer)
        assert 'value="11:00"' in shown(answer)
        step(hanna, {**lunch, "overlap": "cut"})

        assert week(cast)[:2] == [(0, 480, 660, "main"), (0, 660, 780, "t1")]

    def test_what_was_drawn_over_another_stays_and_is_mended_by_a_button(self, cast: Cast, hanna: Client) -> None:
        announcement(hanna)
        step(hanna, MORNING)
        drawn = {**MORNING, "days": ["0"], "start": "11:00", "end": "13:00", "treatment": "t1"}
        step(hanna, {**drawn, "overlap": "keep"})
        text = page(hanna)
        assert "Two windows 11:00–12:00" in re.sub(r"<[^>]+>", "", text)
        mend = next(
            form for form in re.findall(r"<form.*?</form>", text, re.S) if f"Let {main_name(cast)} end at 11:00" in form
        )
        step(hanna, dict(re.findall(r'name="(\w+)" value="([^"]*)"', mend)))

        assert "Two windows" not in page(hanna)
        assert week(cast)[0] == (0, 480, 660, "main")

    def test_a_gap_is_told_and_mended(self, cast: Cast, hanna: Client) -> None:
        step(hanna, {**MORNING, "start": "00:00", "end": "23:00", "days": [str(day) for day in range(7)]})
        step(hanna, {"do": "set-otherwise", "otherwise": ""})

        text = page(hanna)
        assert "Check: 7 errors" in text
        assert "And 3 further gaps" in text
        assert f"Let {main_name(cast)} last until 24:00" in text

    def test_a_premium_destination_is_refused_beside_its_field(self, cast: Cast, hanna: Client) -> None:
        form = {"do": "save-treatment", "kind": "chain", "name": "Dear", "strategy": "in-order", "then": ""}
        answer = step(hanna, {**form, "new_address": "0900 123 456"})

        assert answer.status_code == 422
        assert "is a service number. Calls can go to ordinary numbers only." in shown(answer)
        assert 'value="0900 123 456"' in shown(answer)

    def test_a_chain_cannot_lead_to_itself(self, cast: Cast, hanna: Client) -> None:
        form = {"do": "save-treatment", "treatment": "main", "name": "Main", "strategy": "in-order", "then": "main"}

        assert step(hanna, form).status_code == 422
        assert not Draft.objects.exists()

    def test_what_cannot_be_meant_is_refused_in_place(self, cast: Cast, hanna: Client) -> None:
        plan = RoutingSettings.objects.get(number=cast.number).plan
        destination = plan["treatments"]["main"]["entries"][0]["destination"]
        chain = {
            "do": "save-treatment", "treatment": "main", "name": "Main", "strategy": "by-weight", "then": "",
            "entry": ["0"], "entry-0-destination": destination, "entry-0-ring_seconds": "long", "entry-0-weight": "x",
        }  # fmt: skip
        voicemail = {"do": "save-treatment", "kind": "voicemail", "name": "Box", "email": "a@b.ch", "max_seconds": "x"}
        special = {"do": "set-special", "name": "Fair", "day": "x", "month": "2", "start": "x", "treatment": "main"}
        screening = {"do": "set-screening", "calls": "many", "countries": "de xx"}
        exception = {"do": "set-exception", "name": "Eve", "begins": "soon", "ends": "later", "treatment": "main"}

        for form, words in (
            (chain, ["Enter a whole number from 3 to 180.", "Enter a whole number from 1 to 100.", 'value="long"']),
            (voicemail, ["Enter a whole number from 5 to 600.", 'value="x"']),
            (special, ["Enter a whole number from 1 to 31.", "Enter a time from 00:00 to 24:00."]),
            (screening, ["Enter a whole number from 1 to 1000.", "“XX” is no country of two letters", 'value="many"']),
            ({"do": "set-otherwise", "otherwise": "forged"}, ["Choose one of the list."]),
            (
                {"do": "set-greeting", "languages": ["en"], "text_en": "Until {hours}, {foo}."},
                ["“{foo}” would be read out. Only {hours} and {price} are filled in.", "Until {hours}, {foo}."],
            ),
            (exception, ["Enter a day and a time, such as 24.12.2026 16:00.", 'value="soon"']),
        ):
            answer = step(hanna, form)
            assert answer.status_code == 422
            assert [word for word in words if word not in shown(answer)] == []
        assert not Draft.objects.exists()

    def test_ten_thousand_windows_at_once_are_no_form(self, cast: Cast, hanna: Client) -> None:
        answer = step(hanna, {**MORNING, "days": ["0"] * 10_000})
        assert answer.status_code == 400
        assert "Go back and save in smaller parts" in shown(answer)
        assert not Draft.objects.exists()

    def test_a_used_treatment_goes_only_when_another_takes_its_place(self, cast: Cast, hanna: Client) -> None:
        announcement(hanna)
        answer = step(hanna, {"do": "remove-treatment", "treatment": "main", "instead": ""})
        assert answer.status_code == 422
        assert "Choose what they shall lead to instead." in shown(answer)
        step(hanna, {"do": "remove-treatment", "treatment": "main", "instead": "t1"})

        assert list(Draft.objects.get(number=cast.number).document["treatments"]) == ["t1"]

    def test_nobody_overwrites_anothers_draft_unseen(self, cast: Cast, hanna: Client) -> None:
        step(hanna, MORNING)
        save_draft(access=cast.access(cast.olga), number=cast.number, at=NOW, document=Draft.objects.get().document)

        answer = hanna.post(address("routing-draft"), {**MORNING, "end": "13:00", "version": "1"}, follow=True)

        assert "changed this draft at" in shown(answer)
        assert week(cast)[0] == (0, 480, 720, "main")
        assert "Take back the last step" not in shown(answer)


class TestReaders:
    def test_a_reader_sees_the_plan_and_no_way_to_change_it(self, cast: Cast, hanna: Client) -> None:
        step(hanna, MORNING)
        text = page(logged_in(cast.remo), query="?panel=treatment&at=main")

        main = text[text.index("<main") : text.index("</main")]
        assert "08:00–12:00" in main
        assert 'method="post"' not in main
        assert "side-sheet" not in main


class TestPublishing:
    def test_the_draft_holds_and_the_change_is_undone(self, cast: Cast, hanna: Client) -> None:
        step(hanna, MORNING)
        answer = hanna.post(address("routing-publish"), {"when": "now", "note": "Mornings"}, follow=True)
        assert "Published as revision 3." in shown(answer)
        assert RoutingSettings.objects.get(number=cast.number).plan["week"] != []
        history = page(hanna, "number-history", "?from=2&to=3")
        assert "Mornings" in history
        undo = re.search(r'action="([^"]+/undo/3/)"', shown(answer))
        assert undo is not None
        hanna.post(undo[1])

        assert RoutingSettings.objects.get(number=cast.number).plan["week"] == []

    def test_a_plan_with_errors_is_not_published(self, cast: Cast, hanna: Client) -> None:
        step(hanna, {"do": "set-otherwise", "otherwise": ""})
        answer = hanna.post(address("routing-publish"), {"when": "now", "note": "Empty"})

        assert answer.status_code == 422
        assert "the check found errors" in shown(answer)
        assert 'value="Empty"' in shown(answer)
        assert Draft.objects.exists()

    def test_what_somebody_else_wrote_into_the_draft_meanwhile_is_not_published_unseen(
        self, cast: Cast, hanna: Client
    ) -> None:
        step(hanna, MORNING)
        draft = Draft.objects.get()
        shown_before = re.search(r'name="version" value="(\d+)"', page(hanna, "routing-publish"))
        assert shown_before is not None
        assert int(shown_before[1]) == draft.version
        save_draft(access=cast.access(cast.olga), number=cast.number, document=draft.document, at=NOW)

        later = {"when": "from", "name": "Later", "begins": "2099-01-01T08:00", "version": shown_before[1]}
        for form in ({"when": "now", "note": "Mine", "version": shown_before[1]}, later):
            answer = hanna.post(address("routing-publish"), form)
            assert answer.status_code == 422
            assert "Olga changed this draft meanwhile" in shown(answer)

        again = re.search(r'name="version" value="(\d+)"', answer.content.decode())
        assert again is not None
        hanna.post(address("routing-publish"), {"when": "now", "note": "Mine", "version": again[1]})
        assert not Draft.objects.exists()

    def test_what_somebody_else_published_meanwhile_is_told_and_nothing_is_lost(
        self, cast: Cast, hanna: Client
    ) -> None:
        step(hanna, MORNING)
        seen = re.search(r'name="revision" value="(\d+)"', page(hanna, "routing-publish"))
        assert seen is not None
        document = Draft.objects.get().document
        olga = cast.access(cast.olga)
        publish_draft(access=olga, number=cast.number, at=NOW)
        save_draft(access=olga, number=cast.number, document=document, at=NOW)

        answer = hanna.post(address("routing-publish"), {"when": "now", "note": "Mine", "revision": seen[1]})
        assert answer.status_code == 422
        assert "Olga published revision 3 meanwhile" in shown(answer)
        assert Draft.objects.exists()
        again = re.search(r'name="revision" value="(\d+)"', shown(answer))
        assert again is not None
        hanna.post(address("routing-publish"), {"when": "now", "note": "Mine", "revision": again[1]})

        assert PublishedProfile.objects.latest("sequence").note == "Mine"

    def test_a_change_is_settled_for_later_shown_and_cancelled(self, cast: Cast, hanna: Client) -> None:
        step(hanna, MORNING)
        form = {"when": "period", "name": "Holidays", "begins": "2099-07-20T00:00", "ends": "2099-07-27T00:00"}
        answer = hanna.post(address("routing-publish"), form, follow=True)
        assert "Settled: “Holidays” begins on 20.07.2099 00:00 by itself." in shown(answer)
        assert "then back" in shown(answer)
        assert "Holidays" in page(hanna, query="?week=2099-07-22")
        scheduled = ScheduledPlan.objects.get()
        hanna.post(address("scheduled-cancel", scheduled.pk), {"next": address("routing-calendar")})

        assert "Nothing is settled for later" in page(hanna, "routing-calendar")

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"when": "from", "name": "", "begins": ""}, ["Enter a name"]),
            ({"when": "from", "name": "Old", "begins": "2020-01-01T00:00"}, ["still to come"]),
            ({"when": "period", "name": "Half", "begins": "2099-01-01T00:00", "ends": ""}, ["Enter a day and a time"]),
            ({"when": "sometime"}, ["Choose when."]),
        ],
    )
    def test_what_cannot_be_settled_is_refused_in_place(
        self, cast: Cast, hanna: Client, form: dict[str, str], words: list[str]
    ) -> None:
        step(hanna, MORNING)
        answer = hanna.post(address("routing-publish"), form)

        assert answer.status_code == 422
        assert [word for word in words if word not in shown(answer)] == []
        assert not ScheduledPlan.objects.exists()

    def test_a_discarded_draft_comes_back(self, cast: Cast, hanna: Client) -> None:
        step(hanna, MORNING)
        hanna.post(address("routing-discard"), {"version": "1"})
        assert not Draft.objects.exists()
        hanna.post(address("routing-undo"))

        assert week(cast)[0] == (0, 480, 720, "main")


class TestList:
    def test_the_list_tells_drafts_and_what_comes_next(self, cast: Cast, hanna: Client) -> None:
        step(hanna, MORNING)

        text = shown(hanna.get("/routing/"))
        assert "0800 123 789" in text
        assert "Hanna" in text


def test_calls_that_end_at_the_same_place_and_hear_something_else_are_told_apart() -> None:
    before = Led(refusal=None, treatment="Closed", destinations=(), heard=("Monday to Friday",))
    after = Led(refusal=None, treatment="Closed", destinations=(), heard=("Every day",))
    moved = Moved(before=before, after=after, calls=11, examples=(UUID(int=1),))

    [group] = groups(Replay(calls=74, moved=[moved], cut=False))

    assert (group.before, group.after) == ("“Closed”", "“Closed” with another text")
