"""api.*, auth.*, apps.*, team.*, bots.*: who is who, and the way into Socket Mode."""

from bot.demo.slack import seed
from bot.demo.slack.errors import SlackError
from bot.demo.slack.methods.call import Answer, Call, method


@method("api.test", token="")
def api_test(call: Call) -> Answer:
    """Answer with what was asked."""
    if call.arguments.has("error"):
        raise SlackError(call.arguments.text("error"))
    return {"args": dict(call.arguments.given())}


@method("auth.test")
def auth_test(call: Call) -> Answer:
    """Tell the app who it is."""
    return {
        "url": f"{call.parts.url}/",
        "team": seed.TEAM_NAME,
        "user": seed.BOT_NAME,
        "team_id": seed.TEAM_ID,
        "user_id": seed.BOT_USER,
        "bot_id": seed.BOT_ID,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", token="xapp")  # noqa: S106 -- a kind of token
def apps_connections_open(call: Call) -> Answer:
    """Give an address good for one Socket Mode connection."""
    base = call.parts.url.replace("http", "ws", 1)
    return {"url": f"{base}/link/?ticket={call.parts.sockets.ticket()}&app_id={seed.APP_ID}"}


@method("team.info")
def team_info(call: Call) -> Answer:
    """Describe the workspace."""
    team = {
        "id": seed.TEAM_ID,
        "name": seed.TEAM_NAME,
        "domain": seed.TEAM_DOMAIN,
        "url": f"{call.parts.url}/",
    }
    return {"team": team}


@method("bots.info")
def bots_info(call: Call) -> Answer:
    """Describe the app's bot."""
    if call.arguments.text("bot", seed.BOT_ID) != seed.BOT_ID:
        raise SlackError("bot_not_found")
    bot = {
        "id": seed.BOT_ID,
        "deleted": False,
        "name": seed.BOT_NAME,
        "app_id": seed.APP_ID,
        "user_id": seed.BOT_USER,
    }
    return {"bot": bot}
