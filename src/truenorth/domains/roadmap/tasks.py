from truenorth.domains.kit.queue import periodic
from truenorth.domains.roadmap.services import ask_for_reviews, take_monthly_snapshots


@periodic(minute="10")
def take_snapshots_each_month() -> None:
    """Looked at every hour, so that each workspace's month begins in its own time zone."""
    take_monthly_snapshots()


@periodic(minute="20", hour="5")
def ask_for_reviews_each_day() -> None:
    ask_for_reviews()
