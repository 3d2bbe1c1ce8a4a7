"""The sentences callers hear, in the four languages.

They are said in the language of the service (OIP art. 11a), not in that of the portal's reader, and kept as evidence
word for word: so they stand here, beside the amounts they carry, and not in the portal's catalogues. They are made so
that an amount fits whatever it is: German has it in the accusative ("kostet einen Franken"), French never behind "de".
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Sentences with places in braces; `_alone` and `_too` are for a price per call without and with one per minute."""

    # What a call costs: parts, then the sentences around them.
    per_minute: str
    per_call_alone: str
    per_call_too: str
    both: str
    call_too: str
    swiss: str
    french: str
    pause: str
    give_up: str
    give_up_beep: str
    skip: str
    beep: str
    # What changes during the call.
    new_price: str
    price_from_now: str
    time_free: str
    extra_fee: str
    fee: str
    fee_for: str
    valid_after: str
    valid_at_once: str
    unchanged: str
    # Agreement, and the end.
    consent: str
    warning: str


_DE = Wording(
    per_minute="{amount} pro Minute",
    per_call_alone="{amount} pro Anruf",
    per_call_too="{amount} Grundgebühr",
    both="{minute} und {call}",
    call_too="zuzüglich des Preises für den Anruf",
    swiss="Dieser Anruf kostet {price}, inklusive Mehrwertsteuer.",
    french="Dieser Dienst kostet {price}, inklusive Mehrwertsteuer, {call_too}.",
    pause="Die Verrechnung beginnt {pause} nach dieser Ansage.",
    give_up="Wenn Sie vorher auflegen, kostet der Anruf nichts.",
    give_up_beep="Wenn Sie darauf verzichten wollen, legen Sie vor dem Signalton auf.",
    skip="Um diese Ansage zu überspringen, drücken Sie die Taste {key}.",
    beep="Die Verrechnung beginnt nach dem Signalton.",
    new_price="Dieser Anruf kostet neu {new} statt {old} pro Minute, inklusive Mehrwertsteuer.",
    price_from_now="Dieser Anruf kostet neu {new} pro Minute, inklusive Mehrwertsteuer.",
    time_free="Die Minuten dieses Anrufs kosten nun nichts mehr.",
    extra_fee="Zusätzlich kostet dieser Anruf einmalig {amount}, inklusive Mehrwertsteuer.",
    fee="Dieser Anruf kostet jetzt zusätzlich einmalig {amount}, inklusive Mehrwertsteuer.",
    fee_for="Für {name} kostet dieser Anruf jetzt zusätzlich einmalig {amount}, inklusive Mehrwertsteuer.",
    valid_after="Das gilt {pause} nach dieser Ansage.",
    valid_at_once="Das gilt nach dieser Ansage.",
    unchanged="Der Preis dieses Anrufs ändert sich nicht.",
    consent="Drücken Sie die {key}, um zuzustimmen.",
    warning="Dieser Anruf wird in {time} beendet.",
)
_FR = Wording(
    per_minute="{amount} par minute",
    per_call_alone="{amount} par appel",
    per_call_too="{amount} de taxe de base",
    both="{minute} et {call}",
    call_too="plus le prix de l'appel",
    swiss="Cet appel coûte {price}, TVA comprise.",
    french="Ce service coûte {price}, toutes taxes comprises, {call_too}.",
    pause="La facturation commence {pause} après ce message.",
    give_up="Si vous raccrochez avant, l'appel ne coûte rien.",
    give_up_beep="Pour y renoncer, raccrochez avant le bip.",
    skip="Pour passer ce message, appuyez sur {key}.",
    beep="La facturation commence après le bip.",
    new_price="Cet appel coûtait {old} par minute ; il coûte désormais {new} par minute, TVA comprise.",
    price_from_now="Cet appel coûte désormais {new} par minute, TVA comprise.",
    time_free="Les minutes de cet appel ne coûtent désormais plus rien.",
    extra_fee="S'y ajoute une taxe unique : {amount}, TVA comprise.",
    fee="Une taxe unique va être facturée : {amount}, TVA comprise.",
    fee_for="Une taxe unique va être facturée pour {name} : {amount}, TVA comprise.",
    valid_after="Cela vaut {pause} après ce message.",
    valid_at_once="Cela vaut dès la fin de ce message.",
    unchanged="Le prix de cet appel ne change pas.",
    consent="Appuyez sur la touche {key} pour accepter.",
    warning="Cet appel sera coupé dans {time}.",
)
_IT = Wording(
    per_minute="{amount} al minuto",
    per_call_alone="{amount} per chiamata",
    per_call_too="{amount} di tassa di base",
    both="{minute} e {call}",
    call_too="più il prezzo della chiamata",
    swiss="Questa chiamata costa {price}, IVA inclusa.",
    french="Questo servizio costa {price}, IVA inclusa, {call_too}.",
    pause="L'addebito inizia {pause} dopo questo annuncio.",
    give_up="Se riaggancia prima, la chiamata non costa nulla.",
    give_up_beep="Per rinunciare, riagganci prima del segnale acustico.",
    skip="Per saltare questo annuncio, prema il tasto {key}.",
    beep="L'addebito inizia dopo il segnale acustico.",
    new_price="Il prezzo di questa chiamata passa da {old} a {new} al minuto, IVA inclusa.",
    price_from_now="Questa chiamata costa d'ora in poi {new} al minuto, IVA inclusa.",
    time_free="I minuti di questa chiamata d'ora in poi non costano più nulla.",
    extra_fee="Si aggiunge una tassa unica di {amount}, IVA inclusa.",
    fee="Sta per essere addebitata una tassa unica di {amount}, IVA inclusa.",
    fee_for="Sta per essere addebitata una tassa unica di {amount}, IVA inclusa, per {name}.",
    valid_after="Questo vale {pause} dopo questo annuncio.",
    valid_at_once="Questo vale dalla fine di questo annuncio.",
    unchanged="Il prezzo di questa chiamata non cambia.",
    consent="Prema il tasto {key} per accettare.",
    warning="Questa chiamata sarà interrotta tra {time}.",
)
_EN = Wording(
    per_minute="{amount} per minute",
    per_call_alone="{amount} per call",
    per_call_too="a base fee of {amount}",
    both="{minute} and {call}",
    call_too="plus the price of the call",
    swiss="This call costs {price}, including value added tax.",
    french="This service costs {price}, all taxes included, {call_too}.",
    pause="Charging begins {pause} after this message.",
    give_up="If you hang up before then, the call costs nothing.",
    give_up_beep="If you do not want this, hang up before the beep.",
    skip="To skip this message, press {key}.",
    beep="Charging begins after the beep.",
    new_price="The price of this call changes from {old} to {new} per minute, including value added tax.",
    price_from_now="This call now costs {new} per minute, including value added tax.",
    time_free="The minutes of this call cost nothing from now on.",
    extra_fee="There is also a single fee of {amount}, including value added tax.",
    fee="A single fee of {amount}, including value added tax, will now be charged.",
    fee_for="A single fee of {amount}, including value added tax, will now be charged for {name}.",
    valid_after="This holds from {pause} after this message.",
    valid_at_once="This holds from the end of this message.",
    unchanged="The price of this call does not change.",
    consent="Press {key} to agree.",
    warning="This call will be cut off in {time}.",
)
WORDINGS = MappingProxyType({"de": _DE, "fr": _FR, "it": _IT, "en": _EN})
