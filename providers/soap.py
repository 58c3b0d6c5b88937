"""SOAP calls through zeep: it writes the envelope, our own transport carries it.

The service description is pinned and parsed once per process. zeep is never given the
network: no download of schemas, no waits without end, and none of its log lines, which
hold whole envelopes with the login in them.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from importlib.resources.abc import Traversable
from io import BytesIO
from threading import Lock
from typing import Any, TypeAlias

from lxml import etree

from providers.base import AuthRejected, Connection
from providers.http import Reply, ask

# Zeep has no types worth the name; what it makes is handed around unseen.
ZeepObject: TypeAlias = Any

SOAP_ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"

_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not XML

logging.getLogger("zeep").setLevel(logging.WARNING)  # below, it writes hundreds of lines


def _zeep() -> ZeepObject:
    """Import at first use: it takes a tenth of a second that most commands need not spend."""
    return import_module("zeep")


class Contract:
    """A pinned service description, shared by all accounts of a provider."""

    def __init__(self, wsdl: Traversable, schemas: Mapping[str, Traversable], binding: str) -> None:
        self.binding = binding
        self._wsdl = wsdl
        self._schemas = schemas
        self._lock = Lock()
        self._parsed: ZeepObject = None

    @property
    def document(self) -> ZeepObject:
        """Zeep's form of the description; parsed at first use, by one thread."""
        with self._lock:
            if self._parsed is None:
                self._parsed = _zeep().wsdl.Document(BytesIO(self._wsdl.read_bytes()), self)
            return self._parsed

    def load(self, url: str) -> bytes:
        """Answer zeep's wish for a schema from the pinned ones; the network is not asked."""
        if url not in self._schemas:
            raise ValueError(f"the pinned service description asks for {url}, which is not pinned")
        return self._schemas[url].read_bytes()


class _Wire:
    """Carries zeep's envelopes over `ask`, under its deadline, cap and silence."""

    def __init__(self, connection: Connection, logins: frozenset[str]) -> None:
        self._connection = connection
        self._logins = logins

    def post_xml(self, address: str, envelope: ZeepObject, headers: Mapping[str, str]) -> Reply:
        """Send one envelope; zeep calls this."""
        # NuSOAP measures packed bodies wrongly and cuts them: never ask for packing.
        is_login = _operation(envelope) in self._logins
        return ask(
            replace(self._connection, retries=0) if is_login else self._connection,
            "POST",
            address,
            data=etree.tostring(envelope, xml_declaration=True, encoding="UTF-8"),
            headers={**headers, "Accept-Encoding": "identity"},
        )


def _operation(envelope: ZeepObject) -> str:
    return str(etree.QName(envelope.find("{*}Body")[0]).localname)


class Caller:
    """Calls the allowed operations of one account's service and gives raw answers.

    `logins` are operations that are never asked twice: a server counts tries to log in.
    """

    def __init__(
        self,
        connection: Connection,
        contract: Contract,
        allowed: frozenset[str],
        logins: frozenset[str] = frozenset(),
    ) -> None:
        self._connection = connection
        self._logins = logins
        self._contract = contract
        self._allowed = allowed
        self._service: ZeepObject = None

    def call(self, operation: str, **arguments: str) -> Reply:
        """Call one operation; ValueError for one that is not on the read-only list."""
        if operation not in self._allowed:
            raise ValueError(f"{operation} is not one of the read-only operations")
        if any(_UNSENDABLE.search(value) for value in arguments.values()):
            raise AuthRejected(
                f"{self._connection.account.name}: a credential holds characters that cannot"
                " be sent; check the account's username and password"
            )
        reply: Reply = self._bound()[operation](**arguments)
        return reply

    def _bound(self) -> ZeepObject:
        if self._service is None:
            client = _zeep().Client(
                self._contract.document,
                transport=_Wire(self._connection, self._logins),
                settings=_zeep().Settings(raw_response=True),
            )
            self._service = client.create_service(self._contract.binding, self._connection.url)
        return self._service
