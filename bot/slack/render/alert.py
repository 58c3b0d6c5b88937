"""A message about one invoice outside its own conversation: to a person, to another channel."""

from bot.slack.language import _
from bot.slack.render import message as slack
from bot.slack.render.buttons import buttons
from bot.slack.render.message import Block, Message, mrkdwn
from state.messages import Post
from state.model import InvoiceView


def alert(line: Message, view: InvoiceView, living: Post | None) -> Message:
    """The line, its controls, and where the conversation about the invoice is held."""
    blocks: list[Block] = [*line.blocks, *buttons(view)]
    if living is not None:
        where = _("The conversation is in {channel}.", channel=f"<#{living.channel}>")
        blocks.append(slack.context(mrkdwn(where)))
    return Message(line.text, tuple(blocks))
