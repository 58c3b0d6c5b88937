"""What is said where nobody knows which invoice or account somebody means."""

from bot.answers.answer import unknown_invoice
from bot.answers.lookup import Unclear
from bot.slack.language import _, _n
from bot.slack.render.text import code


def unclear(found: Unclear, command: str) -> str:
    """Which invoices somebody may have meant."""
    if not found.exact:
        return unknown_invoice(found, command)
    keys = _(" or ").join(code(str(key)) for key in found.keys[:5])
    return _n(
        "{number} invoice is called {reference}: say {keys}.",
        "{number} invoices are called {reference}: say {keys}.",
        len(found.keys),
        reference=code(found.reference, 80),
        keys=keys,
    )


def no_account(name: str, command: str) -> str:
    """That there is no such account, and where those are that there are."""
    return _(
        "No account is called {name}; {command} lists those there are.",
        name=code(name, 80),
        command=code(f"{command} accounts"),
    )
