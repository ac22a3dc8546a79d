from truenorth.domains.kit.queue import periodic
from truenorth.domains.prioritization.services import (
    find_contradictions,
    fire_due_triggers,
    read_open_rounds,
    settle_rounds,
)


@periodic(minute="*")
def fire_triggers_each_minute() -> None:
    fire_due_triggers()


@periodic(minute="*/5")
def read_rounds_every_five_minutes() -> None:
    read_open_rounds()


@periodic(minute="*/5")
def find_contradictions_every_five_minutes() -> None:
    find_contradictions()


@periodic(minute="*")
def settle_rounds_each_minute() -> None:
    """Reveal the columns whose time is over, and compute the standings of large rounds."""
    settle_rounds()
