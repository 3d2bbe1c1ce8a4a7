"""Own key figures: set, measured, changed, ordered, removed and taken back; a reader sees them, a stranger does not."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from smartnumbers.apps.audit.queries import entries_of_account
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.reporting import fromrecord
from smartnumbers.apps.reporting.models import OwnKpi
from smartnumbers.apps.reporting.operations.kpis import KPIS_MAXIMUM, KpiRefused, KpiTerms, set_kpi
from smartnumbers.apps.reporting.operations.views import save_view
from smartnumbers.core.callcontrol.record import Outcome, Side
from tests.cast import NOW, Cast, call_record

pytestmark = pytest.mark.django_db
ANSWERED = {
    "name": "Quick answers", "measure": "answered-share", "calls": "all", "direction": "at-least", "target": "70",
    "currency": "CHF", "period": "day",
}  # fmt: skip
TERMS = KpiTerms(name="Calls", measure="calls", query="", target=100, currency="", direction="at-least", period="month")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    fromrecord.forget()


def logged_in(cast: Cast, who: str = "hanna") -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    client.cookies["django_language"] = "en"
    return client


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ")


def keep_three_answered_and_one_lost(cast: Cast) -> None:
    at = timezone.now() - timedelta(minutes=3)
    lost = {"outcome": Outcome.NO_ANSWER, "answered_at": None, "hung_up_by": Side.CALLER}
    records = [call_record(cast, index=index, at=at) for index in range(3)] + [
        call_record(cast, index=9, at=at, **lost)
    ]
    keep_records(node="node1", records=records, segment="a", offset=1)


def actions(cast: Cast) -> list[str]:
    found = entries_of_account(account_id=cast.alpina.pk)
    return [entry.action for entry in reversed(found) if entry.action.startswith("reporting.kpi")]


def test_a_target_is_set_measured_changed_and_taken_back(cast: Cast) -> None:
    keep_three_answered_and_one_lost(cast)
    client = logged_in(cast)

    set_page = client.post(reverse("kpi-add"), ANSWERED, follow=True).content.decode()
    kpi = OwnKpi.objects.get()
    changed = client.post(reverse("kpi", args=[kpi.pk]), ANSWERED | {"target": "80"}, follow=True).content.decode()
    undone = client.post(reverse("kpi-take-back", args=[kpi.pk]), follow=True).content.decode()

    assert (kpi.target, kpi.currency, kpi.position) == (700_000, "", 1)
    assert "75 % at least 70 % On track · today" in words(set_page)
    assert "75 % at least 80 % Below the target · today" in words(changed)
    assert "at least 70 %" in words(undone)
    assert "75 %" in words(client.get(reverse("overview")).content.decode())
    assert actions(cast) == ["reporting.kpi.set", "reporting.kpi.changed", "reporting.kpi.changed"]


def test_targets_are_put_in_order_removed_and_restored(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    first, second = (set_kpi(access=access, terms=TERMS, at=NOW) for _ in range(2))
    client = logged_in(cast)

    client.post(reverse("kpi-order"), {"kpi": [first.pk, second.pk], "down": first.pk})
    order = list(OwnKpi.objects.values_list("pk", flat=True))
    client.post(reverse("kpi-remove", args=[second.pk]))
    left = list(OwnKpi.objects.filter(removed_at=None).values_list("pk", flat=True))
    client.post(reverse("kpi-restore", args=[second.pk]))

    assert order == [second.pk, first.pk]
    assert left == [first.pk]
    assert list(OwnKpi.objects.filter(removed_at=None).values_list("pk", flat=True)) == order
    assert actions(cast)[2:] == ["reporting.kpi.ordered", "reporting.kpi.removed", "reporting.kpi.restored"]


def test_a_saved_view_says_which_calls_are_measured_and_the_target_has_its_own_days(cast: Cast) -> None:
    keep_three_answered_and_one_lost(cast)
    query = "result=lost&from=2020-01-01&to=2020-01-02&sort=-talk"
    view = save_view(access=cast.access(cast.hanna), name="Lost", query=query, shared=False, at=NOW)

    page = logged_in(cast).post(
        reverse("kpi-add"), ANSWERED | {"measure": "calls", "calls": str(view.pk), "target": "5"}, follow=True
    )

    assert OwnKpi.objects.get().query == "result=lost"
    assert "1 at least 5" in words(page.content.decode())


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "Enter a name."),
        ({"target": "120"}, "Shares are from 0 to 100"),
        ({"target": "many"}, "Enter a number such as 90."),
        ({"measure": "average-talk", "target": "x"}, "Enter seconds, such as 90"),
        ({"measure": "calls", "target": "1.5"}, "Enter a whole number."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(cast: Cast, wrong: dict[str, str], told: str) -> None:
    answer = logged_in(cast).post(reverse("kpi-add"), ANSWERED | wrong)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not OwnKpi.objects.exists()


def test_a_reader_sees_targets_and_cannot_change_them(cast: Cast) -> None:
    kpi = set_kpi(access=cast.access(cast.hanna), terms=TERMS, at=NOW)
    client = logged_in(cast, "remo")

    page = client.get(reverse("kpis")).content.decode()

    assert "at least 100" in words(page)
    assert reverse("kpi", args=[kpi.pk]) not in page
    for name, arguments in (("kpi-add", []), ("kpi", [kpi.pk]), ("kpi-remove", [kpi.pk]), ("kpi-order", [])):
        assert client.post(reverse(name, args=arguments), ANSWERED).status_code == 403


def test_a_stranger_has_no_such_target(cast: Cast) -> None:
    kpi = set_kpi(access=cast.access(cast.hanna), terms=TERMS, at=NOW)
    client = logged_in(cast, "sven")

    assert "Calls" not in words(client.get(reverse("kpis")).content.decode()).split("No target yet")[1]
    for name in ("kpi", "kpi-remove", "kpi-restore"):
        assert client.post(reverse(name, args=[kpi.pk]), ANSWERED).status_code == 404
    assert client.post(reverse("kpi-order"), {"kpi": [kpi.pk]}).status_code == 404


def test_a_target_on_a_caller_is_not_measured_for_who_may_not_see_him(cast: Cast) -> None:
    keep_three_answered_and_one_lost(cast)
    terms = KpiTerms(
        name="VIP", measure="calls", query="caller=%2B41794121234", target=3, currency="", direction="at-least",
        period="day",
    )  # fmt: skip
    set_kpi(access=cast.access(cast.olga, cast.alpina), terms=terms, at=NOW)

    page = words(logged_in(cast).get(reverse("kpis")).content.decode())

    assert "whom you may not see" in page
    assert "4 at least 3" not in page


def test_there_is_an_end_to_targets(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    made = [set_kpi(access=access, terms=TERMS, at=NOW) for _ in range(KPIS_MAXIMUM)]

    with pytest.raises(KpiRefused) as refused:
        set_kpi(access=access, terms=TERMS, at=NOW)

    assert refused.value.faults == {"name": "too-many"}
    assert [kpi.position for kpi in made] == list(range(1, KPIS_MAXIMUM + 1))


def test_a_currency_is_kept_for_money_alone(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    money = KpiTerms(
        name="Cheap", measure="cost-per-call", query="", target=400_000, currency="CHF", direction="at-most",
        period="month",
    )  # fmt: skip

    assert set_kpi(access=access, terms=money, at=NOW).currency == "CHF"
    with pytest.raises(KpiRefused):
        set_kpi(access=access, terms=replace(money, currency=""), at=NOW)
