"""The blocks themselves, and which of them may stand where.

Figures from https://docs.slack.dev/reference/block-kit/blocks.
"""

from bot.demo.slack.block_data import DATA_BLOCKS, NEW_KINDS
from bot.demo.slack.block_elements import (
    ACCESSORY,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    URL,
    plain,
    words,
)
from bot.demo.slack.block_rules import (
    Shape,
    anything,
    array,
    choice,
    flag,
    string,
    typed,
    whole,
)

_ID = {"block_id": string(255)}
_RICH_PART = typed(
    {
        "rich_text_section": Shape({"elements": array(anything, 3000, 0)}),
        "rich_text_list": Shape(
            {"elements": array(anything, 3000), "style": choice("bullet", "ordered")},
            {"indent": whole(0, 8), "offset": whole(0, 10_000), "border": whole(0, 1)},
        ),
        "rich_text_preformatted": Shape(
            {"elements": array(anything, 3000, 0)}, {"border": whole(0, 1), "language": string(255)}
        ),
        "rich_text_quote": Shape({"elements": array(anything, 3000, 0)}, {"border": whole(0, 1)}),
    }
)
_RICH_TEXT = Shape({"elements": array(_RICH_PART, 3000)}, _ID)

_BLOCKS: dict[str, Shape] = {
    **DATA_BLOCKS,
    "actions": Shape({"elements": array(IN_ACTIONS, 25)}, _ID),
    "alert": Shape(
        {"text": words(3000)},
        {**_ID, "level": choice("default", "info", "warning", "error", "success")},
    ),
    "context": Shape({"elements": array(IN_CONTEXT, 10)}, _ID),
    "divider": Shape({}, _ID),
    "header": Shape({"text": plain(150)}, _ID),
    "image": Shape(
        IMAGE.required,
        {**IMAGE.optional, **_ID, "title": plain(2000)},
        one_of=IMAGE.one_of,
        only_one=True,
    ),
    "input": Shape(
        {"label": plain(2000), "element": IN_INPUT},
        {**_ID, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "markdown": Shape({"text": string(12_000)}, _ID),
    "rich_text": _RICH_TEXT,
    "section": Shape(
        {},
        {
            **_ID,
            "text": words(3000),
            "fields": array(words(2000), 10),
            "accessory": ACCESSORY,
            "expand": flag,
        },
        one_of=("text", "fields"),
    ),
    "video": Shape(
        {
            "alt_text": string(2000),
            "title": plain(200),
            "thumbnail_url": URL,
            "video_url": URL,
        },
        {
            **_ID,
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": URL,
            "provider_name": string(50),
            "title_url": URL,
        },
    ),
}

_EVERYWHERE = ("actions", "context", "divider", "header", "image", "input", "rich_text", "section")
_SURFACES: dict[str, tuple[str, ...]] = {
    "message": (*_EVERYWHERE, "markdown", "video", *DATA_BLOCKS),
    "modal": (*_EVERYWHERE, "alert", "video"),
    "home": (*_EVERYWHERE, "video", *DATA_BLOCKS),
}
BLOCKS_OF = {
    surface: typed({kind: _BLOCKS[kind] for kind in kinds}) for surface, kinds in _SURFACES.items()
}
# what a workspace takes that has not got the newest blocks yet
OLDER_BLOCKS_OF = {
    surface: typed({kind: _BLOCKS[kind] for kind in kinds if kind not in NEW_KINDS})
    for surface, kinds in _SURFACES.items()
}
