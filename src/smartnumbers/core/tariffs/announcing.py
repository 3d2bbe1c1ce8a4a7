"""What callers are told of prices, in the language of the service: the text that is spoken and kept as evidence.

Switzerland (OIP art. 11a): price, then when charging begins, at the earliest 5 s later. France (order of
10 June 2009): the price first, how to give up, how to skip, and a beep after which charging begins.
"""

from smartnumbers.core.numbering.rulebook import NumberRules
from smartnumbers.core.tariffs.spoken import spoken_amount, spoken_key, spoken_seconds
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.wording import WORDINGS

PAUSE_MS = 5_000
"""What is free after every information during a call (OIP art. 11a): only Swiss 090x numbers have any."""


def announcement_text(*, tariff: Tariff, rules: NumberRules, language: str) -> str:
    """The announcement before a call is charged, for a tariff with a price; the form is that of the class."""
    wording = WORDINGS[language]
    said = rules.announcement
    sentences = [price_text(tariff=tariff, rules=rules, language=language), wording.give_up_beep if said.beep else ""]
    if said.skip_key is not None:
        sentences.append(wording.skip.format(key=spoken_key(key=said.skip_key, language=language)))
    if said.beep:
        sentences.append(wording.beep)
    else:
        pause = spoken_seconds(seconds=said.pause_ms // 1000, language=language)
        sentences += [wording.pause.format(pause=pause), wording.give_up]
    return _joined(sentences)


def price_text(*, tariff: Tariff, rules: NumberRules, language: str) -> str:
    """What a call costs, and nothing else: the first sentence of the announcement."""
    wording = WORDINGS[language]
    price = _price(tariff, language)
    if rules.country == "FR":
        return wording.french.format(price=price, call_too=wording.call_too)
    return wording.swiss.format(price=price)


def change_text(*, new: Tariff, old: Tariff, language: str, pause_ms: int = PAUSE_MS) -> str:
    """What both parties hear before the price of a running call changes from `old` to `new`."""
    wording = WORDINGS[language]
    sentences = []
    if new.per_minute != old.per_minute:
        sentences.append(_new_minute(new=new, old=old, language=language))
    if new.per_call:
        amount = spoken_amount(amount=new.per_call, currency=new.currency, language=language)
        sentences.append((wording.extra_fee if sentences else wording.fee).format(amount=amount))
    if not sentences:
        return wording.unchanged
    return _joined([*sentences, _validity(pause_ms=pause_ms, language=language)])


def fee_text(*, amount: int, currency: str, name: str, language: str, pause_ms: int = PAUSE_MS) -> str:
    """What both parties hear before a fixed fee (millionths) is charged; `name` says what for, "" says nothing."""
    wording = WORDINGS[language]
    spoken = spoken_amount(amount=amount, currency=currency, language=language)
    what_for = " ".join(name.split())
    sentence = wording.fee_for.format(amount=spoken, name=what_for) if what_for else wording.fee.format(amount=spoken)
    return _joined([sentence, _validity(pause_ms=pause_ms, language=language)])


def warning_text(*, seconds: int, language: str) -> str:
    """What both parties hear before a call is cut off at its cap or its greatest length."""
    return WORDINGS[language].warning.format(time=spoken_seconds(seconds=seconds, language=language))


def consent_text(*, key: str, language: str) -> str:
    """What asks the caller to agree by a key."""
    return WORDINGS[language].consent.format(key=spoken_key(key=key, language=language))


def _price(tariff: Tariff, language: str) -> str:
    wording = WORDINGS[language]
    call = spoken_amount(amount=tariff.per_call, currency=tariff.currency, language=language)
    minute = spoken_amount(amount=tariff.per_minute, currency=tariff.currency, language=language)
    if tariff.per_call == 0:
        return wording.per_minute.format(amount=minute)
    if tariff.per_minute == 0:
        return wording.per_call_alone.format(amount=call)
    return wording.both.format(
        minute=wording.per_minute.format(amount=minute), call=wording.per_call_too.format(amount=call)
    )


def _new_minute(*, new: Tariff, old: Tariff, language: str) -> str:
    wording = WORDINGS[language]
    if new.per_minute == 0:
        return wording.time_free
    now = spoken_amount(amount=new.per_minute, currency=new.currency, language=language)
    if old.per_minute == 0:
        return wording.price_from_now.format(new=now)
    before = spoken_amount(amount=old.per_minute, currency=old.currency, language=language)
    return wording.new_price.format(old=before, new=now)


def _validity(*, pause_ms: int, language: str) -> str:
    wording = WORDINGS[language]
    if pause_ms < 1000:
        return wording.valid_at_once
    return wording.valid_after.format(pause=spoken_seconds(seconds=pause_ms // 1000, language=language))


def _joined(sentences: list[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
