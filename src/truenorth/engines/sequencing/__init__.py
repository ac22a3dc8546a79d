"""What to do when: the order of least total cost of delay, by dependencies, teams and dates; its odds and prices."""

from truenorth.engines.sequencing.errors import (
    ChangeRefused,
    CycleFound,
    DeadlineTooEarly,
    ItemRepeated,
    ItemUnknown,
    OutOfRange,
    SequencingRefused,
)
from truenorth.engines.sequencing.items import Item, Team
from truenorth.engines.sequencing.odds import Dates, Odds, odds
from truenorth.engines.sequencing.plans import Late, Plan, sequence
from truenorth.engines.sequencing.prices import Before, Change, Price, StartAt, price

__all__ = [
    "Before",
    "Change",
    "ChangeRefused",
    "CycleFound",
    "Dates",
    "DeadlineTooEarly",
    "Item",
    "ItemRepeated",
    "ItemUnknown",
    "Late",
    "Odds",
    "OutOfRange",
    "Plan",
    "Price",
    "SequencingRefused",
    "StartAt",
    "Team",
    "odds",
    "price",
    "sequence",
]
