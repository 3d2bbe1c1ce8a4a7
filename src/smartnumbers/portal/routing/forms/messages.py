"""Something said to callers, as fields: words in each language, the languages that are spoken, an own recording."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.accounts.models import Language
from smartnumbers.core.routing.checking.words import unknown_places
from smartnumbers.core.routing.treatmentdocuments import TEXT_LENGTH
from smartnumbers.portal.recordings import RECORDING_FAULTS

LANGUAGES = tuple(Language.choices)
RECORDING, FAULT = "recording", "recording_fault"


class MessageForm(forms.Form):
    """The words of a message; the languages in which none are written say the opening hours.

    `recordings` are those of the account, names by hash. The form carries the hash of the one that is played, and
    under `FAULT` why the one that was just uploaded cannot be.
    """

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Spoken in"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )

    recording = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, recordings: Mapping[str, str], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._recordings = recordings
        for code, name in LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code, "maxlength": TEXT_LENGTH}),
            )

    def clean(self) -> dict[str, Any]:
        """Each text can be spoken in one go, with nothing in braces left; a recording is one of the account's."""
        data: dict[str, Any] = super().clean() or {}
        for code, _name in LANGUAGES:
            if len(data.get(f"text_{code}", "")) > TEXT_LENGTH:
                self.add_error(f"text_{code}", _("At most %(most)s characters.") % {"most": TEXT_LENGTH})
            for unknown in unknown_places(data.get(f"text_{code}", "")):
                told = _("“%(written)s” would be read out. Only {hours} and {price} are filled in.")
                self.add_error(f"text_{code}", told % {"written": unknown})
        fault = self.data.get(FAULT, "")
        if fault in RECORDING_FAULTS:
            self.add_error(RECORDING, RECORDING_FAULTS[fault])
        elif data.get(RECORDING) and data[RECORDING] not in self._recordings:
            self.add_error(RECORDING, _("This recording is not there any more. Upload it again."))
        return data

    @property
    def texts(self) -> list[tuple[str, forms.BoundField]]:
        """Each language with its field."""
        return [(code, self[f"text_{code}"]) for code, _name in LANGUAGES]

    @property
    def recorded(self) -> tuple[str, str] | None:
        """Hash and name of the own recording that is played, None for speech."""
        digest = self[RECORDING].value() or ""
        return (digest, self._recordings[digest]) if digest in self._recordings else None

    def message(self) -> dict[str, Any]:
        """What was typed as the document of a message."""
        data = self.cleaned_data
        texts = {code: data[f"text_{code}"].strip() for code, _name in LANGUAGES if data[f"text_{code}"].strip()}
        # Who writes words in a language wants them said, whether or not they also ticked it.
        ticked = set(data["languages"]) | set(texts)
        return {
            "texts": texts,
            "languages": [code for code, _name in LANGUAGES if code in ticked],
            "recording": data[RECORDING] or None,
        }

    @staticmethod
    def initial_of(message: Mapping[str, Any] | None, *, language: str) -> dict[str, Any]:
        """The values of a message there is; a new one speaks the number's language."""
        if message is None:
            return {"languages": [language]}
        texts = {f"text_{code}": text for code, text in message["texts"].items()}
        return {"languages": message["languages"] or [language], RECORDING: message["recording"] or "", **texts}
