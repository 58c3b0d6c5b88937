"""What people decide, in one transaction each.

`rules` are pure, `accounts` mutes a whole account, and `desk` answers in kind words;
`orders` brings typed commands to the desk, and `times` says which moment they mean.
`many` decides about several invoices at once, `outlook` says beforehand what would follow.
"""

from bot.actions.desk import Desk
from bot.actions.many import acknowledge_all, answer_storm
from bot.actions.orders import carry_out
from bot.actions.outlook import sheet

__all__ = ["Desk", "acknowledge_all", "answer_storm", "carry_out", "sheet"]
