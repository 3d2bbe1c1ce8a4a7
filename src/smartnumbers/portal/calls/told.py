"""The steps of a call's story in which the caller is told something, and the message that he leaves."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.core.callcontrol.documents import prompt_from_document
from smartnumbers.core.callcontrol.record import MessageLeft, PromptPlayed, Purpose
from smartnumbers.core.tariffs.prompting import CONSENT_KEY
from smartnumbers.portal.calls.looks import Look
from smartnumbers.portal.calls.step import Step
from smartnumbers.portal.templatetags.portal import words as span


def said_steps(call: CallRecord) -> Iterator[Step]:
    """What the caller heard that is not about the price, and the message he left."""
    for document in call.said:
        yield told(prompt_from_document(document))
    if call.message is not None:
        yield _message(call, MessageLeft(**call.message))


def told(prompt: PromptPlayed) -> Step:
    """One prompt, with what is evidence of it."""
    titles = {
        Purpose.ANNOUNCEMENT: _("The price is announced, free of charge"),
        Purpose.CHANGE: _("A new price is announced, free of charge"),
        Purpose.FEE: _("A fee is announced, free of charge"),
        Purpose.WARNING: _("The caller is warned of the end"),
        Purpose.GREETING: _("The caller is greeted"),
        Purpose.TEST: _("The caller is asked to press a key"),
        Purpose.SAYING: _("The caller hears an announcement"),
        Purpose.VOICEMAIL: _("The caller is asked to leave a message"),
    }
    failed = prompt.result not in ("finished", "skipped")
    return Step(
        at=prompt.started_at,
        look=Look(icon="volume", tone="bad" if failed else ""),
        title=titles[prompt.purpose],
        text=_("“%(text)s”") % {"text": prompt.text},
        aside=span(prompt.played_ms),
        notes=list(_evidence(prompt)),
    )


def _evidence(prompt: PromptPlayed) -> Iterator[str]:
    kind = _("own recording %(hash)s") % {"hash": prompt.recording[:12]} if prompt.recording else _("spoken")
    values = {"language": prompt.language.upper(), "kind": kind, "revision": prompt.revision or "–"}
    yield _("Evidence: %(language)s, %(kind)s, settings revision %(revision)s") % values
    if prompt.result == "skipped":
        yield _("The caller pressed a key.") if prompt.purpose is Purpose.TEST else _("The caller skipped the rest.")
    elif prompt.result == "failed":
        yield _("It could not be played.")
    elif prompt.result is None:
        yield _("It was cut short.")
    if prompt.consented_at is not None:
        yield _("The caller accepted with key %(key)s.") % {"key": CONSENT_KEY}


def _message(call: CallRecord, message: MessageLeft) -> Step:
    return Step(
        at=max(call.setup_at, call.ended_at - message.ms),
        look=Look(icon="record-mail", tone="accent"),
        title=_("The caller leaves a message"),
        text=_("It is mailed to %(address)s.") % {"address": message.email} if message.email else "",
        aside=span(message.ms),
    )
