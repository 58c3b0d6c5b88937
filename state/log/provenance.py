"""Where a change came from and why it was made: what the audit log keeps of every event. Pure."""

from collections.abc import Mapping

from state.model import CareState, Event

CHECK, REMINDER, DELIVERY = "check", "reminder", "delivery"
CONFIGURATION, CALENDAR, COMMAND_LINE = "configuration", "calendar", "command line"
BOT, OPERATOR = "duewatch", "operator"  # whoever has the command line and the configuration

# kind -> where it comes from, unless the event says so itself
_SOURCES: Mapping[str, str] = {
    **dict.fromkeys(("appeared", "amended", "reopened", "settled", "vanished"), CHECK),
    **dict.fromkeys(("failing", "recovered", "care_ended", "care_closed"), CHECK),
    **dict.fromkeys(("reminded", "woke", "promise_broken"), REMINDER),
    **dict.fromkeys(("watched", "reconfigured", "unwatched", "configured"), CONFIGURATION),
    **dict.fromkeys(("storm_answered", "renumbered", "welcomed"), "button"),
    "click_failed": "program",
    "believed": COMMAND_LINE,
    "oncall": CALENDAR,
}

_BY_HAND = "a person decided so and gave no other reason"
_BY_RULE = "by the rules of the program"
# kind -> why, unless the event gives a reason itself
_REASONS: Mapping[str, str] = {
    "appeared": "the provider lists it",
    "amended": "the provider says otherwise than before",
    "reopened": "the provider says that it is owed again",
    "settled": "the provider says that nothing is owed any more",
    "vanished": "the provider does not list it any more and does not say why",
    "failing": "the check failed",
    "recovered": "a check succeeded again",
    "care_closed": "nothing is owed any more",
    "woke": "the time for which it was decided is over",
    "promise_broken": "the day that was promised is over and the invoice is not paid",
    "unmuted": "the time for which it was muted is over",
    "oncall": "the turn has passed to others",
    "watched": "it is in the configuration",
    "reconfigured": "the configuration says otherwise than before",
    "configured": "the configuration says otherwise than at the last start",
    "unwatched": "it is not in the configuration any more",
    "click_failed": "a fault of the program; its own log says which",
    "welcomed": "they put the first hints away",
}
_FROM_PROVIDERS = {
    kind: (CHECK, _REASONS[kind])
    for kind in ("appeared", "amended", "reopened", "settled", "vanished")
}
_CARE = frozenset(state.value for state in CareState)
_ENDED = {"amount": "more is owed than when it was decided"}


def provenance(event: Event) -> tuple[str, str]:
    """Where an event comes from, and why it came about."""
    plain = _FROM_PROVIDERS.get(event.kind)  # a first check brings many of these
    return plain or (source_of(event), reason_of(event))


def source_of(event: Event) -> str:
    """The button, command, check or whatever else it was that led to it."""
    told = event.details.get("source")
    if told:
        return told
    if event.kind.startswith("message_"):
        return DELIVERY
    if event.kind == "unmuted" and event.actor == BOT:
        return REMINDER
    return _SOURCES.get(event.kind, "program")


def reason_of(event: Event) -> str:
    """Why, in words: a person's note, a provider's error, or what such an event always means."""
    details = event.details
    given = details.get("note") or details.get("why") or details.get("error")
    if given:
        return given
    if (short := details.get("reason")) is not None:
        return _ENDED.get(short, short)
    if event.kind == "reminded":
        return f"its step {details.get('stage', '')} of the reminders has come"
    if event.kind in _CARE or (event.kind == "unmuted" and event.actor != BOT):
        return _BY_HAND
    return _REASONS.get(event.kind, _BY_RULE if event.actor in (BOT, OPERATOR) else _BY_HAND)
