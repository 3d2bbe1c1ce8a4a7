"""Service numbers in addresses: as people dial them, without blanks ("/numbers/0800123789/")."""

from smartnumbers.core.numbering.dialled import display


def written(number: str) -> str:
    """A canonical number for an address; `numbers.queries.number` reads it back."""
    return number if number.startswith("FR:") else display(number).replace(" ", "")
