"""What stands inside blocks: texts, buttons, menus, pickers, inputs, and their limits.

Figures from https://docs.slack.dev/reference/block-kit/block-elements and
https://docs.slack.dev/reference/block-kit/composition-objects.
"""

from collections.abc import Mapping

from bot.demo.slack.block_rules import (
    Rule,
    Shape,
    anything,
    array,
    choice,
    flag,
    pattern,
    string,
    typed,
    url,
    whole,
)


def plain(most: int) -> Rule:
    """Plain text only."""
    return typed({"plain_text": Shape({"text": string(most)}, {"emoji": flag})})


def words(most: int) -> Rule:
    """Plain text or mrkdwn."""
    shapes = {
        "plain_text": Shape({"text": string(most)}, {"emoji": flag}),
        "mrkdwn": Shape({"text": string(most)}, {"verbatim": flag}),
    }
    return typed(shapes)


STYLE = choice("primary", "danger")
URL = url
ACTION_ID = string(255)
DAY = pattern(r"\d{4}-\d{2}-\d{2}", "date (YYYY-MM-DD)")
MINUTE = pattern(r"([01]\d|2[0-3]):[0-5]\d", "time (HH:mm)")
CONFIRM: Rule = Shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": STYLE},
).check

_OPTION = {"text": plain(75), "value": string(150)}
OPTION: Rule = Shape(_OPTION, {"description": plain(75)}).check
LINKED_OPTION: Rule = Shape(_OPTION, {"description": plain(75), "url": URL}).check
RICH_OPTION: Rule = Shape(
    {"text": words(75), "value": string(150)}, {"description": words(75)}
).check
OPTION_GROUP: Rule = Shape({"label": plain(75), "options": array(OPTION, 100)}).check

_ACTIVE = {"action_id": ACTION_ID, "confirm": CONFIRM}
_FOCUSED = {**_ACTIVE, "focus_on_load": flag}
_MENU = {**_FOCUSED, "placeholder": plain(150)}
_CHOICES = {"options": array(OPTION, 100), "option_groups": array(OPTION_GROUP, 100)}
_SEVERAL = {"max_selected_items": whole(1, 100)}
_IDS = array(string(255), 100)
_FILTER = Shape(
    {},
    {
        "include": array(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
).check
_CONVERSATION = {
    "default_to_current_conversation": flag,
    "response_url_enabled": flag,
    "filter": _FILTER,
}
_DISPATCH = Shape(
    {}, {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 2)}
).check
_TYPED_IN = {
    "action_id": ACTION_ID,
    "placeholder": plain(150),
    "initial_value": string(3000, 0),
    "dispatch_action_config": _DISPATCH,
    "focus_on_load": flag,
}


def _select(what: str, initial: Rule, more: Mapping[str, Rule] | None = None) -> dict[str, Shape]:
    one = Shape({}, {**_MENU, f"initial_{what}": initial, **(more or {})})
    several = Shape({}, {**_MENU, **_SEVERAL, f"initial_{what}s": _IDS, **(more or {})})
    return {f"{what}s_select": one, f"multi_{what}s_select": several}


IMAGE = Shape(
    {"alt_text": string(2000)},
    {"image_url": URL, "slack_file": anything},
    one_of=("image_url", "slack_file"),
    only_one=True,
)
BUTTON = Shape(
    {"text": plain(75)},
    {
        **_ACTIVE,
        "url": URL,
        "value": string(2000),
        "style": STYLE,
        "accessibility_label": string(75),
    },
)
OVERFLOW = Shape({"options": array(LINKED_OPTION, 5)}, _ACTIVE)
SELECTS: dict[str, Shape] = {
    "static_select": Shape(
        {}, {**_MENU, **_CHOICES, "initial_option": OPTION}, one_of=_CHOICES, only_one=True
    ),
    "multi_static_select": Shape(
        {},
        {**_MENU, **_CHOICES, **_SEVERAL, "initial_options": array(OPTION, 100)},
        one_of=_CHOICES,
        only_one=True,
    ),
    "external_select": Shape(
        {}, {**_MENU, "initial_option": OPTION, "min_query_length": whole(0, 3000)}
    ),
    "multi_external_select": Shape(
        {},
        {
            **_MENU,
            **_SEVERAL,
            "initial_options": array(OPTION, 100),
            "min_query_length": whole(0, 3000),
        },
    ),
    **_select("user", string(255)),
    **_select("channel", string(255), {"response_url_enabled": flag}),
    **_select("conversation", string(255), _CONVERSATION),
}
PICKERS: dict[str, Shape] = {
    "datepicker": Shape({}, {**_MENU, "initial_date": DAY}),
    "timepicker": Shape({}, {**_MENU, "initial_time": MINUTE, "timezone": string(255)}),
    "datetimepicker": Shape({}, {**_FOCUSED, "initial_date_time": whole(10**9, 10**10 - 1)}),
    "checkboxes": Shape(
        {"options": array(RICH_OPTION, 10)}, {**_FOCUSED, "initial_options": array(RICH_OPTION, 10)}
    ),
    "radio_buttons": Shape(
        {"options": array(RICH_OPTION, 10)}, {**_FOCUSED, "initial_option": RICH_OPTION}
    ),
}
INPUTS: dict[str, Shape] = {
    "plain_text_input": Shape(
        {},
        {
            **_TYPED_IN,
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
    ),
    "email_text_input": Shape({}, _TYPED_IN),
    "url_text_input": Shape({}, _TYPED_IN),
    "number_input": Shape(
        {"is_decimal_allowed": flag},
        {**_TYPED_IN, "min_value": string(100), "max_value": string(100)},
    ),
    "rich_text_input": Shape({}, {**_TYPED_IN, "initial_value": anything}),
    "file_input": Shape(
        {},
        {
            "action_id": ACTION_ID,
            "filetypes": array(string(255), 100),
            "max_files": whole(1, 10),
        },
    ),
}

ACCESSORY = typed({"button": BUTTON, "overflow": OVERFLOW, "image": IMAGE, **SELECTS, **PICKERS})
IN_ACTIONS = typed({"button": BUTTON, "overflow": OVERFLOW, **SELECTS, **PICKERS})
IN_INPUT = typed({**SELECTS, **PICKERS, **INPUTS})
IN_CONTEXT = typed(
    {
        "image": IMAGE,
        "plain_text": Shape({"text": string(3000)}, {"emoji": flag}),
        "mrkdwn": Shape({"text": string(3000)}, {"verbatim": flag}),
    }
)
