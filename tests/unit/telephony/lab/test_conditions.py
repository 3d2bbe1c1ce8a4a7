"""The lab's carriers can be made to fail, and to come back."""

from pathlib import Path

from smartnumbers.telephony.lab.conditions import FILE, Condition, Conditions, Line, put


def test_a_carrier_is_up_until_somebody_wishes_otherwise(tmp_path: Path) -> None:
    conditions = Conditions(folder=tmp_path)
    assert conditions.now(Line.FIRST) is Condition.UP

    put(folder=tmp_path, line=Line.FIRST, condition=Condition.DEAD)
    put(folder=tmp_path, line=Line.LINE, condition=Condition.FAILING)
    assert (conditions.now(Line.FIRST), conditions.now(Line.LINE)) == (Condition.DEAD, Condition.FAILING)

    put(folder=tmp_path, line=Line.FIRST, condition=Condition.UP)
    assert (conditions.now(Line.FIRST), conditions.now(Line.LINE)) == (Condition.UP, Condition.FAILING)


def test_a_file_that_says_nothing_leaves_them_up(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[1")

    assert Conditions(folder=tmp_path).now(Line.LINE) is Condition.UP
