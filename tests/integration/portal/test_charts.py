"""Drawings: every value at its place, every mark a link, all of it in words."""

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.portal.charts.bars import Bar, bars
from smartnumbers.portal.charts.marks import Frame, Series, axis_words
from smartnumbers.portal.charts.scale import scale
from smartnumbers.portal.charts.units import COUNTS, amounts

FRAME = Frame(name="days", title="Calls", about="By day.", head="Day", unfinished="today")
ANSWERED, LOST = Series(name="answered"), Series(name="lost", tone="bad", below=True)


@given(most=st.integers(0, 10**15), below=st.integers(0, 10**15), least=st.sampled_from([1, 10_000]))
def test_a_scale_holds_every_value_with_few_round_lines(most: int, below: int, least: int) -> None:
    measure = scale(most=most, most_below=below, least_step=least)

    assert 0 <= measure.place(most) <= measure.place(0) <= measure.place(-below) <= 100
    assert measure.above <= 4
    assert len(measure.levels) <= 9
    assert measure.step % least == 0
    assert str(measure.step).rstrip("0") in {"1", "2", "25", "5"}


def test_a_bar_reaches_its_value_and_what_is_lost_hangs_down() -> None:
    day = Bar(name="Monday", label=("Mon",), values=(80, 20), link="/calls/?from=1&to=1", unfinished=True)

    chart = bars(frame=FRAME, unit=COUNTS, series=(ANSWERED, LOST), bars=[day])

    answered, lost = chart.bars[0].pieces
    assert chart.lines[-1].label == "80"
    assert (answered.top, answered.height) == ("0%", "80%")
    assert (lost.top, lost.height) == ("80%", "20%")
    assert chart.bars[0].words == "Monday: 80 answered, 20 lost"


def test_series_on_one_side_stand_on_top_of_each_other() -> None:
    month = Bar(name="May", label=("May",), values=(40, 60))

    chart = bars(frame=FRAME, unit=COUNTS, series=(ANSWERED, Series(name="informed", tone="calm")), bars=[month])

    assert [(piece.top, piece.height) for piece in chart.bars[0].pieces] == [("60%", "40%"), ("0%", "60%")]


def test_marks_are_links_with_words_and_the_table_says_the_same() -> None:
    day = Bar(name="Monday", label=("Mon",), values=(1_234_500_000,), link="/calls/?from=1&to=1")
    chart = bars(frame=FRAME, unit=amounts("CHF"), series=(Series(name="paid"),), bars=[day])

    page = render_to_string(chart.template, {"chart": chart})

    assert '<a href="/calls/?from=1&amp;to=1" aria-label="Monday: CHF\u00a01&#x27;234.50 paid">' in page
    assert '<td class="n">CHF\u00a01&#x27;234.50</td>' in page
    assert "style=" not in page


def test_of_many_words_along_an_axis_some_are_left_out_but_never_the_last() -> None:
    days = [(str(day),) for day in range(1, 91)]

    words = axis_words(labels=days, places=[float(day) for day in range(90)], strong=None)

    assert len(words) <= 16
    assert words[-1].lines == ("90",)
    assert words[-1].kept
    assert len([word for word in words if word.kept]) <= 7
