"""Steps of what holds for every call: screening, greeting, the number shown."""

from django.http import QueryDict

from smartnumbers.portal.routing.drafting import Drafting
from smartnumbers.portal.routing.forms.callers import DisplayForm, ScreeningForm
from smartnumbers.portal.routing.forms.messages import MessageForm
from smartnumbers.portal.routing.steps.step import Done, StepRefused


def screening(drafting: Drafting, data: QueryDict) -> Done:
    """Whom the number lets in."""
    lists = [(list_id, item["name"]) for list_id, item in drafting.named.lists.items()]
    form = ScreeningForm(data, lists=lists)
    if not form.is_valid():
        raise StepRefused(panel="screening", form=form)
    typed = form.cleaned_data
    limit = None if typed["calls"] is None else {"calls": typed["calls"], "seconds": int(typed["seconds"] or 86_400)}
    chosen = {
        name: typed[name] for name in ("only_welcome", "withheld", "countries", "key_test", "tested_once", "reports")
    }
    rules = {**drafting.document["screening"], **chosen, "welcome": list(typed["welcome"]), "limit": limit}
    return Done({**drafting.document, "screening": rules})


def display(drafting: Drafting, data: QueryDict) -> Done:
    """Which number destinations see."""
    form = DisplayForm(data)
    if not form.is_valid():
        raise StepRefused(panel="display", form=form)
    typed = form.cleaned_data
    number, words = typed["fixed_number"].strip(), typed["before_name"].strip()
    rule = {"mode": typed["mode"], "fixed_number": number, "prefix": words}
    return Done({**drafting.document, "display": rule})


def greeting(drafting: Drafting, data: QueryDict) -> Done:
    """What every caller hears first; nothing at all without a language and a recording."""
    form = MessageForm(data, recordings=drafting.named.recordings)
    if not form.is_valid():
        raise StepRefused(panel="greeting", form=form)
    message = form.message()
    said = message["languages"] or message["recording"]
    return Done({**drafting.document, "greeting": message if said else None}, panel="greeting")
