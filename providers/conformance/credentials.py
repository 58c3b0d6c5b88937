"""Made-up credentials that are easy to recognize in whatever disguise, and how to find them."""

import base64
import hashlib
import html
import json
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from providers.base import OptionKind, ProviderSpec

WINDOW = 10  # so many characters of a credential in a row are a leak


def made_up(spec: ProviderSpec) -> dict[str, str]:
    """One credential per secret option; no two share a part, and each needs escaping."""
    return {
        option.name: _credential(option.name)
        for option in spec.options
        if option.kind is OptionKind.SECRET
    }


def _credential(name: str) -> str:
    letters = hashlib.sha256(name.encode()).hexdigest()
    return f"{letters[:14]}&<{letters[14:28]}>+/%=\"'{letters[28:42]}"


def spellings(credential: str, texts: tuple[str, ...] = ()) -> set[str]:
    """The ways in which a credential can be repeated, alone or in a Basic login."""
    escaped = {html.escape(credential), html.escape(credential, quote=False)}
    as_php_does = html.escape(credential).replace("&#x27;", "&#039;")
    in_addresses = {quote(credential, safe=""), quote_plus(credential)}
    pairs = {f"{text}:{credential}" for text in texts}
    packed = {base64.b64encode(pair.encode()).decode() for pair in pairs}
    in_json = json.dumps(credential)[1:-1]
    return {credential, as_php_does, in_json} | escaped | in_addresses | packed


def leaks(said: str, secrets: frozenset[str]) -> Iterator[str]:
    """The pieces of credentials, in any spelling, that a text holds."""
    for spelling in secrets:
        for start in range(max(1, len(spelling) - WINDOW + 1)):
            piece = spelling[start : start + WINDOW]
            if piece in said:
                yield piece
                break
