"""Lines put under each other in as few blocks as Slack's limits allow."""

from collections.abc import Sequence

from bot.slack.render import message as slack
from bot.slack.render.message import Block, mrkdwn
from bot.slack.render.safe import width


def stacked(lines: Sequence[str]) -> list[Block]:
    """The lines, in mrkdwn, in order; a line is never torn apart."""
    texts: list[str] = []
    for line in lines:
        if texts and width(texts[-1]) + width(line) + 1 <= slack.MAX_SECTION:
            texts[-1] += f"\n{line}"
        else:
            texts.append(slack.fitting(line, slack.MAX_SECTION))
    return [slack.section(mrkdwn(text)) for text in texts]
