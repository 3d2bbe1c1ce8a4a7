"""What callers hear: the right amounts in every language, and the words the law wants."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.numbering.rules import NumberRules, rules_at
from smartnumbers.core.tariffs.announcing import (
    announcement_text,
    change_text,
    consent_text,
    fee_text,
    warning_text,
)
from smartnumbers.core.tariffs.spoken import LANGUAGES, spoken_amount, spoken_seconds
from smartnumbers.core.tariffs.tariff import Tariff

languages = st.sampled_from(LANGUAGES)
prices = st.integers(0, 100_000_000)
whole_prices = st.integers(0, 10_000).map(lambda hundredths: hundredths * 10_000)


def rules_of(class_code: str) -> NumberRules:
    rules = rules_at(class_code=class_code, on=date(2026, 11, 22))
    assert rules is not None
    return rules


def francs(per_call: int, per_minute: int) -> Tariff:
    return Tariff(currency="CHF", per_call=per_call, per_minute=per_minute)


@pytest.mark.parametrize(
    ("amount", "de", "fr", "it", "en"),
    [
        (10_000, "einen Rappen", "1 centime", "un centesimo", "1 centime"),
        (50_000, "5 Rappen", "5 centimes", "5 centesimi", "5 centimes"),
        (990_000, "99 Rappen", "99 centimes", "99 centesimi", "99 centimes"),
        (1_000_000, "einen Franken", "1 franc", "un franco", "1 franc"),
        (1_500_000, "einen Franken 50", "1 franc 50", "un franco e 50 centesimi", "1 franc 50"),
        (2_500_000, "2 Franken 50", "2 francs 50", "2 franchi e 50 centesimi", "2 francs 50"),
        (4_230_000, "4 Franken 23", "4 francs 23", "4 franchi e 23 centesimi", "4 francs 23"),
        (2_010_000, "2 Franken und einen Rappen", "2 francs et 1 centime", "2 franchi e un centesimo",
         "2 francs and 1 centime"),
        (2_050_000, "2 Franken und 5 Rappen", "2 francs et 5 centimes", "2 franchi e 5 centesimi",
         "2 francs and 5 centimes"),
        (10_000_000, "10 Franken", "10 francs", "10 franchi", "10 francs"),
        (0, "0 Franken", "0 franc", "0 franchi", "0 francs"),
        (81_075, "8,1075 Rappen", "8,1075 centimes", "8,1075 centesimi", "8.1075 centimes"),
        (15_000, "1,5 Rappen", "1,5 centime", "1,5 centesimi", "1.5 centimes"),
        (1_125_000, "einen Franken und 12,5 Rappen", "1 franc et 12,5 centimes", "un franco e 12,5 centesimi",
         "1 franc and 12.5 centimes"),
    ],
)  # fmt: skip
def test_francs_are_said_as_people_say_them(amount: int, de: str, fr: str, it: str, en: str) -> None:
    said = [spoken_amount(amount=amount, currency="CHF", language=language) for language in LANGUAGES]

    assert said == [de, fr, it, en]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (10_000, ["einen Cent", "1 centime", "un centesimo", "1 cent"]),
        (800_000, ["80 Cent", "quatre-vingts centimes", "80 centesimi", "80 cents"]),
        (1_000_000, ["einen Euro", "1 euro", "un euro", "1 euro"]),
        (2_990_000, ["2 Euro 99", "2 euros quatre-vingt-dix-neuf", "2 euro e 99 centesimi", "2 euros 99"]),
        (3_000_000, ["3 Euro", "3 euros", "3 euro", "3 euros"]),
    ],
)
def test_euros_are_said_as_people_say_them(amount: int, said: list[str]) -> None:
    assert [spoken_amount(amount=amount, currency="EUR", language=language) for language in LANGUAGES] == said


def test_another_currency_is_said_by_its_code() -> None:
    assert spoken_amount(amount=5_500_000, currency="USD", language="fr") == "5,5 USD"


def test_people_in_france_do_not_hear_swiss_numbers() -> None:
    said = [
        spoken_amount(amount=hundredths * 10_000, currency="EUR", language="fr").removesuffix(" centimes")
        for hundredths in (69, 70, 71, 77, 79, 80, 81, 90, 91, 99)
    ]

    assert said == [
        "69", "soixante-dix", "soixante et onze", "soixante-dix-sept", "soixante-dix-neuf", "quatre-vingts",
        "quatre-vingt-un", "quatre-vingt-dix", "quatre-vingt-onze", "quatre-vingt-dix-neuf",
    ]  # fmt: skip


SPELT = {
    spoken_amount(amount=number * 1_000_000, currency="EUR", language="fr").removesuffix(" euros"): str(number)
    for number in range(99, 69, -1)
}


def understood(said: str) -> int:
    """The amount that somebody writes down who hears this: millionths."""
    spelt = "|".join(sorted(SPELT, key=len, reverse=True))
    words = re.sub(rf"\b({spelt})\b", lambda match: SPELT[match[1]], said)
    words = re.sub(r"\b(einen|un)\b", "1", words).replace(",", ".")
    small = re.search(r"([0-9.]+) (?:Rappen|Cent|centimes?|centesim[oi]|cents?)\b", words)
    large = re.search(r"([0-9]+) (?:Franken|francs?|franc(?:o|hi)|Euro|euros?)\b(?: ([0-9]{2})$)?", words)
    units = int(large[1]) * 1_000_000 + int(large[2] or 0) * 10_000 if large else 0
    whole, _, decimals = (small[1] if small else "0").partition(".")
    return units + int(whole) * 10_000 + int(decimals.ljust(4, "0"))


@given(prices, st.sampled_from(["CHF", "EUR"]), languages)
def test_what_is_heard_is_the_amount(amount: int, currency: str, language: str) -> None:
    assert understood(spoken_amount(amount=amount, currency=currency, language=language)) == amount


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ["einer Sekunde", "30 Sekunden", "einer Minute", "90 Sekunden", "2 Minuten"]),
        ("fr", ["une seconde", "30 secondes", "une minute", "90 secondes", "2 minutes"]),
        ("it", ["un secondo", "30 secondi", "un minuto", "90 secondi", "2 minuti"]),
        ("en", ["1 second", "30 seconds", "1 minute", "90 seconds", "2 minutes"]),
    ],
)
def test_times_are_said_as_people_say_them(language: str, said: list[str]) -> None:
    assert [spoken_seconds(seconds=seconds, language=language) for seconds in (1, 30, 60, 90, 120)] == said


def test_a_swiss_announcement_says_price_tax_and_when_charging_begins() -> None:
    tariff = francs(1_000_000, 2_500_000)

    assert announcement_text(tariff=tariff, rules=rules_of("ch-0900"), language="de") == (
        "Dieser Anruf kostet 2 Franken 50 pro Minute und einen Franken Grundgebühr, inklusive Mehrwertsteuer. "
        "Die Verrechnung beginnt 5 Sekunden nach dieser Ansage. Wenn Sie vorher auflegen, kostet der Anruf nichts."
    )


def test_a_french_announcement_says_the_price_first_then_how_to_give_up_then_the_beep() -> None:
    tariff = Tariff(currency="EUR", per_minute=800_000)

    assert announcement_text(tariff=tariff, rules=rules_of("fr-089"), language="fr") == (
        "Ce service coûte quatre-vingts centimes par minute, toutes taxes comprises, plus le prix de l'appel. "
        "Pour y renoncer, raccrochez avant le bip. Pour passer ce message, appuyez sur dièse. "
        "La facturation commence après le bip."
    )


@given(whole_prices, whole_prices, languages, st.sampled_from(["ch-0900", "fr-089"]))
def test_every_announcement_contains_its_amounts(
    per_call: int, per_minute: int, language: str, class_code: str
) -> None:
    rules = rules_of(class_code)
    tariff = Tariff(currency=rules.currency, per_call=per_call, per_minute=per_minute)

    text = announcement_text(tariff=tariff, rules=rules, language=language)

    for amount in {per_call, per_minute} - {0}:
        assert spoken_amount(amount=amount, currency=rules.currency, language=language) in text
    assert "{" not in text


@given(prices, prices, prices, languages)
def test_every_change_contains_its_amounts(before: int, per_minute: int, per_call: int, language: str) -> None:
    text = change_text(new=francs(per_call, per_minute), old=francs(0, before), language=language)

    said = {per_call} if before == per_minute else {per_call, per_minute, before if per_minute else 0}
    for amount in said - {0}:
        assert spoken_amount(amount=amount, currency="CHF", language=language) in text
    assert "{" not in text


@given(prices, st.text(max_size=30), languages)
def test_every_fee_contains_its_amount_and_its_name(amount: int, name: str, language: str) -> None:
    text = fee_text(amount=amount, currency="CHF", name=name, language=language)

    assert spoken_amount(amount=amount, currency="CHF", language=language) in text
    assert " ".join(name.split()) in text


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (
            francs(0, 2_000_000),
            francs(0, 3_500_000),
            "Dieser Anruf kostet neu 3 Franken 50 statt 2 Franken pro Minute, inklusive Mehrwertsteuer. "
            "Das gilt 5 Sekunden nach dieser Ansage.",
        ),
        (
            francs(0, 2_000_000),
            francs(5_000_000, 1_000_000),
            "Dieser Anruf kostet neu einen Franken statt 2 Franken pro Minute, inklusive Mehrwertsteuer. "
            "Zusätzlich kostet dieser Anruf einmalig 5 Franken, inklusive Mehrwertsteuer. "
            "Das gilt 5 Sekunden nach dieser Ansage.",
        ),
        (
            francs(0, 2_000_000),
            francs(0, 0),
            "Die Minuten dieses Anrufs kosten nun nichts mehr. Das gilt 5 Sekunden nach dieser Ansage.",
        ),
        (
            francs(0, 0),
            francs(0, 50_000),
            "Dieser Anruf kostet neu 5 Rappen pro Minute, inklusive Mehrwertsteuer. "
            "Das gilt 5 Sekunden nach dieser Ansage.",
        ),
        (
            francs(0, 2_000_000),
            francs(5_000_000, 2_000_000),
            "Dieser Anruf kostet jetzt zusätzlich einmalig 5 Franken, inklusive Mehrwertsteuer. "
            "Das gilt 5 Sekunden nach dieser Ansage.",
        ),
        (francs(0, 2_000_000), francs(0, 2_000_000), "Der Preis dieses Anrufs ändert sich nicht."),
    ],
)
def test_a_change_says_from_what_to_what_and_from_when(old: Tariff, new: Tariff, text: str) -> None:
    assert change_text(new=new, old=old, language="de") == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_warning_and_its_question(language: str) -> None:
    assert spoken_seconds(seconds=30, language=language) in warning_text(seconds=30, language=language)
    assert "1" in consent_text(key="1", language=language)


def test_the_questions_and_warnings_in_words() -> None:
    assert consent_text(key="1", language="de") == "Drücken Sie die 1, um zuzustimmen."
    assert consent_text(key="1", language="fr") == "Appuyez sur la touche 1 pour accepter."
    assert warning_text(seconds=30, language="it") == "Questa chiamata sarà interrotta tra 30 secondi."
    assert warning_text(seconds=60, language="en") == "This call will be cut off in 1 minute."


@given(whole_prices.filter(bool), languages)
def test_a_french_announcement_is_long_enough_for_the_law(per_minute: int, language: str) -> None:
    """Ten seconds at least, which at 150 words a minute is 25 words."""
    rules = rules_of("fr-089")
    tariff = replace(francs(0, per_minute), currency="EUR")

    assert rules.announcement.minimum_ms == 10_000
    assert len(announcement_text(tariff=tariff, rules=rules, language=language).split()) >= 25
