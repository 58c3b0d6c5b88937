"""The Web API's methods, a file per family."""

from bot.demo.slack.methods import (
    about,
    chat,
    conversations,
    files,
    history,
    people,
    reactions,
    unfurls,
    views,
)
from bot.demo.slack.methods.call import REGISTRY, Call, Method

__all__ = ["REGISTRY", "Call", "Method", "families"]

families = (about, chat, conversations, files, history, people, reactions, unfurls, views)
