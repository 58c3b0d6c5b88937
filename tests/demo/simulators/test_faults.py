from threading import Event, Thread

import httpx
import pytest

from bot.demo.billing import Fault
from bot.demo.loopback import Served
from bot.demo.world import World

LIST = "/chi-leap/billing/list/unpaid/0/100"
BASIC = ("leap-user", "demo-password")
PLACES = {
    "interserver": "/acme-vps/api.php",
    "whmcs": "/shop/includes/api.php",
    "voxel": "/nyc-voxel/version/1.0/",
    "singlehop": LIST,
}


def get(http: httpx.Client) -> httpx.Response:
    return http.get(LIST, auth=BASIC)


@pytest.mark.parametrize("provider", PLACES)
@pytest.mark.parametrize(
    ("fault", "status", "media"),
    [
        ("down", 503, "text/plain"),
        ("maintenance", 503, "text/html"),
        ("html", 200, "text/html"),
        ("rate_limited", 429, "text/plain"),
    ],
)
def test_an_outage_looks_the_same_at_every_provider(
    world: World, http: httpx.Client, provider: str, fault: Fault, status: int, media: str
) -> None:
    for account in world.accounts():
        if account.provider == provider:
            account.fault = fault
    reply = http.post(PLACES[provider])
    assert reply.status_code == status
    assert reply.headers["content-type"].startswith(media)


def test_who_calls_too_often_is_told_how_long_to_wait(world: World, http: httpx.Client) -> None:
    world.account("chi-leap").fault = "rate_limited"
    assert get(http).headers["retry-after"] == "30"


def test_a_cut_answer_is_complete_http_with_half_a_body(stocked: World, http: httpx.Client) -> None:
    whole = get(http).content
    stocked.account("chi-leap").fault = "cut"
    half = get(http).content
    assert half == whole[: len(whole) // 2]


@pytest.mark.usefixtures("stocked")
def test_a_dropped_answer_ends_before_its_promised_length(
    world: World, http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    world.account("chi-leap").fault = "dropped"
    with pytest.raises(httpx.RemoteProtocolError):
        get(http)
    world.account("chi-leap").fault = None
    assert get(http).json()["success"] is True
    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []


def test_an_empty_account_knows_no_number_either(stocked: World, http: httpx.Client) -> None:
    stocked.account("chi-leap").fault = "empty"
    data = get(http).json()["data"]
    assert (data["total"], data["invoices"]) == (0, [])
    view = http.get("/chi-leap/billing/view/7001", auth=BASIC)
    assert view.json()["success"] is False
    stocked.account("shop").fault = "empty"
    form = {"action": "GetInvoice", "invoiceid": "7001", "responsetype": "json"}
    pair = {"identifier": "demo-identifier", "secret": "demo-secret"}
    reply = http.post("/shop/includes/api.php", data=form | pair)
    assert reply.json()["message"] == "Invoice ID Not Found"


def test_wrong_password_refuses_the_right_credentials(world: World, http: httpx.Client) -> None:
    world.account("chi-leap").fault = "wrong_password"
    assert get(http).status_code == 401


def test_a_slow_account_does_not_slow_the_others(
    world: World, served: Served, http: httpx.Client
) -> None:
    world.slow_seconds = 3.0
    world.account("nyc-voxel").fault = "slow"
    done = Event()

    def wait() -> None:
        httpx.get(f"{served.url}/nyc-voxel/", trust_env=False, timeout=60)
        done.set()

    thread = Thread(target=wait)
    thread.start()
    assert get(http).status_code == 200
    assert not done.is_set()
    thread.join()
    assert done.is_set()


def test_a_provider_breaks_and_is_repaired_for_all_its_accounts(
    world: World, http: httpx.Client
) -> None:
    second = world.add_account("second-leap", "singlehop")
    world.break_provider("singlehop", "down")
    assert [one.fault for one in (world.account("chi-leap"), second)] == ["down", "down"]
    assert world.account("shop").fault is None
    world.break_provider("singlehop", None)
    assert get(http).status_code == 200


def test_every_request_is_counted_even_in_an_outage(world: World, http: httpx.Client) -> None:
    account = world.account("chi-leap")
    get(http)
    account.fault = "down"
    get(http)
    assert account.calls == 2
    assert list(account.asked) == ["billing list unpaid 0 100", "down"]


def test_an_unknown_account_is_not_found(http: httpx.Client) -> None:
    assert http.get("/nobody/api.php").status_code == 404
