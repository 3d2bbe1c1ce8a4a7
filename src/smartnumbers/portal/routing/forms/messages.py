"""Something said to callers, as fields: words in each language, and which languages are spoken."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.accounts.models import Language
from smartnumbers.core.routing.treatmentdocuments import TEXT_LENGTH

LANGUAGES = tuple(Language.choices)


class MessageForm(forms.Form):
    """The words of a message; the languages in which none are written say the opening hours."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Spoken in"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for code, name in LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code, "maxlength": TEXT_LENGTH}),
            )

    def clean(self) -> dict[str, Any]:
        """No text is longer than what is spoken in one go."""
        data: dict[str, Any] = super().clean() or {}
        for code, _name in LANGUAGES:
            if len(data.get(f"text_{code}", "")) > TEXT_LENGTH:
                self.add_error(f"text_{code}", _("At most %(most)s characters.") % {"most": TEXT_LENGTH})
        return data

    @property
    def texts(self) -> list[tuple[str, forms.BoundField]]:
        """Each language with its field."""
        return [(code, self[f"text_{code}"]) for code, _name in LANGUAGES]

    def message(self, before: Mapping[str, Any] | None) -> dict[str, Any]:
        """What was typed as the document of a message; an own recording stays what it was."""
        data = self.cleaned_data
        texts = {code: data[f"text_{code}"].strip() for code, _name in LANGUAGES if data[f"text_{code}"].strip()}
        # Who writes words in a language wants them said, whether or not they also ticked it.
        ticked = set(data["languages"]) | set(texts)
        return {
            "texts": texts,
            "languages": [code for code, _name in LANGUAGES if code in ticked],
            "recording": None if before is None else before.get("recording"),
        }

    @staticmethod
    def initial_of(message: Mapping[str, Any] | None, *, language: str) -> dict[str, Any]:
        """The values of a message there is; a new one speaks the number's language."""
        if message is None:
            return {"languages": [language]}
        texts = {f"text_{code}": text for code, text in message["texts"].items()}
        return {"languages": message["languages"] or [language], **texts}
