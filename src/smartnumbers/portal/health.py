"""The platform's health in words: banners for everybody, signs for the operator."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting.asking import client
from smartnumbers.core.numbering.dialled import display
from smartnumbers.portal.live.board import Contact, Health
from smartnumbers.portal.live.broker import broker, health_now
from smartnumbers.statistics.client import StatisticsAway
from smartnumbers.telephony.journal.status import read_status


@dataclass(frozen=True, slots=True)
class Banner:
    """Something on top of every page; `tone` is "warn" or "bad"."""

    tone: str
    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One part of the platform and how it is; `tone` is "ok", "warn", "bad" or "" where nothing is known."""

    name: str
    tone: str
    icon: str
    text: str


def live_count(access: Access) -> int:
    """How many calls run now, as far as this access sees them."""
    return len(broker.board.calls(account=access.account.pk if access.account is not None else None))


def banners(access: Access | None) -> list[Banner]:
    """What is wrong with the platform and concerns the reader, the gravest first."""
    health = health_now()
    if health.contact is Contact.AWAY:
        return [
            Banner(
                tone="bad",
                icon="plug-connected-x",
                title=_("Call control cannot be reached."),
                text=_("New calls may not get through, and live calls are not shown. What is stored here is complete."),
            )
        ]
    found = []
    if health.engine in ("missing", "down"):
        found.append(_engine_banner(health))
    if health.document.get("journal") == "full":
        found.append(
            Banner(
                tone="bad",
                icon="database-x",
                title=_("New calls are refused."),
                text=_("The call journal cannot be written, and no call is let in that could not be recorded."),
            )
        )
    if access is not None and access.may(Permission.SEE_PLATFORM) and health.document.get("faults"):
        sign = _profiles(health)
        found.append(Banner(tone="bad", icon=sign.icon, title=f"{sign.name}:", text=f"{sign.text}."))
    return found


def _engine_banner(health: Health) -> Banner:
    if health.engine == "missing":
        return Banner(
            tone="warn",
            icon="plug-connected-x",
            title=_("There is no telephony engine on this machine."),
            text=_("Portal and simulator work; real calls do not. To install it, the operator types “make setup”."),
        )
    return Banner(
        tone="bad",
        icon="plug-connected-x",
        title=_("The telephony engine is down."),
        text=_("It is being started again. Calls do not get through meanwhile."),
    )


def signs() -> list[Sign]:
    """Every part of the platform, for the operator's page."""
    health = health_now()
    return [
        _contact(health),
        _engine(health),
        _journal(health),
        _worker(),
        _statistics(),
        _database(health),
        _profiles(health),
    ]


def _contact(health: Health) -> Sign:
    name = _("Call control")
    if health.contact is Contact.THERE:
        calls = int(health.document.get("calls", 0))
        words = ngettext("%(count)d call runs", "%(count)d calls run", calls) % {"count": calls}
        return Sign(name=name, tone="ok", icon="circle-check", text=words)
    if health.contact is Contact.AWAY:
        return Sign(name=name, tone="bad", icon="alert-triangle", text=_("cannot be reached"))
    return Sign(name=name, tone="", icon="help", text=_("not heard of yet"))


def _engine(health: Health) -> Sign:
    name = _("Telephony engine")
    match health.engine:
        case "up":
            return Sign(name=name, tone="ok", icon="circle-check", text=_("connected"))
        case "missing":
            return Sign(name=name, tone="warn", icon="alert-triangle", text=_("not installed on this machine"))
        case "down":
            return Sign(name=name, tone="bad", icon="alert-triangle", text=_("down, being started again"))
        case _:
            return Sign(name=name, tone="", icon="help", text=_("not known"))


def _journal(health: Health) -> Sign:
    name = _("Call journal")
    refused = int(health.document.get("refused_unrecorded", 0))
    if health.document.get("journal") == "full":
        words = ngettext("full: %(count)d call was refused", "full: %(count)d calls were refused", refused)
        return Sign(name=name, tone="bad", icon="alert-triangle", text=words % {"count": refused})
    if "journal" in health.document:
        return Sign(name=name, tone="ok", icon="circle-check", text=_("is being written"))
    return Sign(name=name, tone="", icon="help", text=_("not known"))


def _worker() -> Sign:
    name = _("Worker, which keeps the records")
    status = read_status(settings.RUN_FOLDER)
    if status is None:
        text = _("not running: records wait in the journal")
        return Sign(name=name, tone="warn", icon="alert-triangle", text=text)
    if status["away"]:
        text = _("the database does not take records: they wait in the journal")
        return Sign(name=name, tone="warn", icon="alert-triangle", text=text)
    rejected = int(status["rejected"])
    if rejected:
        text = ngettext("%(count)d record was set aside as unreadable", "%(count)d records were set aside", rejected)
        return Sign(name=name, tone="bad", icon="alert-triangle", text=text % {"count": rejected})
    return Sign(name=name, tone="ok", icon="circle-check", text=_("keeps up"))


def _statistics() -> Sign:
    name = _("Statistics")
    try:
        status = client().status()
    except StatisticsAway:
        text = _("not running: the record answers for small accounts")
        return Sign(name=name, tone="warn", icon="alert-triangle", text=text)
    if status.state == "rebuilding":
        text = _("being made anew: %(percent)d%% done") % {"percent": round(100 * (status.progress or 0))}
        return Sign(name=name, tone="" if status.ready else "warn", icon="clock", text=text)
    if status.state == "behind":
        reasons = {
            "record-unavailable": _("behind: the database cannot be read"),
            "statistics-store-full": _("behind: the disk is full"),
        }
        text = reasons.get(status.fault, _("behind the records"))
        return Sign(name=name, tone="warn", icon="alert-triangle", text=text)
    if not status.ready:
        return Sign(name=name, tone="", icon="clock", text=_("being compared with the records"))
    words = ngettext("%(count)d call, up to date", "%(count)d calls, up to date", status.calls)
    return Sign(name=name, tone="ok", icon="circle-check", text=words % {"count": status.calls})


def _database(health: Health) -> Sign:
    name = _("Database, as call control sees it")
    if health.document.get("database") == "away":
        text = _("away: calls go on with the last settings")
        return Sign(name=name, tone="warn", icon="alert-triangle", text=text)
    if "database" in health.document:
        return Sign(name=name, tone="ok", icon="circle-check", text=_("reachable"))
    return Sign(name=name, tone="", icon="help", text=_("not known"))


def _profiles(health: Health) -> Sign:
    name = _("Published settings")
    faults = health.document.get("faults", [])
    if faults:
        shown = ", ".join(display(str(fault.get("number", ""))) for fault in faults[:5])
        text = _("cannot be read for %(numbers)s; the last good ones stay in force") % {"numbers": shown}
        return Sign(name=name, tone="bad", icon="alert-triangle", text=text)
    if "profiles" in health.document:
        amount = int(health.document["profiles"])
        words = ngettext("%(count)d number in force", "%(count)d numbers in force", amount) % {"count": amount}
        return Sign(name=name, tone="ok", icon="circle-check", text=words)
    return Sign(name=name, tone="", icon="help", text=_("not known"))
