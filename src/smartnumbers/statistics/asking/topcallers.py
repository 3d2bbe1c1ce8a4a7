"""The callers with the highest spend, compared with the span before.

The calls of both spans are added up by caller at once, as far as it takes to find who is on the list; the rest of what
the list tells is looked up for those only. Callers with the same spend have the same rank, as in sport.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from smartnumbers.statistics.answers import TopCaller, TopList
from smartnumbers.statistics.asking.callers import WITHHELD, number_of
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.marks import marks_of
from smartnumbers.statistics.asking.standing import Stand, Standing
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.questions import TopCallers


def top_callers(*, database: Database, question: TopCallers) -> TopList:
    """The list, by spend; of equal ones those with more calls first.

    Of lost callers, `rank` is the place among these.
    """
    standing = database.standing(question)
    stories = _stories(database, question, [one.caller for one in standing.listed])
    callers = tuple(
        _caller(one, rank, stories[one.caller], lost=question.lost)
        for one, rank in zip(standing.listed, _ranks(standing.listed), strict=True)
    )
    return TopList(callers=callers, total=standing.total, new=standing.new, lost=standing.lost)


def standing_of(*, database: Database, question: TopCallers) -> Standing:
    """Who is on the list, added up by the database; calls of one caller to several accounts count together."""
    statement = Statement(database=database, scope=question.scope)
    rows = statement.rows(_statement(statement, question))
    ((_, total, new, lost, *_),) = (row for row in rows if row[0] is None)
    listed = [
        Stand(caller=caller, spent=spent, calls=calls, rank_before=rank if before else None, opened=opened > 0)
        for caller, spent, calls, before, rank, opened in rows
        if caller is not None
    ]
    return Standing(listed=listed, total=total, new=new, lost=lost)


def _statement(statement: Statement, question: TopCallers) -> str:
    """The callers of the list; beside them, a row without a caller has the counts.

    A row's columns are the caller, spend, calls, whether he called in the span before, his rank in it, whether he is
    new; or None, and how many callers there are altogether, new ones, lost ones.
    """
    marks = marks_of(sets=[question.wanted, question.before], statement=statement)
    now, before = marks.conditions
    currency = statement.bind(question.currency)
    big = statement.dialect.integer
    spent = "CAST(coalesce(sum(amount) FILTER (WHERE {} AND currency = {}), 0) AS {})"
    here = "calls = 0 AND calls_before > 0" if question.lost else "calls > 0"
    own = "_before" if question.lost else ""
    return (
        f"WITH found AS (SELECT caller, {spent.format('now', currency, big)} AS spent, "
        f"{spent.format('before', currency, big)} AS spent_before, count(*) FILTER (WHERE now) AS calls, "
        "count(*) FILTER (WHERE before) AS calls_before, count(*) FILTER (WHERE now AND opening) AS opened "
        f"FROM (SELECT caller, amount, currency, {statement.first} AS opening, ({now}) AS now, ({before}) AS before "
        f"FROM {statement.calls} WHERE {marks.where} AND caller <> {WITHHELD}) AS told "
        "WHERE now OR before GROUP BY caller), "
        "ranks AS (SELECT spent_before, CAST(sum(callers) OVER (ORDER BY spent_before DESC) - callers + 1 AS "
        f"{big}) AS rank_before FROM (SELECT spent_before, count(*) AS callers FROM found WHERE calls_before > 0 "
        "GROUP BY spent_before) AS counted), "
        f"listed AS (SELECT caller, spent{own} AS spend, calls{own} AS number, spent_before, calls_before, opened "
        f"FROM found WHERE {here} ORDER BY spend DESC, number DESC, caller LIMIT {max(0, question.limit):d}) "
        "SELECT * FROM (SELECT caller, spend, number, calls_before, rank_before, opened FROM listed "
        "LEFT JOIN ranks ON listed.spent_before = ranks.spent_before UNION ALL "
        f"SELECT NULL, CAST(count(*) FILTER (WHERE calls > 0) AS {big}), "
        "count(*) FILTER (WHERE calls > 0 AND calls_before = 0 AND opened > 0), "
        "count(*) FILTER (WHERE calls = 0), NULL, NULL FROM found) AS told ORDER BY spend DESC, number DESC, caller"
    )


def _ranks(listed: Iterable[Stand]) -> Sequence[int]:
    ranks: list[int] = []
    last = None
    for place, one in enumerate(listed, start=1):
        ranks.append(ranks[-1] if one.spent == last else place)
        last = one.spent
    return ranks


def _stories(database: Database, question: TopCallers, callers: Sequence[int]) -> Mapping[int, tuple[Any, ...]]:
    """What the list tells of its callers beside their rank."""
    if not callers:
        return {}
    statement = Statement(database=database, scope=question.scope)
    where = condition(wanted=question.before if question.lost else question.wanted, statement=statement)
    currency = statement.bind(question.currency)
    among = statement.any_of(column="caller", values=callers)
    rows = statement.rows(
        "SELECT caller, max(caller_text), max(country), max(area), max(line), "
        f"CAST(coalesce(sum(payout) FILTER (WHERE currency = {currency}), 0) AS {statement.dialect.integer}), "
        "count(*) FILTER (WHERE result = 'answered'), "
        f"CAST(sum(talk) AS {statement.dialect.integer}), min(setup_at), max(setup_at) "
        f"FROM {statement.calls} WHERE {where} AND {among} GROUP BY caller"
    )
    return {row[0]: row[1:] for row in rows}


def _caller(one: Stand, rank: int, story: tuple[Any, ...], *, lost: bool) -> TopCaller:
    text, country, area, line, payout, answered, talk, first_at, last_at = story
    kind = "lost" if lost else "regular" if one.rank_before is not None else "new" if one.opened else "returning"
    return TopCaller(
        caller=number_of(key=one.caller, text=text),
        country=country,
        area=area,
        line=line,
        rank=rank,
        rank_before=one.rank_before,
        spent=one.spent,
        payout=payout,
        calls=one.calls,
        answered=answered,
        talk=talk,
        first_at=first_at,
        last_at=last_at,
        kind=kind,
    )
