"""The customers: who spends most, who is new, lost or risen; a caller's card, notes, blocking and its Undo."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.plans.models import BlacklistEntry
from smartnumbers.apps.reporting.callerrefs import caller_ref
from smartnumbers.apps.reporting.models import CallerNote
from smartnumbers.core.foundation.money import MILLION
from smartnumbers.portal.customers.periods import top_period
from tests.cast import CALLER, Cast, call_id, call_record

RISEN, LOST, NEW = CALLER, "+41443334455", "+33612345678"


def spend(cast: Cast, caller: str, at: datetime, francs: int, index: int) -> None:
    record = call_record(cast, index=index, at=at, caller=caller)
    keep_records(node="node1", records=[record], segment="a", offset=index)
    CallRecord.objects.filter(id=call_id(record)).update(
        currency="CHF", amount=francs * MILLION, payout=francs * MILLION // 2
    )


@pytest.fixture
def customers(cast: Cast) -> Cast:
    """Last month one caller spent 30 and another 20; this month the second of them 50 and a new one 10."""
    now = timezone.localtime()
    last_month = now.replace(day=1, hour=12) - timedelta(days=3)
    spend(cast, LOST, last_month, 30, 1)
    spend(cast, RISEN, last_month, 20, 2)
    spend(cast, RISEN, now, 50, 3)
    spend(cast, NEW, now, 10, 4)
    return cast


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def ref_of(cast: Cast, caller: str = RISEN) -> str:
    return caller_ref(access=cast.access(cast.hanna), caller=caller)


class TestList:
    def test_the_best_customers_of_the_month_and_how_they_moved(self, customers: Cast) -> None:
        response = client_of(customers.hanna).get("/customers/")

        found = text(response)
        assert re.search(r"1 up 1 \+41 79 412 •••• Mobile, Switzerland 50.00 25.00 1 1 ", found)
        assert re.search(r"2 new \+33 6 12 34 •••• ", found)
        assert "2 callers who showed their number, 1 of them new" in found
        assert "4455" not in response.content.decode()

    def test_whoever_did_not_call_any_more_has_a_list_of_his_own(self, customers: Cast) -> None:
        found = text(client_of(customers.hanna).get("/customers/", {"lost": "1"}))

        assert re.search(r"1 did not call any more \+41 44 333 •••• Zürich, Switzerland 30.00", found)
        assert "1 caller of the period before has not called since." in found

    def test_three_months_take_the_month_before_in(self, customers: Cast) -> None:
        found = text(client_of(customers.hanna).get("/customers/", {"of": "3-months"}))

        assert re.search(r"1 new \+41 79 412 •••• Mobile, Switzerland 70.00", found)

    def test_the_list_is_a_file_whose_callers_are_masked_too(self, customers: Cast) -> None:
        response = client_of(customers.remo).get("/customers/", {"csv": "1"})

        lines = response.content.decode("utf-8-sig").splitlines()
        assert response["Content-Disposition"].startswith('attachment; filename="customers-')
        assert lines[1].startswith("1;up 1;'+41 79 412 ••••;Mobile, Switzerland;50.00;25.00;1;1;1;")
        assert len(lines) == 3

    def test_strangers_have_customers_of_their_own(self, customers: Cast) -> None:
        assert "No customers in this period" in text(client_of(customers.sven).get("/customers/"))

    @pytest.mark.parametrize(
        ("name", "first", "before"),
        [
            ("month", date(2026, 1, 1), date(2025, 12, 1)),
            ("last-month", date(2025, 12, 1), date(2025, 11, 1)),
            ("3-months", date(2025, 11, 1), date(2025, 8, 1)),
            ("6-months", date(2025, 8, 1), date(2025, 2, 1)),
            ("nonsense", date(2026, 1, 1), date(2025, 12, 1)),
        ],
    )
    def test_periods_are_whole_months_and_as_many_before_them(self, name: str, first: date, before: date) -> None:
        period = top_period(name=name, today=date(2026, 1, 31))

        assert (period.first, period.before_first) == (first, before)
        assert period.before_last == first - timedelta(days=1)


class TestCard:
    def test_it_tells_the_caller_s_history_without_his_last_digits(self, customers: Cast) -> None:
        response = client_of(customers.remo).get(reverse("customer", args=[ref_of(customers)]))

        found = text(response)
        assert "+41 79 412 ••••" in found
        assert "CHF 70.00" in found
        assert "CHF 35.00 of it is your revenue" in found
        assert "2 answered, 0 lost" in found
        assert "Keep the note" not in found
        assert CALLER not in response.content.decode()

    def test_it_is_found_from_a_call(self, customers: Cast) -> None:
        call = CallRecord.objects.filter(caller=RISEN).first()
        assert call is not None

        page = client_of(customers.hanna).get(reverse("call", args=[call.id])).content.decode()

        assert reverse("customer", args=[ref_of(customers)]) in page

    def test_another_account_s_reference_and_a_caller_who_never_called_are_not_found(self, customers: Cast) -> None:
        sven, hanna = client_of(customers.sven), client_of(customers.hanna)

        assert sven.get(reverse("customer", args=[ref_of(customers)])).status_code == 404
        assert hanna.get(reverse("customer", args=[ref_of(customers, "+41790000000")])).status_code == 404
        assert hanna.get(reverse("customer", args=["~nonsense"])).status_code == 404

    def test_a_caller_is_blocked_for_a_time_and_undo_lets_him_in_again(self, customers: Cast) -> None:
        hanna, ref = client_of(customers.hanna), ref_of(customers)
        form = {"numbers": [customers.number.number], "period": "week", "note": "rude"}

        page = hanna.post(reverse("customer-block", args=[ref]), form, follow=True).content.decode()

        entry = BlacklistEntry.objects.get(value=RISEN)
        assert entry.note == "rude"
        assert entry.until is not None
        assert "Let in again" in page
        undo = re.search(r'action="(/customers/[^"]+/let-in/\?number=[^"]+)"', page)
        assert undo is not None
        hanna.post(undo[1])
        assert not BlacklistEntry.objects.exists()

    def test_nothing_ticked_is_said_beside_the_numbers(self, customers: Cast) -> None:
        response = client_of(customers.hanna).post(reverse("customer-block", args=[ref_of(customers)]), {"period": ""})

        assert response.status_code == 422
        assert not BlacklistEntry.objects.exists()

    def test_readers_and_strangers_block_nobody(self, customers: Cast) -> None:
        address, form = reverse("customer-block", args=[ref_of(customers)]), {"numbers": [customers.number.number]}

        assert client_of(customers.remo).post(address, form).status_code == 403
        assert client_of(customers.sven).post(address, form).status_code == 404
        assert not BlacklistEntry.objects.exists()


class TestNotes:
    def test_a_note_is_kept_removed_and_brought_back_and_all_of_it_is_audited(self, customers: Cast) -> None:
        hanna, ref = client_of(customers.hanna), ref_of(customers)

        page = hanna.post(reverse("customer-note", args=[ref]), {"text": "Wants a call on Monday"}, follow=True)
        assert "Wants a call on Monday" in text(page)
        assert "Hanna" in text(page)

        note = CallerNote.objects.get()
        gone = hanna.post(reverse("customer-note-remove", args=[ref, note.pk]), follow=True)
        assert "Nothing has been noted about this caller." in text(gone)
        back = hanna.post(reverse("customer-note-back", args=[ref, note.pk]), follow=True)
        assert "Wants a call on Monday" in text(back)

        told = AuditEntry.objects.filter(object_kind="caller-note").order_by("id").values_list("action", flat=True)
        assert list(told) == ["reporting.note.added", "reporting.note.removed", "reporting.note.brought-back"]

    def test_an_empty_note_is_refused_and_nobody_else_can_touch_one(self, customers: Cast) -> None:
        ref = ref_of(customers)
        hanna, remo, sven = (client_of(user) for user in (customers.hanna, customers.remo, customers.sven))

        assert hanna.post(reverse("customer-note", args=[ref]), {"text": " "}).status_code == 422
        assert remo.post(reverse("customer-note", args=[ref]), {"text": "x"}).status_code == 403
        hanna.post(reverse("customer-note", args=[ref]), {"text": "ours"})
        note = CallerNote.objects.get()
        assert remo.post(reverse("customer-note-remove", args=[ref, note.pk])).status_code == 403
        assert sven.post(reverse("customer-note-remove", args=[ref, note.pk])).status_code == 404
        assert CallerNote.objects.get().removed_at is None
