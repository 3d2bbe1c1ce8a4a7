"""What a lab publishes of itself, and how it is found."""

from pathlib import Path

import pytest

from smartnumbers.telephony.lab import access
from smartnumbers.telephony.lab.access import LabAccess, LabNotRunning

ACCESS = LabAccess(
    url="http://127.0.0.1:1/ari", user="lab", password="pw", sip="127.0.0.1:6060", recordings=Path("/r"),
    sounds=Path("/s"),
)  # fmt: skip


def test_what_is_published_is_found_and_only_by_its_owner(tmp_path: Path) -> None:
    access.publish(access=ACCESS, folder=tmp_path / "run")

    assert access.read(folder=tmp_path / "run") == ACCESS
    assert (tmp_path / "run" / access.FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "run").iterdir()] == [access.FILE]


def test_a_lab_that_ended_is_not_found(tmp_path: Path) -> None:
    access.publish(access=ACCESS, folder=tmp_path)
    access.withdraw(folder=tmp_path)
    access.withdraw(folder=tmp_path)

    with pytest.raises(LabNotRunning, match="make run"):
        access.read(folder=tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"url": 1}', '{"recordings": "", "sounds": "", "more": 1}'])
def test_an_unreadable_access_is_said_so(tmp_path: Path, content: str) -> None:
    (tmp_path / access.FILE).write_text(content)

    with pytest.raises(LabNotRunning, match="cannot be read"):
        access.read(folder=tmp_path)
