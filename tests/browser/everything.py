"""One message, modal and Home tab with every control there is."""

from tests.browser.clerk import Json, actions, button, mrkdwn, words

CONFIRM: Json = {
    "title": words("Mute it?"),
    "text": {"type": "mrkdwn", "text": "No reminders for *a week*."},
    "confirm": words("Mute"),
    "deny": words("Keep"),
    "style": "danger",
}
OPTIONS: list[Json] = [
    {"text": words("Payable"), "value": "payable", "description": words("We owe it")},
    {"text": words("Receivable"), "value": "receivable"},
]


def select(kind: str, action_id: str, **more: object) -> Json:
    return {"type": kind, "action_id": action_id, "placeholder": words(f"By {action_id}"), **more}


def field(block_id: str, label: str, element: Json, **more: object) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": words(label),
        "element": {"action_id": block_id, **element},
        **more,
    }


def cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


TABLE: Json = {
    "type": "data_table",
    "caption": "Overdue payables",
    "page_size": 2,
    "rows": [
        [cell("Invoice"), cell("Open")],
        *(
            [
                cell(f"acme/{number}"),
                {"type": "raw_number", "value": number, "text": f"{number}.00 USD"},
            ]
            for number in (7, 8, 9)
        ),
    ],
}
WEEKS = ("1 Dec", "8 Dec")


def series(name: str, *values: float) -> Json:
    points = zip(WEEKS, values, strict=True)
    return {"name": name, "data": [{"label": one, "value": value} for one, value in points]}


CHARTS: list[Json] = [
    {
        "type": "data_visualization",
        "title": "Cash needed",
        "chart": {
            "type": "bar",
            "series": [series("USD", 100, 20), series("EUR", 50, 70)],
            "axis_config": {"categories": list(WEEKS), "x_label": "Week", "y_label": "Amount"},
        },
    },
    {
        "type": "data_visualization",
        "title": "Aging",
        "chart": {
            "type": "pie",
            "segments": [{"label": "Current", "value": 3}, {"label": "90+", "value": 1}],
        },
    },
]
MESSAGE: list[Json] = [
    {"type": "header", "text": words("Overdue :fire:")},
    {
        **mrkdwn("*12.50 USD* for `vps1`, see <https://example.com|the invoice>"),
        "fields": [{"type": "mrkdwn", "text": "*Due*\ntoday"}],
        "accessory": {"type": "overflow", "action_id": "more", "options": OPTIONS},
    },
    {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": "Held by <@U02BEN>, told to <!subteam^S01>"}],
    },
    actions(
        button("take", "Acknowledge", style="primary"),
        button("mute", "Mute", style="danger", confirm=CONFIRM),
        button("see", "Open invoice", url="https://example.com"),
        select("static_select", "snooze", options=OPTIONS),
        {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-01"},
    ),
    {"type": "divider"},
    TABLE,
    *CHARTS,
]
MODAL: Json = {
    "type": "modal",
    "callback_id": "promise",
    "title": words("Every field"),
    "submit": words("Save"),
    "close": words("Cancel"),
    "blocks": [
        {"type": "alert", "level": "warning", "text": words("It comes back Mon 7 Dec 09:00.")},
        mrkdwn("Invoice *acme/7*"),
        field("note", "Note", {"type": "plain_text_input", "min_length": 3, "max_length": 20}),
        field(
            "why",
            "Why",
            {"type": "plain_text_input", "multiline": True, "placeholder": words("In words")},
            hint=words("People see it"),
        ),
        field(
            "days",
            "Days",
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
        ),
        field("mail", "Mail", {"type": "email_text_input"}, optional=True),
        field("link", "Link", {"type": "url_text_input"}, optional=True),
        field("on", "On day", {"type": "datepicker"}),
        field("at", "At", {"type": "timepicker", "initial_time": "09:00"}),
        field("who", "Who", {"type": "users_select", "placeholder": words("Choose somebody")}),
        field("where", "Where", {"type": "conversations_select", "placeholder": words("Choose")}),
        field("what", "What", {"type": "static_select", "options": OPTIONS}),
        field("all", "Kinds", {"type": "multi_static_select", "options": OPTIONS}, optional=True),
        field("boxes", "Tell", {"type": "checkboxes", "options": OPTIONS}, optional=True),
        field("one", "Direction", {"type": "radio_buttons", "options": OPTIONS}),
    ],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": words("Invoices at a glance")},
        {
            **actions(
                select("static_select", "direction", options=OPTIONS, initial_option=OPTIONS[0]),
                select("users_select", "holder"),
                select("conversations_select", "channel"),
                select("multi_static_select", "kinds", options=OPTIONS),
                {"type": "overflow", "action_id": "more", "options": OPTIONS},
            ),
            "block_id": "filters",
        },
        mrkdwn("*3* need somebody"),
        actions(button("take", "Acknowledge", style="primary", confirm=CONFIRM)),
    ],
}
