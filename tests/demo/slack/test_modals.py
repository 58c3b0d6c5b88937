"""Modals and the Home tab, with a real Bolt app behind them."""

import asyncio
from time import monotonic

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import LocalSlack
from bot.demo.slack.errors import SlackError
from bot.demo.slack.occasions import Occasion, Triggers
from tests.demo.slack.shapes import (
    Json,
    actions,
    button,
    home,
    modal,
    option,
    plain,
    section,
    text_input,
)

ADA = "U01ADA"


def refusal(client: WebClient, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=arguments)
    return str(caught.value.response["error"])


@pytest.fixture
def form(slack: LocalSlack, app: App, connected: None) -> dict[str, str]:  # noqa: ARG001 -- order
    """A modal that is open before Ada: a note, a day and a choice."""
    view = modal(
        text_input("note", max_length=20),
        {**text_input("day"), "element": {"type": "datepicker", "action_id": "picked"}},
        {
            **text_input("kind"),
            "optional": True,
            "element": {
                "type": "static_select",
                "action_id": "chosen",
                "options": [option("a"), option("b")],
            },
        },
        private_metadata="acme/1",
        notify_on_close=True,
    )

    @app.command("/invoices")
    def opens(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    return {"id": slack.command(ADA, "#billing", "/invoices note")["view"]["id"]}


def test_a_modal_is_filled_in_and_taken(slack: LocalSlack, app: App, form: dict[str, str]) -> None:
    taken: list[tuple[str, str, Json]] = []

    @app.view("form")
    def submitted(ack: Ack, view: Json, body: Json) -> None:
        ack()
        taken.append((body["user"]["id"], view["private_metadata"], view["state"]["values"]))

    errors = slack.submit(ADA, form["id"], {"note": "hi", "picked": "2026-12-01", "kind": "b"})

    assert errors == {}
    assert slack.modals(ADA) == []
    slack.wait_for(lambda: taken)
    who, metadata, values = taken[0]
    assert (who, metadata) == (ADA, "acme/1")
    assert values["note"]["typed"] == {"type": "plain_text_input", "value": "hi"}
    assert values["day"]["picked"] == {"type": "datepicker", "selected_date": "2026-12-01"}
    assert values["kind"]["chosen"]["selected_option"]["value"] == "b"


def test_slack_itself_asks_for_what_is_missing(slack: LocalSlack, form: dict[str, str]) -> None:
    errors = slack.submit(ADA, form["id"], {"note": "x" * 21})
    assert errors == {
        "note": "Please enter at most 20 characters.",
        "day": "Please complete this required field.",
    }
    assert slack.modals(ADA)[0]["id"] == form["id"]
    with pytest.raises(LookupError):
        slack.submit(ADA, form["id"], {"colour": "red"})
    with pytest.raises(LookupError):
        slack.submit(ADA, form["id"], {"kind": "z"})


def test_the_app_may_complain_about_fields(
    slack: LocalSlack, app: App, form: dict[str, str]
) -> None:
    @app.view("form")
    def submitted(ack: Ack) -> None:
        ack(response_action="errors", errors={"day": "that is a Sunday"})

    filled = {"note": "hi", "day": "2026-12-06"}
    assert slack.submit(ADA, form["id"], filled) == {"day": "that is a Sunday"}
    assert len(slack.modals(ADA)) == 1


def test_complaints_about_unknown_fields_are_trouble(
    slack: LocalSlack, app: App, form: dict[str, str]
) -> None:
    @app.view("form")
    def submitted(ack: Ack) -> None:
        ack(response_action="errors", errors={"colour": "no"})

    errors = slack.submit(ADA, form["id"], {"note": "hi", "day": "2026-12-06"})
    assert "trouble connecting" in errors["kind"]
    assert len(slack.modals(ADA)) == 1


def test_the_app_may_show_another_view_or_clear_all(
    slack: LocalSlack, app: App, form: dict[str, str]
) -> None:
    answers: list[Json] = [
        {"response_action": "update", "view": modal(section("sure?"), title=plain("Again"))},
        {"response_action": "push", "view": modal(section("deeper"))},
        {"response_action": "push", "view": modal(section("deepest"))},
        {"response_action": "push", "view": modal(section("too deep"))},
        {"response_action": "clear"},
    ]

    @app.view("form")
    def submitted(ack: Ack) -> None:
        ack(**answers.pop(0))

    slack.submit(ADA, form["id"], {"note": "hi", "day": "2026-12-06"})
    (view,) = slack.modals(ADA)
    assert (view["id"], view["title"]["text"]) == (form["id"], "Again")
    for height in (2, 3, 3):  # three is the highest stack
        slack.submit(ADA, slack.modals(ADA)[-1]["id"], {})
        assert len(slack.modals(ADA)) == height
    top = slack.modals(ADA)[-1]
    assert (top["root_view_id"], top["blocks"][0]["text"]["text"]) == (form["id"], "deepest")
    assert slack.submit(ADA, top["id"], {}) == {}
    assert slack.modals(ADA) == []


def test_a_closed_modal_is_reported_when_asked_for(
    slack: LocalSlack, app: App, form: dict[str, str]
) -> None:
    closed: list[tuple[str, bool]] = []

    @app.view_closed("form")
    def gone(ack: Ack, body: Json) -> None:
        ack()
        closed.append((body["view"]["id"], body["is_cleared"]))

    slack.close_view(ADA, form["id"])
    slack.wait_for(lambda: closed)
    assert closed == [(form["id"], False)]
    slack.close_view(ADA, form["id"])  # once more changes nothing
    assert slack.modals(ADA) == []


def test_a_submission_nobody_takes_leaves_the_modal_open(
    slack: LocalSlack, form: dict[str, str]
) -> None:
    errors = slack.submit(ADA, form["id"], {"note": "hi", "day": "2026-12-06"})
    assert "trouble connecting" in errors["kind"]
    assert len(slack.modals(ADA)) == 1


def test_an_open_view_is_updated_unless_it_changed_meanwhile(
    slack: LocalSlack, client: WebClient, form: dict[str, str]
) -> None:
    old = slack.modals(ADA)[0]
    new = modal(section("new"), external_id="mine")
    client.views_update(view_id=form["id"], hash=old["hash"], view=new)
    view = slack.modals(ADA)[0]
    assert (view["id"], view["blocks"][0]["text"]["text"]) == (form["id"], "new")
    client.views_update(external_id="mine", view=new)
    again = refusal(client, "views.update", view_id=form["id"], hash=old["hash"], view=new)
    assert again == "hash_conflict"
    assert refusal(client, "views.update", view_id="V0", view=new) == "not_found"
    assert refusal(client, "views.update", view=new) == "invalid_arguments"
    bad = modal(title=plain("t" * 25))
    assert refusal(client, "views.update", view_id=form["id"], view=bad) == "invalid_arguments"


@pytest.mark.usefixtures("connected")
def test_a_trigger_is_good_once(slack: LocalSlack, app: App) -> None:
    errors: list[str] = []

    @app.command("/invoices")
    def opens(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal(external_id="x"))
        used, invented = body["trigger_id"], "1.2.abc"
        errors.append(refusal(client, "views.open", trigger_id=used, view=modal()))
        errors.append(refusal(client, "views.open", trigger_id=invented, view=modal()))
        errors.append(refusal(client, "views.open", view=modal()))

    slack.command(ADA, "#billing", "/invoices")
    slack.wait_for(lambda: len(errors) == 3)
    assert errors == ["exchanged_trigger_id", "invalid_trigger_id", "invalid_arguments"]


async def _expired() -> str:
    now = [0.0]
    triggers = Triggers(lambda: now[0])
    trigger = triggers.mint(Occasion("U01ADA"))
    now[0] = 3.01
    with pytest.raises(SlackError) as caught:
        triggers.exchange(trigger)
    now[0] = 2.9
    triggers.exchange(trigger)
    return caught.value.code


def test_a_trigger_lives_three_seconds() -> None:
    assert asyncio.run(_expired()) == "expired_trigger_id"


@pytest.mark.usefixtures("connected")
def test_a_button_in_a_modal_pushes_another(slack: LocalSlack, app: App) -> None:
    @app.command("/invoices")
    def opens(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal(actions(button("more"))))

    @app.action("more")
    def pushes(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
        client.views_push(trigger_id=body["trigger_id"], view=modal(section("more")))

    first = slack.command(ADA, "#billing", "/invoices")["view"]["id"]
    assert slack.click_view(ADA, first, "more") == {"ok": True}
    slack.wait_for(lambda: len(slack.modals(ADA)) == 2)
    assert slack.modals(ADA)[1]["previous_view_id"] == first


@pytest.mark.usefixtures("connected")
def test_the_home_tab_is_published_when_somebody_looks(
    slack: LocalSlack, app: App, client: WebClient
) -> None:
    looks: list[str | None] = []

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        looks.append(event.get("view", {}).get("id"))
        blocks = [section(f"look {len(looks)}"), actions(button())]
        client.views_publish(user_id=event["user"], view=home(*blocks))

    @app.action("press")
    def pressed(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        view = body["view"]
        client.views_publish(user_id=ADA, hash=view["hash"], view=home(section("pressed")))

    first = slack.open_home(ADA)
    second = slack.open_home(ADA)
    assert second["blocks"][0]["text"]["text"] == "look 2"
    assert looks == [None, first["id"]]
    assert slack.click_view(ADA, second["id"], "press") == {"ok": True}
    slack.wait_for(lambda: len(slack.open_home("U02BEN")["blocks"]) == 2)
    stale = refusal(client, "views.publish", user_id=ADA, hash=first["hash"], view=home())
    assert stale == "hash_conflict"
    assert refusal(client, "views.publish", user_id="U0", view=home()) == "user_not_found"
    assert refusal(client, "views.publish", user_id=ADA, view=modal()) == "invalid_arguments"


def test_without_an_app_the_home_tab_stays_empty(slack: LocalSlack) -> None:
    begun = monotonic()
    assert slack.open_home(ADA, timeout=0.2) == {}
    assert monotonic() - begun < 15, "it would wait twice as long by itself"
