"""What a row of the rules is made of: who pays, how much at most, what must be said before, how it is shown.

All amounts are millionths of the row's currency unit, periods are half-open dates. Whatever stands in a row has a
source, and a confidence that says how the source is known.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Payer(StrEnum):
    """Who pays for a call: the holder (free to the caller), both (shared), the caller as for any call, or more."""

    HOLDER = "holder"
    SHARED = "shared"
    ORDINARY = "ordinary"
    CALLER = "caller"


class Family(StrEnum):
    """The three French tariff families (Arcep 2012-0856): nothing, an ordinary call, or a call and a service."""

    FREE = "free"
    ORDINARY = "ordinary"
    PREMIUM = "premium"


class Confidence(StrEnum):
    """How a rule is known: its text was read, a page of an authority or trade body, second hand, or by repute."""

    LAW = "law"
    PAGE = "page"
    SECOND_HAND = "second-hand"
    BACKGROUND = "background"


class Vat(StrEnum):
    """Whether an amount is meant with value-added tax or without."""

    INCLUDED = "included"
    EXCLUDED = "excluded"


class Basis(StrEnum):
    """What may be charged for: nothing, time, one of call and time, or both together."""

    FREE = "free"
    TIME = "time"
    EITHER = "call-or-time"
    BOTH = "call-and-time"


class Duty(StrEnum):
    """When something must be announced: never, always, or from a price on."""

    NEVER = "never"
    ALWAYS = "always"
    ABOVE = "above"


class Form(StrEnum):
    """How a number is shown with its price: the Swiss four digits apart, or the French cartouche."""

    PLAIN = "plain"
    FOUR_DIGITS_APART = "four-digits-apart"
    CARTOUCHE = "cartouche"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The most that may be charged of one thing (millionths). 0: it may not be charged at all."""

    amount: int
    vat: Vat
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceilings:
    """The ceilings of a class; None where no text sets one. `month` is for one caller and one calendar month."""

    per_call: Ceiling | None = None
    per_minute: Ceiling | None = None
    fee: Ceiling | None = None
    total: Ceiling | None = None
    month: Ceiling | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What must be said before money is taken.

    `above`: with Duty.ABOVE, the per-call or per-minute price (millionths) beyond which it is due. `change`: the
    same for a fee or another price during the call. `minimum_ms` is how long it lasts at least; `pause_ms` how long
    nothing is charged after it; `beep` whether a tone ends it; `skip_key` what the caller may press to end it.
    """

    duty: Duty
    source: str
    confidence: Confidence
    above: int | None = None
    change: Duty = Duty.NEVER
    minimum_ms: int = 0
    pause_ms: int = 0
    beep: bool = False
    skip_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Prices (millionths) beyond which the caller must accept expressly, else they cannot be billed."""

    fee_above: int
    per_minute_above: int
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class LongestCall:
    """How long a call may last (seconds), where the price per minute is above a threshold (millionths)."""

    seconds: int
    per_minute_above: int
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """How number and price are shown in advertising.

    `colour` is the cartouche's; `wording` the key of the sentence; `template` the sentence itself where it is
    prescribed word for word, with {price} for the price.
    """

    form: Form
    wording: str
    source: str
    confidence: Confidence
    colour: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberClass:
    """A class of numbers. `label` is how its beginning is written; `pattern` matches canonical numbers whole.

    `family_per_number`: the family is no matter of the digits but of each number (French short numbers); `payer` is
    then what holds as long as nothing else is known.
    """

    code: str
    country: str
    label: str
    payer: Payer
    pattern: re.Pattern[str]
    family_per_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRules:
    """The rules of one class from `valid_from` until before `valid_to` (None: until further notice).

    `price_step`: prices are multiples of it (None: any). `rounding_up_to`: what the end amount may be rounded up to.
    `per_second`: time is charged by the second, from the first. `bands_allowed`: other prices at other hours.
    `vat` is the rate in millionths (81 000 is 8.1 %). `blocking_category` is what the caller can have barred.
    """

    class_code: str
    country: str
    currency: str
    payer: Payer
    valid_from: date
    valid_to: date | None
    source: str
    confidence: Confidence
    basis: Basis
    ceilings: Ceilings
    announcement: Announcement
    display: Display
    vat: int
    vat_source: str
    consent: Consent | None = None
    longest_call: LongestCall | None = None
    price_step: int | None = None
    rounding_up_to: int | None = None
    per_second: bool = True
    bands_allowed: bool = False
    mid_call_change_allowed: bool = False
    blocking_category: str | None = None

    def in_force(self, *, on: date) -> bool:
        """Whether the row holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    @property
    def fees_allowed(self) -> bool:
        """Whether one-off fees may be charged during a call."""
        return self.mid_call_change_allowed and (self.ceilings.fee is None or self.ceilings.fee.amount > 0)
