"""Every answer, of the bot's endpoints and of the demo, keeps browsers from doing more with it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from bot.demo.slack import LocalSlack
from bot.web.app import LARGEST_BODY, Pages, WebServer, web_app
from bot.web.calendar_feed import Page
from bot.web.endpoint import Endpoint
from tests.running import free_port

PAGE = Path(__file__).parent.parent.parent / "bot" / "demo" / "page"
WANTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def directives(headers: httpx.Headers) -> dict[str, str]:
    """The content security policy, by directive."""
    parts = [one.split(maxsplit=1) for one in headers["content-security-policy"].split(";")]
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}


def judge(answer: httpx.Response) -> None:
    """What holds for every answer of ours."""
    assert {name: answer.headers.get(name) for name in WANTED} == WANTED
    policy = directives(answer.headers)
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    for word in ("unsafe", "*", "http:", "blob:"):
        assert word not in answer.headers["content-security-policy"]
    assert policy.get("script-src", "'self'") == policy.get("style-src", "'self'") == "'self'"
    assert "server" not in answer.headers


def crash() -> bytes:
    raise RuntimeError("a fault of ours")


@pytest.fixture(scope="module")
def endpoints() -> Iterator[str]:
    port = free_port()
    pages = Pages(
        lambda: "not connected",
        lambda: b"x 1\n",
        lambda query, _: Page(200, b"") if query else Page(403, b"no"),
        lambda body, _: (200, "heard", {}) if body else (401, "", {}),
        metrics_token="a-metrics-token",
    )
    server = WebServer(web_app(pages), Endpoint("127.0.0.1", port))
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/healthz", b"", 503),
        ("GET", "/metrics", b"", 401),
        ("GET", "/calendar.ics?token=x", b"", 200),
        ("GET", "/calendar.ics", b"", 403),
        ("POST", "/slack/events", b"x", 200),
        ("POST", "/slack/events", b"", 401),
        ("POST", "/slack/events", b"x" * (LARGEST_BODY + 1), 413),
        ("GET", "/slack/events", b"", 405),
        ("GET", "/nowhere", b"", 404),
        ("POST", "/healthz", b"", 405),
        ("HEAD", "/healthz", b"", 503),
    ],
)
def test_every_answer_of_the_endpoints_has_the_headers(
    endpoints: str, method: str, path: str, body: bytes, status: int
):
    answer = httpx.request(method, f"{endpoints}{path}", content=body)
    assert answer.status_code == status
    judge(answer)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_answer_that_failed_by_our_fault_has_them_too_and_tells_nothing():
    port = free_port()
    pages = Pages(lambda: None, crash, lambda *_: Page(404, b""))
    server = WebServer(web_app(pages), Endpoint("127.0.0.1", port))
    server.start()
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/metrics")
    finally:
        server.stop()
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    judge(answer)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("Bearer a-metrics-token", 200),
        ("bearer a-metrics-token", 401),
        ("Bearer a-metrics-toke", 401),
        ("Bearer a-metrics-token2", 401),
        ("Basic a-metrics-token", 401),
        ("Bearer é", 401),
        ("", 401),
    ],
)
def test_with_a_token_the_figures_are_for_who_has_it(endpoints: str, given: str, status: int):
    answer = httpx.get(f"{endpoints}/metrics", headers=[(b"Authorization", given.encode())])
    assert answer.status_code == status
    assert ("x 1" in answer.text) is (status == 200)
    assert answer.headers.get("www-authenticate") == (None if status == 200 else "Bearer")


def test_the_metrics_token_is_not_shown():
    pages = Pages(lambda: None, crash, lambda *_: Page(404, b""), metrics_token="a-metrics-token")
    assert "a-metrics-token" not in repr(pages)


@pytest.fixture(scope="module")
def demo() -> Iterator[LocalSlack]:
    with LocalSlack.start() as slack:
        yield slack


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/archives/C01BILLING/p1", "/page/app.js", "/page/base.css", "/page/duewatch.svg"),
        *("/page/state?user=U01ADA", "/page/panel", "/page/nothing.js", "/nowhere"),
        *("/api/auth.test", "/api/nothing", "/files-pri/T1-F1/x.csv", "/page/files/F1"),
    ],
)
def test_every_answer_of_the_demo_has_the_headers(demo: LocalSlack, path: str):
    judge(httpx.get(f"{demo.url}{path}"))


class Inline(HTMLParser):
    """Collects what a policy without `unsafe-inline` forbids, and what comes from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        self.found += [name for name in given if name.startswith("on") or name == "style"]
        self.found += [v for v in given.values() if v and re.match(r"(?i)\s*(javascript|data):", v)]
        self.found += [v for n, v in attrs if n in ("src", "href") and v and "//" in v]


def test_the_page_has_no_inline_scripts_handlers_or_styles():
    reader = Inline()
    reader.feed((PAGE / "index.html").read_text(encoding="utf-8"))
    assert reader.found == []


# ways in which a script can turn text into markup or code
MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment"
    r"|setHTML|srcdoc|\beval\s*\(|new Function|setTimeout\(\s*[\"'`]|setInterval\(\s*[\"'`]"
    r"|setAttribute\(\s*[\"'](?:on|style)|import\(\s*(?![\"'])"
)


@pytest.mark.parametrize("script", sorted(PAGE.glob("*.js")), ids=lambda path: path.name)
def test_no_script_of_the_page_makes_markup_or_code_of_text(script: Path):
    assert MARKUP.findall(script.read_text(encoding="utf-8")) == []


def test_the_pages_own_policy_is_not_weaker_than_the_header():
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    (meta,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert "unsafe" not in meta
    assert "default-src 'none'" in meta
