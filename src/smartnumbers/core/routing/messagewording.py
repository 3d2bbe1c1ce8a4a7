"""What the platform itself says to callers on behalf of a plan, in the four languages.

Like the words about prices they are said in the language of the service, so they stand here and not in the portal's
catalogues.
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWording:
    """`hours` introduces the opening hours; `key_test` asks for a key."""

    hours: str
    key_test: str


MESSAGE_WORDINGS = MappingProxyType(
    {
        "de": MessageWording(
            hours="Sie erreichen uns {hours}.",
            key_test="Um verbunden zu werden, drücken Sie bitte die {key}.",
        ),
        "fr": MessageWording(
            hours="Vous pouvez nous joindre {hours}.",
            key_test="Pour être mis en relation, appuyez sur la touche {key}.",
        ),
        "it": MessageWording(
            hours="Ci può raggiungere {hours}.",
            key_test="Per essere collegato, prema il tasto {key}.",
        ),
        "en": MessageWording(
            hours="You can reach us {hours}.",
            key_test="To be put through, please press {key}.",
        ),
    }
)
