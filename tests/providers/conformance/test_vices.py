"""The kit sees each way to spoil the provider of the guide, and names the law that it breaks."""

from pathlib import Path

import pytest

from tests.providers.conformance.guide import JUDGE, run

CLIENT, PARSE, SPEC = (f"acme_billing/{name}.py" for name in ("client", "parse", "__init__"))

Change = tuple[str, str, str]  # file, what it says, what it says after it was spoiled

VICES: dict[str, tuple[int, list[Change]]] = {
    "says nothing about its login": (1, [(SPEC, "Authenticates with", "Uses")]),
    "reads another description": (2, [(PARSE, 'row.get("label")', 'row.get("name")')]),
    "stops after the first page": (3, [(CLIENT, "if rows == total:", "if rows <= total:")]),
    "asks for pages for ever": (3, [(CLIENT, "MOST_PAGES = 200", "MOST_PAGES = 10**9")]),
    "takes a refusal for a riddle": (4, [(CLIENT, "_error(AuthRejected", "_error(Unreadable")]),
    "takes a fault of the server for an answer": (
        4,
        [(CLIENT, "refuse_server_error(self._connection, reply)\n", "\n")],
    ),
    "takes what is no answer for nothing": (
        5,
        [
            (
                PARSE,
                "    answer = document(body)\n",
                (
                    "    if not body.startswith(b'{'):\n        return [], 0\n"
                    "    answer = document(body)\n"
                ),
            )
        ],
    ),
    "lets any error out": (5, [(PARSE, 'required(answer, "total")', 'answer["total"]')]),
    "drops what is odd": (
        6,
        [(PARSE, 'unread.append(Unread(f"row {position}", str(error)))', "pass")],
    ),
    "gives up for one odd row": (
        6,
        [(PARSE, "except ValueError as error:", "except KeyError as error:")],
    ),
    "repeats what the service quotes": (
        7,
        [
            (
                CLIENT,
                "redacted(self._complaint(reply.body), [self._token()])",
                "self._complaint(reply.body)",
            )
        ],
    ),
    "shows its token": (7, [(CLIENT, 'f"Acme said {', 'f"{self._token()} said {')]),
    "logs its headers": (
        7,
        [
            (
                CLIENT,
                "        reply = ask(",
                (
                    "        import logging\n        logging.getLogger().debug('%s', headers)\n"
                    "        reply = ask("
                ),
            )
        ],
    ),
    "rounds": (
        8,
        [(PARSE, 'money(required(row, "amount")', "money(f\"{float(row['amount']):.1f}\"")],
    ),
    "takes the wrong date": (
        8,
        [(PARSE, 'due=calendar_date(row.get("due")', "due=calendar_date(0")],
    ),
    "follows wherever it is sent": (
        9,
        [
            (
                CLIENT,
                'ask(self._connection, "GET", url, params=params, headers=headers)',
                (
                    "Reply((r := self._connection.clients().get(url, params=params,"
                    " headers=headers, follow_redirects=True)).status_code, {}, r.content)"
                ),
            ),
            (CLIENT, "import ask, refuse", "import Reply, refuse"),
        ],
    ),
    "calls something else as well": (
        10,
        [
            (CLIENT, "frozenset({LIST})", 'frozenset({LIST, "/v1/credits"})'),
            (CLIENT, "        rows = 0\n", '        rows = 0\n        self._get("/v1/credits")\n'),
        ],
    ),
}


@pytest.mark.parametrize("vice", VICES)
def test_a_provider_is_found_out_that(vice: str, package: Path) -> None:
    law, changes = VICES[vice]
    for name, said, says in changes:
        source = (package / name).read_text(encoding="utf-8")
        assert source.count(said) == 1
        (package / name).write_text(source.replace(said, says), encoding="utf-8")
    judged = run(package, JUDGE)
    assert judged.returncode == 1, judged.stdout + judged.stderr
    assert f"acme: law {law} (" in judged.stdout
