"""Voxel's hAPI: signed parameters in, XML out, errors with status 200.

The signature is verified for real: md5 over the secret and every parameter in ascending
order of its name. An error repeats the caller's parameters and the string that was
signed, as the real one does; that is why nobody should print such a body. The rule that
only https may be used is not played, since the simulators listen on loopback.
"""

import hashlib
import re
from collections.abc import Mapping

from lxml import etree

from bot.demo.billing import BillingAccount
from bot.demo.simulators.exchange import Ask, Said
from bot.demo.simulators.voxel_rows import invoice

METHOD = "voxel.billing.invoices.list"
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")
PLACEHOLDER = "YOUR_SECRET"


class Failure(Exception):
    """hAPI's `stat="fail"` with its code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def answer(account: BillingAccount, ask: Ask) -> Said:
    """Answer one hAPI call, whatever version stands in its path."""
    sent = {**ask.query, **(ask.form() if ask.method == "POST" else {})}
    account.note_call(sent.get("method", "no method"))
    try:
        _verify(account, sent)
        root = _list(account, sent.get("verbosity", "normal"))
    except Failure as failure:
        root = _fail(failure, sent)
    body = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return Said(body, "text/xml; charset=utf-8")


def signature(secret: str, sent: Mapping[str, str]) -> str:
    """Return the api_sig that belongs to these parameters."""
    signed = secret + _signed(sent)
    return hashlib.md5(signed.encode(), usedforsecurity=False).hexdigest()  # their scheme


def _signed(sent: Mapping[str, str]) -> str:
    return "".join(name + sent[name] for name in sorted(sent) if name != "api_sig")


def _verify(account: BillingAccount, sent: Mapping[str, str]) -> None:
    known = account.accepts(key=sent.get("key", ""))
    dated = TIMESTAMP.fullmatch(sent.get("timestamp", "")) is not None
    expected = signature(account.credentials["secret"], sent)
    if not (known and dated and sent.get("api_sig") == expected):
        raise Failure(1, "Invalid login or password")
    if sent.get("method") != METHOD:
        raise Failure(9, "Permission denied")


def _list(account: BillingAccount, verbosity: str) -> etree._Element:
    root = etree.Element("rsp", stat="ok")
    invoices = etree.SubElement(root, "invoices")
    for bill in account.shown():
        invoices.append(invoice(account, bill, compact=verbosity == "compact"))
    return root


def _fail(failure: Failure, sent: Mapping[str, str]) -> etree._Element:
    root = etree.Element("rsp", stat="fail")
    etree.SubElement(root, "err", code=str(failure.code), msg=str(failure))
    etree.SubElement(root, "method").text = sent.get("method", "")
    parameters = etree.SubElement(root, "parameters")
    for name, value in sent.items():
        etree.SubElement(parameters, "param", name=name).text = value
    etree.SubElement(root, "string_to_sign").text = PLACEHOLDER + _signed(sent)
    return root
