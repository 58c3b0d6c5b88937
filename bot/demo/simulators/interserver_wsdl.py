"""The WSDL of the simulated InterServer: the log-in and twenty invoice operations."""

MODULES = (
    "backups",
    "domains",
    "floating_ips",
    "licenses",
    "mail",
    "quickservers",
    "servers",
    "ssl",
    "vps",
    "webhosting",
)
COLUMNS = (
    ("id", "int"),
    ("description", "string"),
    ("amount", "float"),
    ("custid", "int"),
    ("type", "int"),
    ("date", "string"),
    ("group", "int"),
    ("extra", "int"),
    ("paid", "int"),
    ("module", "string"),
    ("due_date", "string"),
    ("service", "int"),
    ("deleted", "int"),
    ("currency", "string"),
)
OPERATIONS = tuple(
    f"api_{module}_get_client_{which}invoices" for which in ("", "unpaid_") for module in MODULES
)
ENCODED = (
    '<soap:body use="encoded" namespace="urn:myapi" '
    'encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>'
)


def wsdl(address: str) -> bytes:
    """Return the service description, with the address it was asked at."""
    operations = ("api_login", *OPERATIONS)
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n'
        '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" '
        'xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" '
        'xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" '
        'xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
        'xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" '
        'xmlns:tns="urn:myapi" targetNamespace="urn:myapi">\n'
        f"{_types()}\n{_messages()}\n"
        f'<portType name="myapiPortType">{"".join(map(_port, operations))}</portType>\n'
        '<binding name="myapiBinding" type="tns:myapiPortType">'
        '<soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>'
        f"{''.join(map(_binding, operations))}</binding>\n"
        '<service name="myapi"><port name="myapiPort" binding="tns:myapiBinding">'
        f'<soap:address location="{address}"/></port></service>\n</definitions>\n'
    )
    return text.encode("iso-8859-1")


def _types() -> str:
    columns = "".join(
        f'<xsd:element name="invoices_{name}" type="xsd:{kind}"/>' for name, kind in COLUMNS
    )
    return (
        '<types><xsd:schema targetNamespace="urn:myapi">'
        '<xsd:import namespace="http://schemas.xmlsoap.org/soap/encoding/"/>'
        f'<xsd:complexType name="sql_row_invoices"><xsd:all>{columns}</xsd:all></xsd:complexType>'
        '<xsd:complexType name="array_sql_row_invoices"><xsd:complexContent>'
        '<xsd:restriction base="SOAP-ENC:Array"><xsd:attribute ref="SOAP-ENC:arrayType" '
        'wsdl:arrayType="tns:sql_row_invoices[]"/></xsd:restriction>'
        "</xsd:complexContent></xsd:complexType></xsd:schema></types>"
    )


def _messages() -> str:
    text = (
        '<message name="api_loginRequest"><part name="username" type="xsd:string"/>'
        '<part name="password" type="xsd:string"/></message>'
        '<message name="api_loginResponse"><part name="return" type="xsd:string"/></message>'
    )
    for name in OPERATIONS:
        text += (
            f'<message name="{name}Request"><part name="sid" type="xsd:string"/></message>'
            f'<message name="{name}Response">'
            '<part name="return" type="tns:array_sql_row_invoices"/></message>'
        )
    return text


def _port(name: str) -> str:
    return (
        f'<operation name="{name}"><input message="tns:{name}Request"/>'
        f'<output message="tns:{name}Response"/></operation>'
    )


def _binding(name: str) -> str:
    return (
        f'<operation name="{name}"><soap:operation soapAction="urn:myapi#{name}" style="rpc"/>'
        f"<input>{ENCODED}</input><output>{ENCODED}</output></operation>"
    )
