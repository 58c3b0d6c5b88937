"""What people decide, in one transaction each.

`rules` are pure, `accounts` mutes a whole account, and `desk` answers in kind words;
`orders` brings typed commands to the desk, and `times` says which moment they mean.
"""

from bot.actions.desk import Desk
from bot.actions.orders import carry_out

__all__ = ["Desk", "carry_out"]
