"""Identifiers that sort by time: UUID version 7 (RFC 9562, section 5.7)."""

from uuid import UUID

RANDOM_BYTES = 10


def uuid7(*, at: int, random: bytes) -> UUID:
    """The UUIDv7 of an instant (milliseconds since the epoch, 48 bits) and ten random bytes.

    Clock and randomness come from outside, so the same arguments always give the same identifier. Raises ValueError
    for an instant outside 48 bits or another number of random bytes.
    """
    if not 0 <= at < 1 << 48:
        raise ValueError(f"instant out of range for a UUIDv7: {at}")
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"a UUIDv7 takes {RANDOM_BYTES} random bytes, not {len(random)}")
    value = at << 80 | int.from_bytes(random, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
