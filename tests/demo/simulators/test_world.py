import tomllib

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.demo.loopback import Served
from bot.demo.world import World


def test_the_configuration_text_names_every_account_with_its_address(world: World) -> None:
    tables = tomllib.loads(world.snapshot_config("http://127.0.0.1:3100/billing/"))["accounts"]
    assert {table["name"]: table["url"] for table in tables} == {
        "acme-vps": "http://127.0.0.1:3100/billing/acme-vps/api.php",
        "shop": "http://127.0.0.1:3100/billing/shop",
        "nyc-voxel": "http://127.0.0.1:3100/billing/nyc-voxel/version/1.0/",
        "chi-leap": "http://127.0.0.1:3100/billing/chi-leap/",
    }


def test_secrets_stand_in_the_environment_and_not_in_the_text(world: World) -> None:
    text = world.snapshot_config("http://127.0.0.1:3100")
    tables = {table["name"]: table for table in tomllib.loads(text)["accounts"]}
    environment = world.environment()
    assert tables["acme-vps"]["username"] == "billing@acme.example"
    assert tables["acme-vps"]["password"] == {"env": "DEMO_ACME_VPS_PASSWORD"}
    assert environment["DEMO_ACME_VPS_PASSWORD"] == "demo-password"
    named = {
        value["env"]
        for table in tables.values()
        for value in table.values()
        if isinstance(value, dict)
    }
    assert named == set(environment)
    assert not any(secret in text for secret in environment.values())


def test_further_settings_are_written_as_toml(world: World) -> None:
    world.add_account(
        "second", "interserver", settings={"modules": ("vps", "mail"), "channel": '#a"b'}
    )
    table = tomllib.loads(world.snapshot_config("http://x"))["accounts"][-1]
    assert (table["modules"], table["channel"]) == (["vps", "mail"], '#a"b')


def test_an_account_has_one_name_and_an_unknown_name_lists_the_others(world: World) -> None:
    with pytest.raises(ValueError, match="there is an account shop already"):
        world.add_account("shop", "whmcs")
    with pytest.raises(LookupError, match="there are acme-vps, shop, nyc-voxel, chi-leap"):
        world.account("shoop")


def test_a_world_can_be_mounted_below_a_path(world: World) -> None:
    outer = Starlette(routes=[Mount("/providers", world.app())])
    with Served(outer) as served, httpx.Client(trust_env=False) as client:
        url = world.url("chi-leap", f"{served.url}/providers")
        reply = client.get(f"{url}billing/list", auth=("leap-user", "demo-password"))
        assert reply.json() == {"success": True, "data": {"total": 0, "invoices": []}}
        wsdl = client.get(f"{world.url('acme-vps', served.url + '/providers')}?wsdl")
        assert f'location="{served.url}/providers/acme-vps/api.php"' in wsdl.text


def test_a_stopped_world_refuses_connections(world: World) -> None:
    served = world.serve()
    served.stop()
    served.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(served.url, trust_env=False)


def test_stopping_does_not_wait_for_slow_answers(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.slow_seconds = 60
    world.account("shop").fault = "slow"
    with world.serve() as served, pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{served.url}/shop", trust_env=False, timeout=0.2)
    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []
