"""How a number and its price must be shown in advertising: the French cartouche, the Swiss four digits apart."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from smartnumbers.apps.tariffbooks.wording import NO_BREAK, money
from smartnumbers.core.numbering.rulebook import Display, Form
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.portal.money import entered
from smartnumbers.portal.tariffs.lawwords import law_words


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it must be shown: its parts, the price beside it, and the colour of the cartouche ("" for none)."""

    number: str
    price: str
    colour: str
    language: str
    rule: str
    source: str


def shown(*, display: Display, number: str, tariff: Tariff | None, language: str) -> Shown:
    """The number (as people write it) with the wording of the law, in the service's language.

    Without a tariff the price is left open. French wording is prescribed word for word, and therefore French.
    """
    if display.form is Form.CARTOUCHE:
        price = (display.template or "").format(price=_french(tariff))
        rule = _("Number and price stand in one box, in this colour and with these words.")
    else:
        with translation.override(language):
            price = _swiss(display.wording, tariff)
        rule = _("The price stands right beside the number, in letters at least as large.")
    return Shown(
        number=number,
        price=price,
        colour=display.colour or "",
        language=language,
        rule=rule,
        source=law_words(display.source),
    )


def _swiss(wording: str, tariff: Tariff | None) -> str:
    if wording == "ch-free":
        return _("free of charge")
    if tariff is None:
        return "CHF …"
    parts = []
    if tariff.per_call or not tariff.per_minute:
        parts.append(_("%(price)s per call") % {"price": money(tariff.per_call, tariff.currency)})
    if tariff.per_minute:
        parts.append(_("%(price)s per minute") % {"price": money(tariff.per_minute, tariff.currency)})
    return " + ".join(parts)


def _french(tariff: Tariff | None) -> str:
    if tariff is None:
        return "… €"
    amount, unit = (tariff.per_minute, "min") if tariff.per_minute else (tariff.per_call, "appel")
    return f"{entered(amount).replace('.', ',')}{NO_BREAK}€{NO_BREAK}/{NO_BREAK}{unit}"
