"""What is left of a caller's number for its holder."""

import pytest

from smartnumbers.core.numbering.masking import masked


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("+41794121234", "+41 79 412 ••••"),
        ("+41445123800", "+41 44 512 ••••"),
        ("+33638213654", "+33 6 38 21 ••••"),
        ("+491512345678", "+49151234 ••••"),
        ("+41800123789", "0800 12 ••••"),
        ("FR:3012", "••••"),
        ("1234", "••••"),
        ("12", "••••"),
        ("", ""),
    ],
)
def test_the_last_four_digits_are_hidden(number: str, seen: str) -> None:
    assert masked(number) == seen
