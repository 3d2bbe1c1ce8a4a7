"""One entry as a line of text, and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.telephony.journal.lines import LineDamaged, body, body_of_read, decode, encode, line

# JSON as orjson writes it: whole numbers of 64 bits, text that is valid UTF-8.
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=8,
)
names = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda name: name not in ("seq", "carried"))
entries = st.builds(
    lambda more, call, kind, at: {**more, "call": call, "type": kind, "at": at},
    st.dictionaries(names, values, max_size=4),
    st.uuids(version=4).map(str),
    st.sampled_from(["offered", "leg-ended", "ended"]),
    st.integers(0, 2**48),
)


@given(entry=entries, seq=st.integers(0, 2**53))
def test_an_entry_comes_back_as_it_was(entry: dict[str, Any], seq: int) -> None:
    assert decode(encode(entry, seq=seq)) == {"seq": seq, **entry}


@given(entry=entries)
def test_a_line_is_one_line_and_begins_with_eight_hexadecimal_digits(entry: dict[str, Any]) -> None:
    raw = encode(entry, seq=1)
    assert raw.count(b"\n") == 1
    assert raw.endswith(b"\n")
    assert int(raw[:8], 16) >= 0
    assert raw[8:9] == b" "


@given(entry=entries, cut=st.integers(1, 10_000))
def test_a_line_cut_anywhere_is_damaged(entry: dict[str, Any], cut: int) -> None:
    raw = encode(entry, seq=1)
    with pytest.raises(LineDamaged):
        decode(raw[: -(cut % len(raw)) or -1])


@given(entry=entries, at=st.integers(0, 10_000), change=st.integers(1, 255))
def test_a_line_with_one_byte_changed_is_damaged(entry: dict[str, Any], at: int, change: int) -> None:
    raw = bytearray(encode(entry, seq=1))
    raw[at % len(raw)] ^= change
    with pytest.raises(LineDamaged):
        decode(bytes(raw))


@given(noise=st.binary(max_size=80))
def test_noise_is_damaged(noise: bytes) -> None:
    with pytest.raises(LineDamaged):
        decode(noise)


def test_a_carried_entry_keeps_its_first_number() -> None:
    entry = {"call": "c", "type": "offered", "at": 1}
    read = decode(line(seq=9, carried=2, body=body(entry)))
    assert read == {"seq": 9, "carried": 2, **entry}
    assert body_of_read(read) == body(entry)


@pytest.mark.parametrize("own", ["seq", "carried"])
def test_an_entry_cannot_number_itself(own: str) -> None:
    with pytest.raises(ValueError, match="of its own"):
        body({"call": "c", "type": "offered", own: 1})


def test_an_entry_needs_call_and_type() -> None:
    with pytest.raises(KeyError):
        body({"type": "offered"})
    with pytest.raises(KeyError):
        body({"call": "c"})


@pytest.mark.parametrize("text", [b"[1]", b'{"type":"x"}', b'{"seq":true,"type":"x"}', b'{"seq":1}'])
def test_json_that_is_no_entry_is_damaged_whatever_its_checksum(text: bytes) -> None:
    from zlib import crc32

    with pytest.raises(LineDamaged):
        decode(b"%08x %b\n" % (crc32(text), text))
