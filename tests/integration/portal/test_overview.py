"""The overview: what was earned beside the same span before, the forecast, one number alone, today by itself."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from smartnumbers.apps.callrecords.models import CallRecord as Row
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.reporting import fromrecord
from smartnumbers.core.callcontrol.record import Outcome, Side
from tests.cast import Cast, call_record

pytestmark = pytest.mark.django_db
FRANC = 1_000_000


def logged_in(cast: Cast, who: str = "hanna", language: str = "en") -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    client.cookies["django_language"] = language
    return client


def keep(cast: Cast, *calls: tuple[datetime, int], number: str = "", lost: bool = False) -> None:
    """Calls at some instants, each of which paid out so many francs and cost its caller twice that."""
    different = {"outcome": Outcome.NO_ANSWER, "answered_at": None, "hung_up_by": Side.CALLER} if lost else {}
    if number:
        different |= {"number": number}
    records = [
        call_record(cast, index=index + 1000 * (lost + 2 * bool(number)), at=at, **different)
        for index, (at, _francs) in enumerate(calls)
    ]
    keep_records(node="node1", records=records, segment="a", offset=Row.objects.count() + 1)
    for record, (_at, francs) in zip(records, calls, strict=True):
        Row.objects.filter(pk=record.call_id).update(
            currency="CHF", amount=2 * francs * FRANC, payout=francs * FRANC, holder_cost=0
        )
    fromrecord.forget()


def noon(days_ago: int) -> datetime:
    """Twelve o'clock in Zurich so many days ago; today, a minute ago, so that it has happened."""
    at = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    return at if days_ago else timezone.localtime() - timedelta(minutes=2)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").replace("\xa0", " "))


def tile(html: str, span: str) -> str:
    found = re.search(rf'<div id="tile-{span}">(.*?)</div>', html, re.DOTALL)
    assert found is not None
    return words(found[1])


def test_revenue_stands_beside_the_same_span_before(cast: Cast) -> None:
    keep(cast, (noon(1), 30), (noon(1), 30), (noon(8), 40))

    yesterday = tile(logged_in(cast).get(reverse("overview")).content.decode(), "yesterday")

    assert "60.00" in yesterday
    assert "+50 % more than" in yesterday
    assert "Callers spend CHF 120.00" in yesterday


def test_each_figure_leads_to_its_calls_and_the_list_has_just_those(cast: Cast) -> None:
    keep(cast, (noon(1), 30), (noon(1), 30), (noon(8), 40))
    keep(cast, (noon(1), 0), lost=True)
    client = logged_in(cast)

    html = client.get(reverse("overview"), {"span": "yesterday"}).content.decode()
    link = re.search(r'id="cell-lost">\s*<p class="value"><a href="([^"]+)">1</a>', html)

    assert link is not None
    query = parse_qs(urlparse(link[1].replace("&amp;", "&")).query)
    day = noon(1).date().isoformat()
    assert query == {"from": [day], "to": [day], "result": ["lost"]}


def test_one_number_has_its_own_figures_and_a_strange_one_is_not_asked_about(cast: Cast) -> None:
    keep(cast, (noon(1), 30))
    keep(cast, (noon(1), 5), number=cast.number_elsewhere.number)
    client = logged_in(cast)

    mine = client.get(reverse("overview"), {"number": "0800123789"}).content.decode()
    strange = client.get(reverse("overview"), {"number": "0848555210"}).content.decode()

    assert "30.00" in tile(mine, "yesterday")
    # Another account's number is passed over as one that does not exist: the account's own figures stand there.
    assert tile(strange, "yesterday") == tile(client.get(reverse("overview")).content.decode(), "yesterday")


def test_the_operator_sees_the_platform_and_a_stranger_only_his_own(cast: Cast) -> None:
    keep(cast, (noon(1), 30))

    assert "30.00" in tile(logged_in(cast, "olga").get(reverse("overview")).content.decode(), "yesterday")
    assert "30.00" not in logged_in(cast, "sven").get(reverse("overview")).content.decode()


def test_todays_figures_come_by_themselves_and_as_the_page_has_them(cast: Cast) -> None:
    client = logged_in(cast)
    keep(cast, (noon(1), 30))
    page = client.get(reverse("overview")).content.decode()
    source = re.search(r'<fresh-parts src="([^"]+)"', page)
    assert source is not None
    keep(cast, (noon(0), 7))

    parts = client.get(source[1].replace("&amp;", "&")).content.decode()

    assert "7.00" in tile(parts, "today")
    assert 'id="cell-calls"' in parts
    assert 'id="tile-month"' not in parts


def test_two_months_of_calls_have_a_forecast_and_a_week_of_them_says_how_little_it_is(cast: Cast) -> None:
    client = logged_in(cast)
    keep(cast, *((noon(day), 10) for day in range(1, 4)))
    little = client.get(reverse("overview")).content.decode()
    keep(cast, *((noon(day), 10) for day in range(4, 60)))

    much = client.get(reverse("overview")).content.decode()

    assert "After a week with calls" in little
    assert "In 8 of 10 such months" in much
    assert "59 days only" in much


def test_while_the_figures_are_away_the_page_says_so_and_shows_the_rest(cast: Cast, monkeypatch) -> None:
    keep(cast, (noon(1), 30))
    client = logged_in(cast)
    monkeypatch.setattr(fromrecord, "FALLBACK_CALLS", 0)

    answer = client.get(reverse("overview"))
    html = answer.content.decode()

    assert answer.status_code == 200
    assert "The figures are not ready at this moment." in html
    assert "tile-today" not in html
    assert "Right now" in html
    assert client.get(reverse("overview-today")).status_code == 204


def test_where_nothing_is_earned_calls_are_the_great_figures(cast: Cast) -> None:
    keep_records(node="node1", records=[call_record(cast, at=noon(1))], segment="a", offset=1)

    html = logged_in(cast).get(reverse("overview")).content.decode()

    assert tile(html, "yesterday").strip().startswith("1 ")
