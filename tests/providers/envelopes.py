"""SOAP answers as tests write them."""

NAMESPACES = (
    'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/"'
    ' xmlns:map="http://xml.apache.org/xml-soap" xmlns:t="urn:test"'
)


def answer(result: str, beside: str = "", operation: str = "listThings") -> bytes:
    body = f"<t:{operation}Response>{result}</t:{operation}Response>{beside}"
    text = f"<?xml version='1.0'?><s:Envelope {NAMESPACES}><s:Body>{body}</s:Body></s:Envelope>"
    return text.encode()
