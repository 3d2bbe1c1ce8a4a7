"""How amounts of money are written for people; inside they are millionths. The same in all four languages."""

from smartnumbers.core.foundation.money import amount_text

NO_BREAK = "\u00a0"
MINUS = "\u2212"


def figure(amount: int) -> str:
    """An amount (millionths) without its currency, exact, with two decimals at least: 1'234.50, 0.075."""
    whole, _dot, rest = amount_text(abs(amount), decimals=2).partition(".")
    sign = MINUS if amount < 0 else ""
    return f"{sign}{int(whole):,}".replace(",", "'") + f".{rest}"


def money(amount: int, currency: str) -> str:
    """An amount (millionths) with its currency, which no line break parts: CHF 1'234.50."""
    return f"{currency}{NO_BREAK}{figure(amount)}"
