"""The operator's carriers: who may change them, what is refused, what is published, and what nobody gets to read."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.apps.carriers.faults import CarrierRefused, CarrierUnknown
from smartnumbers.apps.carriers.models import CarrierRow, PublishedSet
from smartnumbers.apps.carriers.operations import add_carrier, change_carrier, remove_carrier, seed, use_carrier
from smartnumbers.apps.carriers.queries import carrier, carriers
from smartnumbers.core.routing.carriers import Authentication, Carrier, Codec, NumberFormat
from smartnumbers.core.routing.carrierset import parse
from smartnumbers.telephony.carriers.source import CarrierSource
from smartnumbers.telephony.profiles.postgresql import PostgresqlDatabase
from smartnumbers.telephony.profiles.source import SqliteDatabase
from tests.cast import NOW, Cast, make_cast
from tests.databases import Server

SECRET = "s3;cret"
ALPHA = Carrier(id=0, name="Alpha", host="192.0.2.1", inbound=("192.0.2.0/28",), priority=2)
LINE = Carrier(
    id=0, name="Line", host="sip.example", authentication=Authentication.REGISTRATION, user="line7", password=SECRET,
    codecs=(Codec.G722, Codec.ALAW), called_format=NumberFormat.NATIONAL, channels=3,
)  # fmt: skip


def published() -> tuple[Carrier, ...]:
    return parse(PublishedSet.objects.get(id=1).document)


@pytest.fixture
def olga(database: str, cast: Cast) -> Any:
    return cast.access(cast.olga)


def test_what_is_added_is_published_the_first_to_be_tried_at_the_head(olga: Any) -> None:
    alpha = add_carrier(access=olga, carrier=ALPHA, at=NOW)
    line = add_carrier(access=olga, carrier=LINE, at=NOW)

    assert published() == (replace(LINE, id=line.pk), replace(ALPHA, id=alpha.pk))
    assert PublishedSet.objects.get(id=1).sequence == 2
    assert [row.name for row in carriers(access=olga)] == ["Line", "Alpha"]


def test_a_change_without_a_password_keeps_the_one_there_is(olga: Any) -> None:
    line = add_carrier(access=olga, carrier=LINE, at=NOW)

    change_carrier(access=olga, carrier_id=line.pk, carrier=replace(LINE, password="", priority=5), at=NOW)

    assert published()[0] == replace(LINE, id=line.pk, priority=5)


def test_a_carrier_known_by_its_address_keeps_no_password(olga: Any) -> None:
    line = add_carrier(access=olga, carrier=LINE, at=NOW)

    change_carrier(access=olga, carrier_id=line.pk, carrier=replace(LINE, authentication=Authentication.IP), at=NOW)

    assert (published()[0].user, published()[0].password) == ("", "")


def test_out_of_use_and_removed_carriers_are_published_so(olga: Any) -> None:
    alpha = add_carrier(access=olga, carrier=ALPHA, at=NOW)

    use_carrier(access=olga, carrier_id=alpha.pk, in_use=False, at=NOW)
    assert not published()[0].in_use

    remove_carrier(access=olga, carrier_id=alpha.pk, at=NOW)
    assert published() == ()
    with pytest.raises(CarrierUnknown):
        carrier(access=olga, carrier_id=alpha.pk)


def test_what_cannot_be_used_is_refused_and_changes_nothing(olga: Any) -> None:
    add_carrier(access=olga, carrier=ALPHA, at=NOW)

    with pytest.raises(CarrierRefused) as refused:
        add_carrier(access=olga, carrier=replace(LINE, name="Alpha", host="a b", password=""), at=NOW)

    assert refused.value.faults == {"name": "taken", "host": "host", "password": "missing"}
    assert PublishedSet.objects.get(id=1).sequence == 1


@pytest.mark.parametrize("who", ["hanna", "remo", "sven"])
def test_carriers_are_the_operators_alone(cast: Cast, who: str) -> None:
    alpha = add_carrier(access=cast.access(cast.olga), carrier=ALPHA, at=NOW)
    access = cast.access(getattr(cast, who))

    for attempt in (
        lambda: carriers(access=access),
        lambda: carrier(access=access, carrier_id=alpha.pk),
        lambda: add_carrier(access=access, carrier=LINE, at=NOW),
        lambda: change_carrier(access=access, carrier_id=alpha.pk, carrier=LINE, at=NOW),
        lambda: use_carrier(access=access, carrier_id=alpha.pk, in_use=False, at=NOW),
        lambda: remove_carrier(access=access, carrier_id=alpha.pk, at=NOW),
        lambda: seed(access=access, carriers=[LINE], at=NOW),
    ):
        with pytest.raises(PermissionMissing):
            attempt()
    assert [row.name for row in CarrierRow.objects.all()] == ["Alpha"]


def test_the_audit_trail_tells_every_change_and_no_password(olga: Any) -> None:
    line = add_carrier(access=olga, carrier=LINE, at=NOW)
    change_carrier(access=olga, carrier_id=line.pk, carrier=replace(LINE, password="another"), at=NOW)
    use_carrier(access=olga, carrier_id=line.pk, in_use=False, at=NOW)
    remove_carrier(access=olga, carrier_id=line.pk, at=NOW)

    entries = list(AuditEntry.objects.filter(object_kind="carrier").order_by("id"))

    assert [entry.action.rpartition(".")[2] for entry in entries] == ["added", "changed", "rested", "removed"]
    assert all(entry.data["name"] == "Line" for entry in entries)
    assert not [entry for entry in entries if SECRET in str(entry.data) or "another" in str(entry.data)]


def test_an_installation_is_given_its_first_carriers_once(olga: Any) -> None:
    assert seed(access=olga, carriers=[ALPHA, LINE], at=NOW) == 2
    for row in CarrierRow.objects.all():
        remove_carrier(access=olga, carrier_id=row.pk, at=NOW)

    assert seed(access=olga, carriers=[ALPHA], at=NOW) == 0
    assert published() == ()


def test_call_control_reads_what_was_published(committing_database: str, request: pytest.FixtureRequest) -> None:
    cast = make_cast()
    if committing_database == "sqlite":
        reader = CarrierSource(database=SqliteDatabase(file=Path(connection.settings_dict["NAME"])))
    else:
        server: Server = request.getfixturevalue("postgresql")
        reader = CarrierSource(database=PostgresqlDatabase(url=server.url(str(connection.settings_dict["NAME"]))))
    assert reader.sequence() == 0

    line = add_carrier(access=cast.access(cast.olga), carrier=LINE, at=NOW)

    assert reader.sequence() == 1
    assert reader.newest() == (1, (replace(LINE, id=line.pk),))
    reader.close()
