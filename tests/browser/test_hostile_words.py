"""Whatever stands in a message, the page shows it; nothing of it runs, loads or leads astray."""

import json
import unicodedata
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect
from slack_sdk import WebClient

from tests.browser.conftest import Visits
from tests.browser.patience import settles
from tests.security.hostile import WORDS

pytestmark = pytest.mark.browser
BILLING = "C01BILLING"
SCRIPTS = (
    *WORDS,
    "<javascript:document.title='taken'|click>",
    "<data:text/html,<script>document.title='taken'</script>|click>",
    "<https://x.example\" onmouseover=\"document.title='taken'|click>",
    "<https://x.example|<img src=x onerror=document.title='taken'>>",
    "<svg onload=document.title='taken'></svg>",
    "</div><iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "{{constructor.constructor('document.title=1')()}} ${document.title=1}",
    "<!date^0^{date}^javascript:document.title=1|x>",
)


def drawn(text: str) -> list[dict[str, Any]]:
    """A text in each place of Block Kit that a provider's words can reach."""
    plain = {"type": "plain_text", "text": text[:140] or "x"}
    mrkdwn = {"type": "mrkdwn", "text": text, "verbatim": True}
    cells = [[{"type": "raw_text", "text": "a"}], [{"type": "raw_text", "text": text}]]
    return [
        {"type": "header", "text": plain},
        {"type": "section", "text": mrkdwn, "fields": [mrkdwn, plain]},
        {"type": "context", "elements": [mrkdwn, plain]},
        {"type": "table", "rows": cells},
    ]


def strangers(page: Page) -> Any:
    """What only markup of somebody else's could have brought into the page."""
    return page.evaluate(
        """() => ({
          scripts: document.querySelectorAll("body script, iframe, object, embed, base").length,
          handlers: [...document.querySelectorAll("*")].flatMap((one) =>
            one.getAttributeNames().filter((name) => name.startsWith("on"))),
          links: [...document.querySelectorAll("a[href]")].map((one) => one.protocol)
            .filter((one) => !["http:", "https:", "mailto:", "tel:"].includes(one)),
          openers: [...document.querySelectorAll("a[target=_blank]")]
            .filter((one) => !one.rel.includes("noopener")).length,
          title: document.title,
        })"""
    )


def test_nothing_of_a_message_runs_loads_or_leads_astray(visit: Visits, client: WebClient) -> None:
    sent = 0
    for words in SCRIPTS:
        text = "".join(one for one in words if unicodedata.category(one) != "Cs")
        client.chat_postMessage(channel=BILLING, text=text)
        client.chat_postMessage(channel=BILLING, text=text, blocks=json.dumps(drawn(text)))
        sent += 2
    page = visit("U01ADA", "billing")
    title = "Acme Hosting · Duewatch demo"
    dialogs: list[str] = []
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.on("request", lambda request: asked.append(request.url))
    timeline = page.get_by_test_id("timeline")
    expect(timeline.get_by_test_id("message")).to_have_count(sent)
    expect(timeline).to_contain_text("<script>alert(1)</script>")
    calm = {"scripts": 0, "handlers": [], "links": [], "openers": 0, "title": title}
    settles(lambda: strangers(page), calm)
    assert dialogs == []
    assert [url for url in asked if not url.startswith(visit.url)] == []
