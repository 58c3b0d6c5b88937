"""Takes credentials out of a provider's words, in whatever spelling they are repeated. Pure.

A server that quotes what it was sent does so as it was sent, or escaped for a web page, an
address or JSON. Looking for a list of such spellings misses the next one (PHP writes `&#039;`
where Python writes `&#x27;`), so each character is looked for in all of its spellings.
"""

import base64
import re
from collections.abc import Iterable
from functools import lru_cache
from html.entities import codepoint2name

HIDDEN = "***"

_IN_JSON = {
    **{letter: letter for letter in "\"'\\/"},
    **dict(zip("\b\f\n\r\t", "bfnrt", strict=True)),
}


def redacted(words: str, secrets: Iterable[str]) -> str:
    """The words with every secret replaced by `***`; do this before cutting them short."""
    for secret in sorted(set(filter(None, secrets)), key=len, reverse=True):
        words = _pattern(secret).sub(HIDDEN, words)
    return words


def basic(username: str, password: str) -> str:
    """What a Basic login looks like on the wire; as secret as the password."""
    return base64.b64encode(f"{username}:{password}".encode()).decode()


@lru_cache(maxsize=1_000)
def _pattern(secret: str) -> re.Pattern[str]:
    return re.compile("".join(map(_spellings, secret)))


def _spellings(letter: str) -> str:
    """A pattern for one character as it is, in an address, in HTML or XML, and in JSON."""
    code = ord(letter)
    address = "".join(f"%{byte:02x}" for byte in letter.encode("utf-8", "surrogatepass"))
    forms = [
        f"(?i:{re.escape(address)})",
        f"&(?:amp;)*\\#0*{code};",
        f"(?i:&(?:amp;)*\\#x0*{code:x};)",
        f"(?i:\\\\+u{code:04x})",
    ]
    if letter in _IN_JSON:
        forms.append(r"\\+" + re.escape(_IN_JSON[letter]))
    if letter == " ":
        forms.append(r"\+")
    name = "apos" if letter == "'" else codepoint2name.get(code)
    if name is not None:
        forms.append(f"&(?:amp;)*{name};")
    forms.append(re.escape(letter))  # last: `%` is the beginning of its own spelling `%25`
    return f"(?:{'|'.join(forms)})"
