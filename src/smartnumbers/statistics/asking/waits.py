"""How long callers waited."""

from smartnumbers.statistics.answers import WaitBand, WaitDistribution
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.questions import AnswerTimes

EDGES = (0, 5_000, 10_000, 15_000, 20_000, 30_000, 45_000, 60_000, 90_000, 120_000, 180_000, 300_000)
"""Where the bands begin (milliseconds); the last one has no end."""


def answer_times(*, database: Database, question: AnswerTimes) -> WaitDistribution:
    """The bands, those without calls included, and the waits most answered calls stayed within."""
    statement = Statement(database=database, scope=question.scope)
    where = condition(wanted=question.wanted, statement=statement)
    ends = " ".join(f"WHEN wait < {edge} THEN {band}" for band, edge in enumerate(EDGES[1:]))
    rows = statement.rows(
        f"SELECT CASE {ends} ELSE {len(EDGES) - 1} END AS band, count(*) FILTER (WHERE result = 'answered'), "
        f"count(*) FILTER (WHERE result = 'lost') FROM {statement.calls} WHERE {where} GROUP BY band"
    )
    counts = {band: (answered, lost) for band, answered, lost in rows}
    bands = tuple(
        WaitBand(least=least, below=below, answered=answered, lost=lost)
        for band, (least, below) in enumerate(zip(EDGES, (*EDGES[1:], None), strict=True))
        for answered, lost in [counts.get(band, (0, 0))]
    )
    median, p90, p95 = _shares(database, question)
    return WaitDistribution(bands=bands, median=median, p90=p90, p95=p95)


def _shares(database: Database, question: AnswerTimes) -> tuple[int | None, int | None, int | None]:
    """The waits that 50, 90 and 95 % of the answered calls stayed within."""
    statement = Statement(database=database, scope=question.scope)
    where = condition(wanted=question.wanted, statement=statement)
    waits = [statement.dialect.within(column="wait", percent=percent) for percent in (50, 90, 95)]
    ((calls, median, p90, p95),) = statement.rows(
        f"SELECT count(*), {', '.join(waits)} FROM {statement.calls} WHERE {where} AND result = 'answered'"
    )
    return (median, p90, p95) if calls else (None, None, None)
