"""Editing a plan's document, step by step: what comes of it, and what is refused where."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.routing.editing.dates import remove_dated, set_exception, set_holidays, set_special_day
from smartnumbers.core.routing.editing.refusal import EditRefused
from smartnumbers.core.routing.editing.treatments import (
    add_treatment,
    move_entry,
    remove_treatment,
    set_treatment,
    uses,
)
from smartnumbers.core.routing.editing.week import (
    Hours,
    Overlap,
    add_windows,
    change_window,
    copy_day,
    gaps,
    overlaps,
    remove_window,
)
from smartnumbers.core.routing.plan import ExceptionPeriod, SpecialDay

MORNING, NOON, EVENING = 8 * 60, 12 * 60, 18 * 60
TEAM = {"name": "Team", "kind": "chain", "strategy": "in-order", "entries": [], "then": "closed"}
CLOSED = {
    "name": "Closed",
    "kind": "announcement",
    "message": {"texts": {"de": "Zu."}, "languages": ["de"], "recording": None},
}


def plan(*week: tuple[int, int, int, str], **different: Any) -> dict[str, Any]:
    return {
        "zone": "Europe/Zurich",
        "treatments": {"team": TEAM, "closed": CLOSED},
        "week": [{"day": day, "start": start, "end": end, "treatment": into} for day, start, end, into in week],
        "otherwise": None,
        "holidays": None,
        "special_days": [],
        "exceptions": [],
        **different,
    }


def week(document: dict[str, Any]) -> list[tuple[int, int, int, str]]:
    return [(item["day"], item["start"], item["end"], item["treatment"]) for item in document["week"]]


def refused(step: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(EditRefused) as caught:
        step()
    return [(fault.field, fault.code) for fault in caught.value.faults]


class TestWeek:
    def test_a_window_is_drawn_on_several_days(self) -> None:
        drawn = add_windows(document=plan(), days=[2, 0], hours=Hours(MORNING, NOON), treatment="team")
        assert week(drawn) == [(0, MORNING, NOON, "team"), (2, MORNING, NOON, "team")]

    def test_windows_of_one_treatment_that_touch_become_one(self) -> None:
        before = plan((0, MORNING, NOON, "team"))
        drawn = add_windows(document=before, days=[0], hours=Hours(NOON, EVENING), treatment="team")
        assert week(drawn) == [(0, MORNING, EVENING, "team")]

    def test_what_would_cover_another_treatment_is_refused_with_its_name_and_hours(self) -> None:
        before = plan((0, MORNING, NOON, "team"))
        with pytest.raises(EditRefused) as caught:
            add_windows(document=before, days=[0, 1], hours=Hours(NOON - 15, EVENING), treatment="closed")
        fault = caught.value.faults[0]
        assert (fault.field, fault.code) == ("end", "windows-overlap")
        assert fault.parameters == {"day": 0, "start": MORNING, "end": NOON, "name": "Team"}

    def test_or_it_cuts_the_other_in_two(self) -> None:
        before = plan((0, MORNING, EVENING, "team"))
        hours = Hours(NOON, NOON + 60)
        cut = add_windows(document=before, days=[0], hours=hours, treatment="closed", overlap=Overlap.CUT)
        assert week(cut) == [
            (0, MORNING, NOON, "team"),
            (0, NOON, NOON + 60, "closed"),
            (0, NOON + 60, EVENING, "team"),
        ]

    def test_or_both_stay_and_the_overlap_is_marked(self) -> None:
        before = plan((0, MORNING, NOON, "team"))
        hours = Hours(NOON - 60, EVENING)
        kept = add_windows(document=before, days=[0], hours=hours, treatment="closed", overlap=Overlap.KEEP)
        assert len(week(kept)) == 2
        assert overlaps(document=kept, day=0) == (Hours(NOON - 60, NOON),)

    def test_a_window_is_moved_to_another_day_and_hour(self) -> None:
        before = plan((0, MORNING, NOON, "team"))
        moved = change_window(
            document=before, key=f"0-{MORNING}-{NOON}-team", days=[4], hours=Hours(NOON, EVENING), treatment="closed"
        )
        assert week(moved) == [(4, NOON, EVENING, "closed")]

    def test_a_window_is_no_obstacle_to_itself(self) -> None:
        before = plan((0, MORNING, NOON, "team"), (0, NOON, EVENING, "closed"))
        changed = change_window(
            document=before, key=f"0-{NOON}-{EVENING}-closed", days=[0], hours=Hours(NOON, EVENING + 15),
            treatment="closed",
        )  # fmt: skip
        assert week(changed)[1] == (0, NOON, EVENING + 15, "closed")

    def test_a_window_is_removed_once(self) -> None:
        before = plan((0, MORNING, NOON, "team"))
        key = f"0-{MORNING}-{NOON}-team"
        after = remove_window(document=before, key=key)
        assert week(after) == []
        assert refused(lambda: remove_window(document=after, key=key)) == [("window", "window-gone")]

    def test_a_day_is_copied_whole(self) -> None:
        before = plan((0, MORNING, NOON, "team"), (1, NOON, EVENING, "closed"), (2, NOON, EVENING, "closed"))
        copied = copy_day(document=before, day=0, to=[1, 3])
        assert week(copied) == [
            (0, MORNING, NOON, "team"),
            (1, MORNING, NOON, "team"),
            (2, NOON, EVENING, "closed"),
            (3, MORNING, NOON, "team"),
        ]

    @pytest.mark.parametrize(
        ("days", "start", "end", "treatment", "fault"),
        [
            ([], MORNING, NOON, "team", ("days", "days-missing")),
            ([7], MORNING, NOON, "team", ("days", "days-missing")),
            ([0], NOON, MORNING, "team", ("end", "end-before-start")),
            ([0], MORNING, MORNING, "team", ("end", "end-before-start")),
            ([0], MORNING + 5, NOON, "team", ("start", "time-off-raster")),
            ([0], MORNING, 1455, "team", ("end", "time-out-of-range")),
            ([0], MORNING, NOON, "nobody", ("treatment", "treatment-missing")),
        ],
    )
    def test_what_cannot_be_a_window_is_refused_at_its_field(
        self, days: list[int], start: int, end: int, treatment: str, fault: tuple[str, str]
    ) -> None:
        step = lambda: add_windows(document=plan(), days=days, hours=Hours(start, end), treatment=treatment)  # noqa: E731
        assert refused(step) == [fault]

    def test_a_week_of_more_than_500_windows_is_refused(self) -> None:
        quarters = [
            (day, at, at + 15, "team" if at % 30 else "closed") for day in range(7) for at in range(0, 1080, 15)
        ]
        hours = Hours(1425, 1440)
        step = lambda: add_windows(document=plan(*quarters), days=[0], hours=hours, treatment="team")  # noqa: E731
        assert refused(step) == [("window", "too-many-windows")]

    @given(
        st.lists(
            st.tuples(st.integers(0, 95), st.integers(1, 96), st.sampled_from(["team", "closed"])).filter(
                lambda item: item[0] < item[1]
            ),
            max_size=8,
        )
    )
    def test_gaps_and_overlaps_are_what_counting_each_quarter_finds(self, drawn: list[tuple[int, int, str]]) -> None:
        document = plan()
        for first, last, into in drawn:
            hours = Hours(first * 15, last * 15)
            document = add_windows(document=document, days=[0], hours=hours, treatment=into, overlap=Overlap.KEEP)
        covered = {
            at: sum(start <= at < end for _day, start, end, _into in week(document)) for at in range(0, 1440, 15)
        }

        def quarters(found: tuple[Hours, ...]) -> set[int]:
            return {at for hours in found for at in range(hours.start, hours.end, 15)}

        assert quarters(gaps(document=document, day=0)) == {at for at, count in covered.items() if count == 0}
        assert quarters(overlaps(document=document, day=0)) == {at for at, count in covered.items() if count > 1}

    def test_the_document_that_was_given_stays_as_it_was(self) -> None:
        before = plan((0, MORNING, NOON, "team"))
        kept = copy.deepcopy(before)
        add_windows(document=before, days=[0], hours=Hours(NOON, EVENING), treatment="team")
        set_treatment(document=before, treatment_id="team", values={**TEAM, "name": "Other"})
        remove_treatment(document=before, treatment_id="closed", instead="team")
        assert before == kept


class TestTreatments:
    def test_a_new_one_gets_an_id_of_its_own(self) -> None:
        once, first = add_treatment(document=plan(), values={**CLOSED, "name": "Holiday"})
        twice, second = add_treatment(document=once, values={**CLOSED, "name": "Night"})
        assert (first, second) == ("t1", "t2")
        assert [item["name"] for item in twice["treatments"].values()] == ["Team", "Closed", "Holiday", "Night"]

    @pytest.mark.parametrize(
        ("values", "fault"),
        [
            ({**CLOSED, "name": "  "}, ("name", "name-missing")),
            ({**CLOSED, "name": "x" * 81}, ("name", "name-too-long")),
            ({**CLOSED, "name": "closed"}, ("name", "name-taken")),
            ({**TEAM, "name": "Team", "then": "team"}, ("then", "leads-to-itself")),
            ({**TEAM, "name": "Team", "then": "nobody"}, ("then", "treatment-missing")),
        ],
    )
    def test_what_cannot_be_a_treatment_is_refused(self, values: dict[str, Any], fault: tuple[str, str]) -> None:
        assert refused(lambda: set_treatment(document=plan(), treatment_id="team", values=values)) == [fault]

    def test_one_that_is_used_goes_only_when_another_takes_its_place(self) -> None:
        arms = {"name": "By caller", "kind": "branches", "arms": [{"when": [], "then": "closed"}], "otherwise": "team"}
        before = plan(
            (0, MORNING, NOON, "closed"),
            treatments={"team": TEAM, "closed": CLOSED, "arms": arms},
            otherwise="closed",
            holidays={"region": "CH-ZH", "treatment": "closed", "worked": []},
        )
        step = lambda: remove_treatment(document=before, treatment_id="closed", instead=None)  # noqa: E731
        assert refused(step) == [("instead", "treatment-used")]
        assert set(uses(document=before, treatment_id="closed")) == {
            "week.0", "otherwise", "holidays", "treatments.team.then", "treatments.arms.arms.0.then",
        }  # fmt: skip

        after = remove_treatment(document=before, treatment_id="closed", instead="arms")

        assert uses(document=after, treatment_id="closed") == []
        assert week(after) == [(0, MORNING, NOON, "arms")]

    def test_an_entry_is_moved_and_stays_where_there_is_no_place(self) -> None:
        assert move_entry(entries=["a", "b", "c"], place=2, to=0) == ["c", "a", "b"]
        assert move_entry(entries=["a", "b", "c"], place=0, to=3) == ["a", "b", "c"]


class TestDates:
    def test_holidays_need_a_region_there_is(self) -> None:
        step = lambda: set_holidays(document=plan(), region="CH-XX", treatment="team", worked=[])  # noqa: E731
        assert refused(step) == [("region", "region-unknown")]
        changed = set_holidays(document=plan(), region="CH-ZH", treatment="closed", worked=["Labour Day"])
        assert changed["holidays"] == {"region": "CH-ZH", "treatment": "closed", "worked": ["Labour Day"]}
        gone = set_holidays(document=changed, region="", treatment="", worked=[])
        assert gone["holidays"] is None

    def test_special_days_are_added_changed_and_removed(self) -> None:
        added = set_special_day(document=plan(), place=None, day=SpecialDay("Fair", 2, 29, "closed"))
        changed = set_special_day(document=added, place=0, day=SpecialDay("Fair", 9, 1, "closed", MORNING, NOON))
        assert [item["month"] for item in changed["special_days"]] == [9]
        assert remove_dated(document=changed, part="special_days", place=0)["special_days"] == []

    @pytest.mark.parametrize(
        ("day", "fault"),
        [
            (SpecialDay("Fair", 2, 30, "closed"), ("day", "day-unknown")),
            (SpecialDay("", 2, 1, "closed"), ("name", "name-missing")),
            (SpecialDay("Fair", 2, 1, "closed", NOON, MORNING), ("end", "end-before-start")),
            (SpecialDay("Fair", 2, 1, "nobody"), ("treatment", "treatment-missing")),
        ],
    )
    def test_what_cannot_be_a_special_day_is_refused(self, day: SpecialDay, fault: tuple[str, str]) -> None:
        assert refused(lambda: set_special_day(document=plan(), place=None, day=day)) == [fault]

    @pytest.mark.parametrize(
        ("begins", "ends", "fault"),
        [
            ("2026-12-24T16:00", "2026-12-24T16:00", ("ends", "ends-too-early")),
            ("soon", "2026-12-24T16:00", ("begins", "instant-unreadable")),
            ("2026-12-24T16:00", "2026-13-01T00:00", ("ends", "instant-unreadable")),
        ],
    )
    def test_what_cannot_be_an_exception_is_refused(self, begins: str, ends: str, fault: tuple[str, str]) -> None:
        period = ExceptionPeriod("Eve", begins, ends, "closed")
        assert refused(lambda: set_exception(document=plan(), place=None, period=period)) == [fault]

    def test_an_exception_that_is_gone_is_not_removed_twice(self) -> None:
        assert refused(lambda: remove_dated(document=plan(), part="exceptions", place=0)) == [("name", "entry-gone")]
