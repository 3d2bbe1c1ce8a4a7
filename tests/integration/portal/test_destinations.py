"""Destinations and lists of callers in the portal: one change reaches every plan, and can be taken back."""

import re

import pytest
from django.test import Client

from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.plans import queries
from smartnumbers.apps.plans.models import CallerList, Destination, RoutingSettings
from smartnumbers.apps.plans.operations.callerlists import CallerRow
from smartnumbers.apps.plans.operations.callerlists import create as create_list
from smartnumbers.core.callcontrol.record import Attempt, AttemptOutcome
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.treatments import Chain
from tests.cast import NOW, Cast, call_record
from tests.integration.portal.test_pages import logged_in, text

ALL = "/routing/destinations/"


def reception(cast: Cast) -> Destination:
    return Destination.objects.get(account=cast.alpina, address="+41445123800")


def where_calls_go(cast: Cast) -> list[str]:
    """The addresses that the switch reads."""
    plan = queries.published(access=cast.access(cast.hanna), number=cast.number).plans.dated[-1].plan
    actions = [treatment.action for treatment in plan.treatments.values()]
    return [entry.destination.address for action in actions if isinstance(action, Chain) for entry in action.entries]


def undo(client: Client, page: str) -> None:
    """Press the Undo of the page's toast."""
    found = re.search(r'<form method="post" action="([^"]+)">(?:(?!</form>).)*<button>Undo', page, re.DOTALL)
    assert found is not None
    client.post(found[1].replace("&amp;", "&"))


class TestTheList:
    def test_it_tells_state_answers_and_use(self, cast: Cast) -> None:
        setup = from_datetime(NOW)
        rung = [
            Attempt(
                1, "Reception", "+41445123800", "telephone", 20, setup, setup + 100, None, setup + 20_000,
                outcome, 19, None, destination_id=reception(cast).pk,
            )
            for outcome in (AttemptOutcome.NO_ANSWER, AttemptOutcome.ANSWERED)
        ]  # fmt: skip
        keep_records(
            node="node1",
            records=[call_record(cast, index=index, attempts=(attempt,)) for index, attempt in enumerate(rung)],
            segment="a",
            offset=1,
        )
        logged_in(cast.hanna).post(f"{ALL}add/", {"name": "Spare", "address": "044 512 38 77"})

        page = text(logged_in(cast.remo), ALL)

        assert "+41 44 512 38 00" in page
        assert "in use" in page
        assert "not used" in page
        assert "Pause" not in page

    def test_the_operator_is_asked_for_an_account_first(self, cast: Cast) -> None:
        assert "Choose an account first" in text(logged_in(cast.olga), ALL)
        assert "Choose an account first" in text(logged_in(cast.olga), "/routing/lists/")


class TestADestination:
    def test_the_page_tells_where_it_is_used_and_what_became_of_its_calls(self, cast: Cast) -> None:
        setup = from_datetime(NOW)
        attempt = Attempt(
            1, "Reception", "+41445123800", "telephone", 20, setup, None, None, setup, AttemptOutcome.BUSY, 17, None,
            destination_id=reception(cast).pk, full=True,
        )  # fmt: skip
        keep_records(node="node1", records=[call_record(cast, attempts=(attempt,))], segment="a", offset=1)

        page = text(logged_in(cast.remo), f"{ALL}{reception(cast).pk}/")

        assert "0800 123 789" in page
        assert "in force" in page
        assert "Full" in page
        assert "+41 79 412 ••••" in page

    def test_a_change_is_announced_reaches_the_switch_and_is_taken_back(self, cast: Cast) -> None:
        client, one = logged_in(cast.hanna), reception(cast)

        before = text(client, f"{ALL}{one.pk}/change/")
        assert "This changes 1 number, from its next call on:" in before
        assert "0800 123 789" in before

        form = {"name": "Front desk", "address": "044 512 38 99", "limit": "3"}
        page = client.post(f"{ALL}{one.pk}/change/", form, follow=True).content.decode()
        assert "Saved. It holds for 1 number from the next call on." in page
        assert where_calls_go(cast)[0] == "+41445123899"

        undo(client, page)
        one.refresh_from_db()
        assert (one.name, one.address, one.limit) == ("Reception", "+41445123800", None)
        assert where_calls_go(cast)[0] == "+41445123800"

    def test_pausing_holds_at_once_and_is_taken_back(self, cast: Cast) -> None:
        client, one = logged_in(cast.hanna), reception(cast)

        page = client.post(f"{ALL}{one.pk}/pause/", {"paused": "yes"}, follow=True).content.decode()

        assert "Reception gets no calls for now." in page
        assert "Calls go to Night" in text(client, "/numbers/0800123789/")
        undo(client, page)
        assert "Calls go to Reception" in text(client, "/numbers/0800123789/")

    def test_only_what_no_plan_uses_is_removed(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        client.post(f"{ALL}add/", {"name": "Spare", "address": "sip:spare@[2001:db8::10]:5062"})
        spare = Destination.objects.get(name="Spare")

        used = client.post(f"{ALL}{reception(cast).pk}/remove/", follow=True).content.decode()
        client.post(f"{ALL}{spare.pk}/remove/")

        assert "Reception is used and cannot be removed." in used
        assert set(Destination.objects.filter(account=cast.alpina).values_list("name", flat=True)) == {
            "Reception",
            "Night",
        }

    @pytest.mark.parametrize(
        ("form", "told"),
        [
            ({"address": ""}, "Enter a telephone number or a SIP address."),
            ({"address": "0900 575 123"}, "“0900 575 123” is a service number"),
            ({"address": "sip:x@[2001:db8::zz]"}, "is neither a telephone number nor a SIP address"),
            ({"address": "044 512 38 77", "limit": "many"}, "whole"),
            ({"address": "044 512 38 77", "name": "x" * 81}, "At most 80 characters."),
            ({"address": "044 512 38 00", "name": "Reception"}, "Reception"),
        ],
    )
    def test_what_cannot_be_is_told_beside_what_was_typed(self, cast: Cast, form: dict[str, str], told: str) -> None:
        response = logged_in(cast.hanna).post(f"{ALL}add/", form)

        page = response.content.decode()
        assert response.status_code == 422
        assert told in page
        assert "field-error" in page
        assert all(typed in page for typed in form.values())
        assert Destination.objects.filter(account=cast.alpina).count() == 2


class TestCallerLists:
    def test_a_list_is_pasted_and_every_bad_line_is_told(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        pasted = "079 412 33 10 # Müller\n\nnobody\n044 512*\n12"

        refused = client.post("/routing/lists/add/", {"name": "Regulars", "callers": pasted})
        page = refused.content.decode()
        assert refused.status_code == 422
        assert "Line 3: “nobody” is no telephone number." in page
        assert "Line 5: " in page
        assert "nobody\n044 512*" in page

        client.post(
            "/routing/lists/add/", {"name": "Regulars", "callers": pasted.replace("nobody", "").removesuffix("12")}
        )
        made = CallerList.objects.get(name="Regulars")
        assert list(made.entries.values_list("caller", "note")) == [("+4144512*", ""), ("+41794123310", "Müller")]

    def test_a_change_is_taken_back(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        made = create_list(
            access=cast.access(cast.hanna),
            account=cast.alpina,
            name="Regulars",
            callers=[CallerRow("079 412 33 10", "Müller")],
            at=NOW,
        )

        form = {"name": "Others", "callers": "044 512 38 00"}
        page = client.post(f"/routing/lists/{made.pk}/", form, follow=True).content.decode()
        undo(client, page)

        made.refresh_from_db()
        assert made.name == "Regulars"
        assert list(made.entries.values_list("caller", "note")) == [("+41794123310", "Müller")]

    def test_a_list_that_a_plan_asks_for_stays(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        made = create_list(
            access=cast.access(cast.hanna), account=cast.alpina, name="Regulars", callers=[CallerRow("+4144*")], at=NOW
        )
        settings = RoutingSettings.objects.get(number=cast.number)
        settings.plan["screening"]["welcome"] = [made.pk]
        settings.save()

        page = client.post(f"/routing/lists/{made.pk}/remove/", follow=True).content.decode()

        assert "Regulars is used and cannot be removed." in page
        assert "This changes 1 number, from its next call on:" in page

    def test_a_reader_sees_the_callers_and_nothing_to_press(self, cast: Cast) -> None:
        made = create_list(
            access=cast.access(cast.hanna), account=cast.alpina, name="Regulars", callers=[CallerRow("+4144*")], at=NOW
        )

        page = text(logged_in(cast.remo), f"/routing/lists/{made.pk}/")

        assert "+4144*" in page
        assert "<textarea" not in page
