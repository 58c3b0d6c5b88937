"""Golden messages: how each looks, for a person (.txt), and what is sent (.json)."""

import json
import os
from pathlib import Path

from bot.slack.render.message import Block, Message

FOLDER = Path(__file__).parent / "golden"


def require_same(name: str, message: Message, folder: Path = FOLDER) -> None:
    """Compare with the golden files, or write them when GOLDEN=write is set."""
    shown = {".txt": picture(message), ".json": _sent(message)}
    for suffix, text in shown.items():
        path = folder / f"{name}{suffix}"
        if os.environ.get("GOLDEN") == "write":
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path.name} is missing; GOLDEN=write makes it"
        assert text == path.read_text(encoding="utf-8"), f"{path.name} differs"


def _sent(message: Message) -> str:
    payload = {"text": message.text, "blocks": message.blocks}
    return json.dumps(payload, indent=1, ensure_ascii=False) + "\n"


def picture(message: Message) -> str:
    """The message drawn with letters: what is seen first, then what is heard."""
    seen = [row for block in message.blocks for row in _draw(block)]
    return "\n".join([*seen, "", "heard:", message.text, ""])


def _draw(block: Block) -> list[str]:
    match block["type"]:
        case "header":
            return [block["text"]["text"], "=" * len(block["text"]["text"])]
        case "context":
            return [f"  ({element['text']})" for element in block["elements"]]
        case "actions":
            return ["  ".join(_button(element) for element in block["elements"])]
        case _:
            return _section(block)


def _section(block: Block) -> list[str]:
    rows = block["text"]["text"].splitlines() if "text" in block else []
    for field in block.get("fields", []):
        name, _, fact = field["text"].partition("\n")
        rows.append(f"  {name.strip('*'):8} {fact.replace(chr(10), ' / ')}")
    if "accessory" in block:
        rows.append(f"  {_button(block['accessory'])}")
    return rows


def _button(button: Block) -> str:
    if "options" in button:  # a menu
        entries = " | ".join(option["text"]["text"] for option in button["options"])
        return f"[{button.get('placeholder', {}).get('text', '⋯')} v {entries}]"
    leads = f" -> {button['url']}" if "url" in button else ""
    strong = "!" if button.get("style") == "primary" else ""
    return f"[{strong}{button['text']['text']}{leads}]"
