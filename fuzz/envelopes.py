"""SOAP answers built by a grammar: every wire variant of InterServer's, alone and mixed.

What comes out is nearly always well-formed XML, so that a search spends its time in the
decoder behind the parser. The same chance gives the same envelope.
"""

from random import Random
from xml.sax.saxutils import escape, quoteattr  # nosec B406 # it writes XML, reads none

from fuzz import words

OPERATION = "api_vps_get_client_unpaid_invoices"
FIELDS = (
    *("invoices_id", "invoices_description", "invoices_amount", "invoices_type", "invoices_date"),
    *("invoices_paid", "invoices_deleted", "invoices_due_date", "invoices_service"),
    *("invoices_extra", "invoices_currency"),
)
UNKNOWN = ("invoices_carbon", "Ünbekannt", "item", "key", "id")
ROOM = 250  # values in one envelope
DEEPEST = 26  # a little more than the decoder goes
LISTS = ("rows", "rows", "rows", "array", "items", "keyed", "map", "alike")
LEAVES = ("text", "text", "nil", "reference")

# Encoding as it is declared, and as it is; the last ones lie.
ENCODINGS = (
    *(("UTF-8", "utf-8"), ("ISO-8859-1", "latin-1"), ("", "utf-8"), ("UTF-16", "utf-16")),
    *(("windows-1252", "cp1252"), ("ISO-8859-1", "utf-8"), ("UTF-8", "latin-1")),
)


def envelope(chance: Random) -> bytes:
    """One answer, or one fault."""
    return _Writer(chance).document()


class _Writer:
    """Writes one envelope; remembers the parts that others may refer to."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._room = ROOM
        self._parts: list[str] = []
        self._ids = 0
        pick = chance.choice
        self._soap, self._xsi = pick(("SOAP-ENV", "soapenv", "S", "a.b-c")), pick(("xsi", "i"))
        self._xsd, self._enc = pick(("xsd", "xs")), pick(("SOAP-ENC", "soapenc"))
        self._apache, self._own = pick(("ns2", "apachesoap")), pick(("ns1", "tns", "m"))
        self._blank = pick(("", "", "\n", "\r\n  ", "<!-- -->", "<?php ?>"))

    def document(self) -> bytes:
        """The bytes, in an encoding that is usually the declared one."""
        likely = self._chance.random() < 0.85
        declared, real = self._chance.choice(ENCODINGS[:3] if likely else ENCODINGS)
        head = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
        content = self._fault() if self._chance.random() < 0.04 else self._answer()
        soap = self._soap
        whole = (
            f"{head}<{soap}:Envelope{self._namespaces()}>{self._blank}<{soap}:Body>"
            f"{content}{''.join(self._parts)}</{soap}:Body></{soap}:Envelope>"
        )
        return whole.encode(real, "replace" if real == "cp1252" else "xmlcharrefreplace")

    def _namespaces(self) -> str:
        version = self._chance.choice(("schemas.xmlsoap.org/soap/envelope/",) * 5 + ("odd",))
        known = {
            self._soap: f"http://{version}",
            self._xsi: "http://www.w3.org/2001/XMLSchema-instance",
            self._xsd: "http://www.w3.org/2001/XMLSchema",
            self._enc: "http://schemas.xmlsoap.org/soap/encoding/",
            self._apache: "http://xml.apache.org/xml-soap",
            self._own: "urn:myapi",
        }
        return "".join(f' xmlns:{prefix}="{name}"' for prefix, name in known.items())

    def _answer(self) -> str:
        kind = self._chance.choice((*LISTS, *LISTS, *LISTS, "nest", "text", "nil", "reference"))
        results = self._value("return", kind, 0)
        if self._chance.random() < 0.02:
            results += self._value("return", "text", 0)
        name = f"{self._own}:{OPERATION}Response"
        return f"<{name}>{self._blank}{results}</{name}>"

    def _fault(self) -> str:
        soap, said = self._soap, escape(self._chance.choice(words.TEXTS))
        old = f"<faultcode>{soap}:Server</faultcode><faultstring>{said}</faultstring>"
        new = f"<{soap}:Reason><{soap}:Text>{said}</{soap}:Text></{soap}:Reason>"
        return f"<{soap}:Fault>{self._chance.choice((old, new, ''))}</{soap}:Fault>"

    def _value(self, tag: str, kind: str, depth: int) -> str:
        self._room -= 1
        match kind:
            case "text":
                return self._text(tag)
            case "nil":
                said = self._chance.choice(("true", "true", "1", "false", "0"))
                return f'<{tag} {self._xsi}:nil="{said}"/>'
            case "reference":
                return self._reference(tag, depth)
            case "nest" | "alike":
                return self._nest(tag) if kind == "nest" else self._alike(tag)
            case _:
                return self._row(tag, depth) if kind == "row" else self._list(tag, kind, depth)

    def _any(self, tag: str, depth: int) -> str:
        kinds = LEAVES if depth > 5 or self._room < 0 else (*LEAVES, *LISTS, "row", "row")
        return self._value(tag, self._chance.choice(kinds), depth)

    def _text(self, tag: str) -> str:
        fitting = words.suiting(tag)
        usual = self._chance.random() < 0.93
        said = escape(self._chance.choice(fitting if usual else words.ALL))
        if self._chance.random() < 0.03:
            said = self._chance.choice((f"<![CDATA[{said}]]>", "&#x41;&#228;", f"<!-- x -->{said}"))
        kind = self._chance.choice(("string", "int", "float", "anyType"))
        typed = f' {self._xsi}:type="{self._xsd}:{kind}"' if self._chance.random() < 0.7 else ""
        return f"<{tag}{typed}>{said}</{tag}>"

    def _row(self, tag: str, depth: int) -> str:
        names = [name for name in FIELDS if self._chance.random() > 0.03]
        fields = [
            self._text(name) if self._chance.random() > 0.06 else self._any(name, depth + 1)
            for name in names
        ]
        if self._chance.random() < 0.1:
            fields.append(self._any(self._chance.choice((*UNKNOWN, *FIELDS[:1])), depth + 1))
        typed = f' {self._xsi}:type="{self._own}:row"' if self._chance.random() < 0.7 else ""
        return f"<{tag}{typed}>{self._blank}{self._blank.join(fields)}</{tag}>{self._blank}"

    def _list(self, tag: str, kind: str, depth: int) -> str:
        many = self._chance.choice((0, 1, 1, 2, 3, 5)) if self._room > 0 else 0
        if kind == "map":
            return self._map(tag, [self._member("value", depth) for _ in range(many)])
        if kind == "keyed":  # an array of PHP without type information: the keys are the tags
            inside = "".join(self._member(f"row{n}", depth) for n in range(many))
            return f"<{tag}>{inside}</{tag}>"
        inside = "".join(self._member("item", depth) for _ in range(many))
        typed = "" if kind == "items" else self._array(many)
        return f"<{tag}{typed}>{inside}</{tag}>"

    def _member(self, tag: str, depth: int) -> str:
        if self._room > 0 and self._chance.random() < 0.8:
            return self._value(tag, "row", depth + 1)
        return self._any(tag, depth + 1)

    def _array(self, many: int) -> str:
        right = self._chance.random() < 0.9
        odd = ("[999999999]", "[9999999999]", "[]", "[2,3]", "[-1]", f"[{many + 1}]", "[0]", "")
        size = f"[{many}]" if right else self._chance.choice(odd)
        kind = f' {self._xsi}:type="{self._enc}:Array"' if self._chance.random() < 0.8 else ""
        return f'{kind} {self._enc}:arrayType="{self._own}:row{size}"'

    def _map(self, tag: str, values: list[str]) -> str:
        keys = (str(n) if self._chance.random() < 0.9 else "id" for n in range(len(values)))
        entries = (
            f"<item><key>{key}</key>{value}</item>" for key, value in zip(keys, values, strict=True)
        )
        typed = f' {self._xsi}:type="{self._apache}:Map"'
        return f"<{tag}{typed}>{''.join(entries)}</{tag}>"

    def _nest(self, tag: str) -> str:
        """Maps, lists and rows within each other, down to where the decoder stops and beyond."""
        inner = self._text("value")
        for _ in range(self._chance.randint(1, DEEPEST)):
            inner = self._chance.choice(
                (self._map("value", [inner]), f"<value><item>{inner}</item></value>")
            )
        return f"<{tag}><item>{inner}</item></{tag}>"

    def _reference(self, tag: str, depth: int) -> str:
        """A new part, an earlier one, the part that we are in (a circle), or one that is not."""
        fate = self._chance.random()
        number = self._chance.randint(1, self._ids) if self._ids and fate < 0.95 else 0
        if fate < (0.6 if self._ids else 0.95) and self._room > 0:
            self._ids += 1
            number, name = self._ids, f"{quoteattr(f'i{self._ids}')}"
            part = self._any("multiRef", depth + 1)
            self._parts.append(part.replace("<multiRef", f"<multiRef id={name}", 1))
        sign = "#" if self._chance.random() < 0.97 else ""
        return f'<{tag} href="{sign}i{number}"/>'

    def _alike(self, tag: str) -> str:
        """A long list whose rows are all written alike, sometimes but for a single one."""
        many = self._chance.randint(2, 12)
        kept, self._blank = self._blank, ""
        template = [f"<{name}>%s</{name}>" for name in FIELDS]
        rows = [
            "<item>" + "".join(template) % tuple(self._plain(name) for name in FIELDS) + "</item>"
            for _ in range(many)
        ]
        self._blank = kept
        if self._chance.random() < 0.3:
            rows[self._chance.randrange(many)] = self._any("item", 1)
        return f"<{tag}{self._array(many)}>{self._chance.choice(('', kept)).join(rows)}</{tag}>"

    def _plain(self, name: str) -> str:
        fitting = words.suiting(name)
        usual = self._chance.random() < 0.96
        return escape(self._chance.choice(fitting if usual else words.ALL))
