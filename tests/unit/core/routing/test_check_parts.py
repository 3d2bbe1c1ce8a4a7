"""The check finds what is wrong with chains, messages, lists and the number that is shown."""

import pytest

from smartnumbers.core.routing.check import CODES, Severity, check
from smartnumbers.core.routing.destinations import SipDestination
from smartnumbers.core.routing.plan import CallerList, Display, DisplayRule, Screening
from smartnumbers.core.routing.treatments import (
    Announcement,
    Arm,
    Branches,
    Chain,
    ChainEntry,
    Condition,
    ConditionKind,
    Message,
    Strategy,
    Voicemail,
)
from tests.unit.core.routing.weeks import NUMBER, OFFICE, chain, entry, facts, plan, treatments


def found(checked, *codes, number=NUMBER, **known):
    """What the check finds, of some codes."""
    return [finding for finding in check(plan=checked, number=number, facts=facts(**known)) if finding.code in codes]


def office(action, **parts):
    """The office's plan with something else in its hours."""
    return plan(treatments=OFFICE | treatments(office=action), **parts)


def waits(checked, patience):
    """What is told of too long a wait: the treatments' names and their seconds."""
    told = found(checked, "chain-longer-than-patience", patience_seconds=patience)
    return {finding.parameters["name"]: finding.parameters["seconds"] for finding in told}


def test_a_chain_without_destination_forbids_publishing_unless_it_leads_on():
    [empty] = found(office(Chain(())), "chain-empty")
    assert (empty.place, empty.severity) == ("treatments.office", Severity.ERROR)
    [empty] = found(office(Chain((), then="closed")), "chain-empty")
    assert empty.severity is Severity.NOTE


def test_a_paused_destination_is_told_and_a_chain_of_none_but_them():
    half = office(chain(entry(), entry("Pikett", paused=True)))
    assert [finding.place for finding in found(half, "destination-paused")] == ["treatments.office.entries[1]"]
    assert not found(half, "chain-paused")
    assert found(office(chain(entry(paused=True), entry("Pikett", paused=True))), "chain-paused")


def test_a_destination_that_was_rung_and_never_answered_is_told():
    checked = office(chain(entry(), entry("Pikett"), entry("New")))
    known = {"reception": (12, 3), "pikett": (7, 0)}
    [silent] = found(checked, "destination-silent", answered_within_30_days=known)
    assert (silent.place, silent.parameters) == ("treatments.office.entries[1]", {"name": "Pikett", "rung": 7})


@pytest.mark.parametrize("number", ["+41900123456", "+41902123456", "+41848123456", "+33892705012", "+499001123456"])
def test_a_destination_at_a_price_of_its_own_forbids_publishing(number):
    [dear] = found(office(chain(entry(number=number))), "premium-destination")
    assert (dear.severity, dear.parameters["address"]) == (Severity.ERROR, number)


@pytest.mark.parametrize("number", ["+41445123800", "+41794121234", "+493012345678", "+14155552671"])
def test_an_ordinary_destination_is_fine(number):
    assert not found(office(chain(entry(number=number))), "premium-destination")


def test_a_sip_address_has_no_price():
    sip = ChainEntry(SipDestination("sip:0900123456@pbx.alpina.example"), "PBX", 20)
    assert not found(office(chain(sip)), "premium-destination")


def test_all_rings_along_a_way_count_against_the_callers_patience():
    checked = plan(
        treatments=OFFICE
        | treatments(
            office=chain(entry(), entry("Desk"), then="pikett"), pikett=chain(entry("Pikett", ring_seconds=25))
        )
    )
    assert waits(checked, 64) == {"Office": 65}
    assert waits(checked, 65) == {}


def test_rings_at_once_count_once_and_paused_destinations_not_at_all():
    group = (entry(ring_seconds=30), entry("Desk", ring_seconds=45), entry("Away", ring_seconds=60, paused=True))
    assert waits(office(chain(*group, strategy=Strategy.AT_ONCE)), 10) == {"Office": 45}
    assert waits(office(chain(*group)), 10) == {"Office": 75}


def test_of_branches_behind_a_chain_the_longest_counts():
    region = Branches((Arm((Condition(ConditionKind.WITHHELD),), "closed"),), "pikett")
    actions = treatments(office=chain(then="region"), region=region, pikett=chain(entry(ring_seconds=50)))
    assert waits(plan(treatments=OFFICE | actions), 60) == {"Office": 70}


def test_a_circle_of_chains_is_gone_through_once():
    actions = treatments(office=chain(then="pikett"), pikett=chain(entry(ring_seconds=50), then="office"))
    assert waits(plan(treatments=OFFICE | actions), 60) == {"Office": 70}


@pytest.mark.parametrize("email", ["", "pikett", "pikett@", "a b@alpina.example", "pikett@alpina", "ü@alpina.example"])
def test_voicemail_to_no_address_forbids_publishing(email):
    box = Voicemail(Message(texts={"de": "Bitte sprechen Sie."}), email)
    [told] = found(office(box), "voicemail-address")
    assert (told.place, told.severity) == ("treatments.office.email", Severity.ERROR)


@pytest.mark.parametrize("email", ["pikett@alpina.example", "a.b+tel@mail.alpina-gmbh.ch"])
def test_voicemail_to_an_address_is_fine(email):
    assert not found(office(Voicemail(Message(texts={"de": "Bitte sprechen Sie."}), email)), "voicemail-address")


def test_a_message_without_words_says_the_hours_and_is_empty_where_there_are_none():
    silent = Announcement(Message())
    assert not found(plan(treatments=OFFICE | treatments(closed=silent)), "message-empty")
    never_open = plan(treatments=treatments(closed=silent), week=())
    [empty] = found(never_open, "message-empty")
    assert empty.place == "treatments.closed.message"
    recorded = treatments(closed=Announcement(Message(recording="a" * 64)))
    assert not found(plan(treatments=recorded, week=()), "message-empty")


def test_a_language_without_words_beside_others_is_told():
    greeting = Message(texts={"de": "Grüezi", "fr": " "}, languages=("de", "fr", "it"))
    [missing] = found(plan(greeting=greeting), "message-language-missing")
    assert (missing.place, missing.parameters) == ("greeting", {"name": "", "languages": "fr, it"})
    assert not found(plan(greeting=Message(texts={"de": "Grüezi"})), "message-language-missing")
    assert found(plan(greeting=Message(texts={"de": "Grüezi"})), "message-language-missing", languages=("fr",))


def test_braces_that_nothing_is_put_in_for_are_told():
    [unknown] = found(plan(greeting=Message(texts={"de": "{hours} {price} {hour}"})), "message-place-unknown")
    assert (unknown.place, unknown.parameters["written"]) == ("greeting.texts.de", "{hour}")


def test_the_hours_of_a_plan_that_never_opens_are_told_where_they_are_to_be_said() -> None:
    says = Announcement(Message(texts={"de": "Wir sind da: {hours}."}))
    [told] = found(plan(treatments=treatments(closed=says), week=()), "message-hours-empty")
    assert told.place == "treatments.closed.message.texts.de"
    assert not found(plan(), "message-hours-empty")


def test_lists_that_are_gone_or_empty_are_told_where_they_are_used():
    arms = (Arm((Condition(ConditionKind.LIST, ("vip", "gone")),), "closed"),)
    checked = office(
        Branches(arms, "closed"),
        lists={"vip": CallerList("vip", "VIPs")},
        screening=Screening(welcome=("vip",)),
    )
    assert {(finding.code, finding.place) for finding in found(checked, "list-empty", "list-missing")} == {
        ("list-empty", "screening.welcome[0]"),
        ("list-empty", "treatments.office.arms[0].when[0].values"),
        ("list-missing", "treatments.office.arms[0].when[0].values"),
    }


def test_a_number_that_welcomes_nobody_is_told():
    assert found(plan(screening=Screening(only_welcome=True)), "nobody-welcome")
    members = {"vip": CallerList("vip", "VIPs", prefixes=("+4179",))}
    assert not found(plan(screening=Screening(("vip",), only_welcome=True), lists=members), "nobody-welcome")


ILLEGAL = [
    (DisplayRule(Display.SERVICE_NUMBER), "+41900123456", "premium"),
    (DisplayRule(Display.SERVICE_NUMBER), "+33892705012", "premium"),
    (DisplayRule(Display.SERVICE_NUMBER), "FR:3012", "short"),
    (DisplayRule(Display.FIXED_NUMBER), NUMBER, "missing"),
    (DisplayRule(Display.FIXED_NUMBER, "+41900123456"), NUMBER, "premium"),
    (DisplayRule(Display.FIXED_NUMBER, "+41794121234"), NUMBER, "not-fixed"),
    (DisplayRule(Display.FIXED_NUMBER, "+41848123456"), NUMBER, "not-fixed"),
]
LEGAL = [
    (DisplayRule(Display.SERVICE_NUMBER), NUMBER),
    (DisplayRule(Display.FIXED_NUMBER, "+41445123800"), "+41900123456"),
    (DisplayRule(Display.FIXED_NUMBER, "+33972345678"), NUMBER),
    (DisplayRule(Display.CALLER), "+41900123456"),
    (DisplayRule(Display.WITHHELD), "+41900123456"),
    (DisplayRule(Display.CALLER_AND_NAME, prefix="Hotline"), "+41900123456"),
]


@pytest.mark.parametrize(("rule", "number", "reason"), ILLEGAL)
def test_a_number_that_may_not_be_shown_forbids_publishing(rule, number, reason):
    [illegal] = found(plan(display=rule), "display-illegal", number=number)
    assert (illegal.severity, illegal.parameters["reason"]) == (Severity.ERROR, reason)


@pytest.mark.parametrize(("rule", "number"), LEGAL)
def test_a_number_that_may_be_shown_is_fine(rule, number):
    assert not found(plan(display=rule), "display-illegal", number=number)


def test_errors_come_before_warnings_and_notes_and_every_code_is_listed():
    worst = plan(
        treatments=OFFICE | treatments(spare=chain(), office=chain(entry(paused=True), then="nowhere")),
        otherwise=None,
    )
    findings = check(plan=worst, number=NUMBER, facts=facts())
    gravity = [list(Severity).index(finding.severity) for finding in findings]
    assert gravity == sorted(gravity)
    assert len(set(gravity)) > 1
    assert {finding.code for finding in findings} <= set(CODES)
