"""Foreign words made harmless: what a provider or a person wrote can only be read.

Two ways, both used:

* `plain()` for plain_text objects. Slack formats nothing in them, so the words stay as
  they are; only what cannot be seen or turns the reading direction is taken out.
* `escape()` for mrkdwn. `&`, `<` and `>` become entities, so that no mention, channel,
  link or date can arise; a character that would format (`*`, `~`, a backtick, an
  underscore at the edge of a word, the colon that opens an emoji name, a leading `>`)
  is replaced by one that looks the same and means nothing. Invisible separators were
  the alternative; whether Slack honours them is written nowhere, and they spoil copying.

What people copy, the keys of invoices, goes through `code()`, which changes nothing in
them but a backtick. Lengths are counted as Slack's own clients count, in UTF-16 units,
and after escaping.
"""

import re
import unicodedata

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LOOKALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})  # noqa: RUF001 -- on purpose
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_EMOJI_NAME = re.compile(r":(?=[\w+'-]+:)")
_LEADING_QUOTE = re.compile(r"^>+")
_USER = re.compile(r"[UW][A-Z0-9]{1,20}")
_ADDRESS = re.compile(r"https?://[^\s/?#<>|\"\\@]+(?:[/?#][^\s<>|\"\\]*)?", re.ASCII)
_JOINER = "\u200d"  # holds the parts of one emoji together


def plain(text: str, limit: int = 300) -> str:
    """The words of a foreign text in one line, at most `limit` long, for plain_text."""
    cleaned = _clean(text)
    shown = _cut(list(cleaned), limit - 2) if _turns(cleaned) else _cut(list(cleaned), limit)
    return _isolated(shown)


def escape(text: str, limit: int = 300) -> str:
    """The words of a foreign text in one line, at most `limit` long, for mrkdwn."""
    cleaned = _clean(text)
    calm = _unformatted(cleaned)
    pieces = [_ENTITIES.get(character, character) for character in calm]
    cut = _cut(pieces, limit - 2 if _turns(cleaned) else limit)
    return _isolated(_EDGE_UNDERSCORE.sub("ˍ", cut))  # where it was cut a word ends too


def code(text: str, limit: int = 300) -> str:
    """A foreign text as inline code, to be copied as it is: keys and commands."""
    calm = _clean(text).replace("`", "ˋ") or "?"  # noqa: RUF001 -- on purpose
    return f"`{_cut([_ENTITIES.get(c, c) for c in calm], limit - 2)}`"


def link(url: str | None, label: str, limit: int = 600) -> str:
    """A mrkdwn link around our own or an escaped label; the label alone if there is no link.

    An address longer than `limit` is left out, since a cut one leads elsewhere.
    """
    address = (web_address(url) or "").replace("&", "&amp;")
    if not 0 < width(address) <= limit:
        return label
    return f"<{address}|{label.replace('|', '∣')}>"  # noqa: RUF001


def web_address(url: str | None) -> str | None:
    """The address if a button may lead there: http or https and nothing odd in it, else None."""
    if url is None or width(url) > 3000 or _ADDRESS.fullmatch(url) is None:
        return None
    return url if url.isprintable() else None


def person(who: str) -> str:
    """A Slack user by name, as Slack shows it; anybody else by escaped words."""
    return f"<@{who}>" if _USER.fullmatch(who) else escape(who, 80)


def width(text: str) -> int:
    """The length of a text as Slack's clients count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _clean(text: str) -> str:
    """One line without what cannot be seen: control, direction and stray characters."""
    if text.isascii() and text.isprintable():  # most texts; all of it can be seen
        return " ".join(text.split())
    seen = (_visible(character) for character in text)
    return " ".join("".join(seen).split())


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    hidden = category in ("Cf", "Cs", "Co", "Cn") and character != _JOINER
    return "" if hidden else character


def _unformatted(text: str) -> str:
    quiet = _LEADING_QUOTE.sub(lambda found: "›" * len(found.group()), text)  # noqa: RUF001
    quiet = _EDGE_UNDERSCORE.sub("ˍ", quiet.translate(_LOOKALIKES))
    return _EMOJI_NAME.sub("∶", quiet)  # noqa: RUF001


def _cut(pieces: list[str], limit: int) -> str:
    """Whole pieces up to the limit, and an ellipsis where some are missing."""
    whole = "".join(pieces)
    if width(whole) <= limit:
        return whole
    taken, used = [], 1
    for piece in pieces:
        used += width(piece)
        if used > limit:
            break
        taken.append(piece)
    return "".join(taken).rstrip() + "…"


def _turns(text: str) -> bool:
    """Whether it is written from right to left, which would pull our numbers along."""
    if text.isascii():
        return False
    return any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text)


def _isolated(text: str) -> str:
    return f"\u2068{text}\u2069" if _turns(text) else text
