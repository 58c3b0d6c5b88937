"""What people decide, in one transaction each.

`rules` are pure, `accounts` mutes a whole account, and `desk` answers in kind words;
`orders` brings typed commands to the desk, and `times` says which moment they mean.
"""

from bot.actions.desk import Desk

__all__ = ["Desk"]
