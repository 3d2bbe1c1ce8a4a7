"""After which outcomes a call goes on to the next destination, in a few words."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from smartnumbers.apps.plans.wording import OUTCOMES
from smartnumbers.core.routing.treatments import MoveOn


def moves_on_words(outcomes: Collection[str]) -> str:
    """All, none, or those that lead on."""
    known = [outcome for outcome in MoveOn if outcome.value in outcomes]
    if len(known) == len(MoveOn):
        return _("Goes on whatever happens")
    if not known:
        return _("Ends here whatever happens")
    return _("Goes on when: %(outcomes)s") % {"outcomes": ", ".join(str(OUTCOMES[item.value]) for item in known)}
