"""chat.unfurl: the app's own previews of links people paste."""

from bot.demo.slack.errors import SlackError
from bot.demo.slack.methods.call import Answer, Call, method
from bot.demo.slack.occasions import Offer
from bot.demo.slack.unfurls import attach


@method("chat.unfurl")
def unfurl(call: Call) -> Answer:
    """Put previews under a message, named by channel and ts or by unfurl_id and source."""
    given = _named(call)
    if not call.arguments.has("unfurls"):
        raise SlackError("missing_unfurls")
    unfurls = call.arguments.structure("unfurls", "invalid_unfurls_format")
    if not isinstance(unfurls, dict):
        raise SlackError("invalid_unfurls_format")
    attach(call.parts, given, unfurls)
    return {}


def _named(call: Call) -> Offer:
    unfurl_id, source = call.arguments.text("unfurl_id"), call.arguments.text("source")
    if not unfurl_id and not source:
        return _at(call)
    if not unfurl_id:
        raise SlackError("missing_unfurl_id")
    if not source:
        raise SlackError("missing_source")
    if source not in ("composer", "conversations_history"):
        raise SlackError("invalid_source")
    if unfurl_id not in call.parts.unfurls:
        raise SlackError("invalid_unfurl_id")
    return call.parts.unfurls[unfurl_id]


def _at(call: Call) -> Offer:
    for name in ("channel", "ts"):
        if not call.arguments.text(name):
            raise SlackError(f"missing_{name}")
    try:
        channel = call.parts.workspace.channel(call.arguments.text("channel"))
    except SlackError:
        raise SlackError("cannot_find_channel") from None
    ts = call.arguments.text("ts")
    message = call.parts.timeline.find(channel, ts, "cannot_find_message")
    offers = call.parts.unfurls.values()
    known = (one for one in offers if one.channel is channel and one.ts == message["ts"])
    return next(known, Offer(channel, ts, ()))
