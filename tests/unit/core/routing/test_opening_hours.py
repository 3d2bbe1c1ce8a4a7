"""The opening hours of a plan, as callers hear them in four languages."""

import pytest
from hypothesis import given, settings

from smartnumbers.core.routing.openinghours import hours_text, open_spans
from smartnumbers.core.routing.plan import HolidayRule, Window
from smartnumbers.core.routing.treatments import (
    Announcement,
    Arm,
    Branches,
    Chain,
    Condition,
    ConditionKind,
    Flow,
    Message,
    OtherNumber,
    Voicemail,
)
from tests.unit.core.routing.weeks import (
    EVERY_QUARTER,
    OFFICE,
    any_plan,
    chain,
    held,
    office_week,
    plan,
    quarters_of,
    treatments,
)

SATURDAY = office_week((540, 720), days=range(5, 6))
SHOP = plan(week=(*office_week((480, 750), (810, 1035)), *SATURDAY))


def said(*windows, language="de", **parts):
    """The hours of an office with those windows."""
    return hours_text(plan=plan(week=windows, **parts), language=language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Montag bis Freitag von 8 Uhr bis 12 Uhr 30 und von 13 Uhr 30 bis 17 Uhr 15, Samstag von 9 Uhr bis 12 Uhr",
        ),
        (
            "fr",
            "du lundi au vendredi de 8 heures à 12 heures 30 et de 13 heures 30 à 17 heures 15, "
            "le samedi de 9 heures à midi",
        ),
        (
            "it",
            "dal lunedì al venerdì dalle 8 alle 12 e 30 e dalle 13 e 30 alle 17 e 15, il sabato dalle 9 alle 12",
        ),
        (
            "en",
            "Monday to Friday from 8 a.m. to 12:30 p.m. and from 1:30 p.m. to 5:15 p.m., Saturday from 9 a.m. to noon",
        ),
    ],
)
def test_a_usual_week_in_four_languages(language, text):
    assert hours_text(plan=SHOP, language=language) == text


def test_two_days_are_named_three_in_a_row_become_a_span_and_all_of_them_every_day():
    morning = (480, 720)
    assert said(*office_week(morning, days=range(2))) == "Montag und Dienstag von 8 Uhr bis 12 Uhr"
    apart = (*office_week(morning, days=range(3)), *office_week(morning, days=range(4, 7)))
    assert said(*apart) == "Montag bis Mittwoch und Freitag bis Sonntag von 8 Uhr bis 12 Uhr"
    assert said(*office_week(morning, days=range(7)), language="fr") == "tous les jours de 8 heures à midi"
    assert said(*office_week(morning, days=range(4, 7)), language="it") == "dal venerdì alla domenica dalle 8 alle 12"


def test_days_of_equal_hours_are_said_together_though_another_lies_between():
    mixed = (*office_week((480, 720), days=range(0, 5, 2)), *office_week((480, 1020), days=range(1, 2)))
    assert said(*mixed, language="en") == (
        "Monday, Wednesday and Friday from 8 a.m. to noon, Tuesday from 8 a.m. to 5 p.m."
    )


def test_always_open_and_never_open():
    whole_week = office_week((0, 1440), days=range(7))
    assert said(*whole_week) == "jeden Tag rund um die Uhr"
    assert said(*whole_week, language="fr") == "24 heures sur 24, 7 jours sur 7"
    assert said() == ""


def test_a_night_belongs_to_the_evening_it_begins():
    night = (*office_week((1080, 1440), days=range(7)), *office_week((0, 120), days=range(7)))
    assert said(*night) == "täglich von 18 Uhr bis 2 Uhr"
    sunday_night = (Window(6, 1260, 1440, "office"), Window(0, 0, 60, "office"))
    assert said(*sunday_night, language="fr") == "le dimanche de vingt et une heures à une heure"


def test_hours_over_several_days_begin_end_and_last():
    through = (
        Window(0, 480, 1440, "office"),
        *office_week((0, 1440), days=range(1, 4)),
        Window(4, 0, 1080, "office"),
    )
    assert said(*through) == "Montag ab 8 Uhr, Dienstag bis Donnerstag rund um die Uhr, Freitag bis 18 Uhr"
    assert said(*through, language="it") == (
        "il lunedì dalle 8 in poi, dal martedì al giovedì 24 ore su 24, il venerdì fino alle 18"
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Samstag von ein Uhr 15 bis 21 Uhr"),
        ("fr", "le samedi d'une heure 15 à vingt et une heures"),
        ("it", "il sabato dall'una e 15 alle 21"),
        ("en", "Saturday from 1:15 a.m. to 9 p.m."),
    ],
)
def test_hours_that_voices_stumble_over_are_spelt(language, text):
    assert said(Window(5, 75, 1260, "office"), language=language) == text


def test_holidays_are_excepted_where_they_are_closed():
    assert hours_text(plan=plan(week=SATURDAY, holidays=HolidayRule("CH-ZH", "closed")), language="de") == (
        "Samstag von 9 Uhr bis 12 Uhr, ausser an Feiertagen"
    )
    assert "Feiertag" not in hours_text(plan=plan(holidays=HolidayRule("CH-ZH", "office")), language="de")


def test_windows_of_different_open_treatments_that_touch_are_one_time():
    more = OFFICE | treatments(pikett=chain())
    assert said(Window(5, 540, 600, "office"), Window(5, 600, 720, "pikett"), treatments=more) == (
        "Samstag von 9 Uhr bis 12 Uhr"
    )


VIP = Condition(ConditionKind.LIST, ("vip",))
FRENCH = Condition(ConditionKind.REGION, ("ch-fr",))
SORRY = Announcement(Message())
KINDS = [
    (chain(), True),
    (Flow("menu", "closed"), True),
    (OtherNumber("+41800555666"), True),
    (SORRY, False),
    (Voicemail(Message(), "pikett@alpina.example"), False),
    (Chain(()), False),
    (Chain((), then="office"), True),
    (Branches((Arm((VIP,), "office"),), "closed"), False),
    (Branches((Arm((FRENCH,), "office"),), "closed"), True),
    (Branches((Arm((FRENCH,), "closed"),), "office"), True),
    (Branches((), "asked"), False),
]


@pytest.mark.parametrize(("action", "is_open"), KINDS)
def test_what_counts_as_open(action, is_open):
    asked = plan(treatments=OFFICE | treatments(asked=action), week=(Window(0, 480, 720, "asked"),))
    assert bool(open_spans(plan=asked)) is is_open


@given(any_plan)
@settings(max_examples=60, deadline=None)
def test_spans_are_exactly_the_quarters_that_lead_to_the_office(checked):
    spans = [quarters_of(span.day, span.start, span.end) for span in open_spans(plan=checked)]
    assert set().union(*spans) == {quarter for quarter in EVERY_QUARTER if held(checked, *quarter) == "office"}


@given(any_plan)
@settings(max_examples=60, deadline=None)
def test_there_are_words_for_every_week_that_is_open_at_all(checked):
    texts = [hours_text(plan=checked, language=language) for language in ("de", "fr", "it", "en")]
    assert all(texts) == any(texts) == bool(open_spans(plan=checked))
