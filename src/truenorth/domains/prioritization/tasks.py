from truenorth.domains.kit.queue import periodic
from truenorth.domains.prioritization.services import ask_due_revisits


@periodic()
def ask_due_revisits_hourly() -> None:
    """Every hour, because the day begins at another hour in each workspace's time zone."""
    ask_due_revisits()
