"""UUIDv7 and instants."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.foundation.identifiers import uuid7
from smartnumbers.core.foundation.instants import from_datetime, to_datetime

INSTANTS = st.integers(0, (1 << 48) - 1)
RANDOM = st.binary(min_size=10, max_size=10)


@given(INSTANTS, RANDOM)
def test_an_identifier_is_a_uuid_of_version_7_that_begins_with_its_instant(at: int, random: bytes) -> None:
    identifier = uuid7(at=at, random=random)

    assert (identifier.version, identifier.variant) == (7, "specified in RFC 4122")
    assert identifier.int >> 80 == at


@given(INSTANTS, INSTANTS, RANDOM, RANDOM)
def test_identifiers_sort_by_time(first: int, second: int, one: bytes, other: bytes) -> None:
    if first < second:
        assert uuid7(at=first, random=one) < uuid7(at=second, random=other)


@pytest.mark.parametrize(("at", "random"), [(-1, bytes(10)), (1 << 48, bytes(10)), (0, bytes(9))])
def test_what_does_not_fit_is_refused(at: int, random: bytes) -> None:
    with pytest.raises(ValueError, match="UUIDv7"):
        uuid7(at=at, random=random)


@given(st.integers(0, 253_402_300_799_999))
def test_an_instant_survives_its_way_through_a_datetime(instant: int) -> None:
    assert from_datetime(to_datetime(instant)) == instant


def test_a_naive_datetime_names_no_instant() -> None:
    with pytest.raises(ValueError, match="naive"):
        from_datetime(datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None))
