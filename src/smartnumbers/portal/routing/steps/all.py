"""Every step of editing by the name that forms post."""

from smartnumbers.portal.routing.steps import callers, dates, treatments, windows
from smartnumbers.portal.routing.steps.step import Step

STEPS: dict[str, Step] = {
    "add-window": windows.add,
    "change-window": windows.change,
    "remove-window": windows.remove,
    "copy-day": windows.copy,
    "save-treatment": treatments.save,
    "remove-treatment": treatments.remove,
    "set-holidays": dates.holidays,
    "set-special": dates.special_day,
    "set-exception": dates.exception,
    "remove-dated": dates.remove,
    "set-otherwise": dates.otherwise,
    "set-screening": callers.screening,
    "set-display": callers.display,
    "set-greeting": callers.greeting,
}
