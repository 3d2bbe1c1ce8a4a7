"""The class of a service number, by its leading digits (Switzerland; OFCOM numbering plan E.164/2002)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberClass:
    """One class of numbers: `code` is stable, `who_pays` is "holder", "shared" or "caller"."""

    code: str
    prefix: str
    who_pays: str


CLASSES: tuple[NumberClass, ...] = (
    NumberClass(code="ch-0800", prefix="+41800", who_pays="holder"),
    NumberClass(code="ch-0840", prefix="+41840", who_pays="shared"),
    NumberClass(code="ch-0842", prefix="+41842", who_pays="shared"),
    NumberClass(code="ch-0844", prefix="+41844", who_pays="shared"),
    NumberClass(code="ch-0848", prefix="+41848", who_pays="shared"),
    NumberClass(code="ch-0900", prefix="+41900", who_pays="caller"),
    NumberClass(code="ch-0901", prefix="+41901", who_pays="caller"),
    NumberClass(code="ch-0906", prefix="+41906", who_pays="caller"),
)


def classify(number: str) -> NumberClass | None:
    """The class of a canonical number, or None where it is no service number."""
    return next((known for known in CLASSES if number.startswith(known.prefix)), None)
