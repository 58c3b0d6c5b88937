"""views.*: modals and the Home tab."""

from bot.demo.slack.errors import SlackError
from bot.demo.slack.methods.call import Answer, Call, method
from bot.demo.slack.occasions import Occasion
from bot.demo.slack.views import View


def _view(call: Call) -> object:
    call.arguments.required("view")
    return call.arguments.structure("view", "invalid_arguments")


def _occasion(call: Call) -> Occasion:
    (trigger,) = call.arguments.required("trigger_id")
    return call.parts.triggers.exchange(trigger)


def _shown(occasion: Occasion, view: View) -> Answer:
    occasion.show({"view": dict(view)})
    return {"view": dict(view)}


@method("views.open")
def views_open(call: Call) -> Answer:
    """Open a modal in front of the person who just did something."""
    view = _view(call)
    occasion = _occasion(call)
    return _shown(occasion, call.parts.views.open(occasion.user, view))


@method("views.push")
def views_push(call: Call) -> Answer:
    """Put a modal on top of the open one."""
    view = _view(call)
    occasion = _occasion(call)
    return _shown(occasion, call.parts.views.push(occasion.user, view))


@method("views.update")
def views_update(call: Call) -> Answer:
    """Give an open view another content."""
    view = _view(call)
    view_id, external_id = call.arguments.text("view_id"), call.arguments.text("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", ["missing required field: view_id"])
    seen_hash = call.arguments.text("hash")
    return {"view": dict(call.parts.views.update(view_id, external_id, seen_hash, view))}


@method("views.publish")
def views_publish(call: Call) -> Answer:
    """Set a person's Home tab."""
    view = _view(call)
    (user,) = call.arguments.required("user_id")
    return {"view": dict(call.parts.views.publish(user, call.arguments.text("hash"), view))}
