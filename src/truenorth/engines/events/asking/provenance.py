"""Where an answer comes from: the snapshot and the range of the data, in words."""

from dataclasses import dataclass

from truenorth.engines.events.times import instant


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a question read. Times are microseconds, both None where the store is empty."""

    snapshot: str
    events: int
    first_time: int | None
    last_time: int | None

    def words(self) -> str:
        """The last sentence of every result's `.method`.

        >>> Provenance("g2-t40", 1200, 0, 86_400_000_000).words()
        'Read 1,200 events from 1970-01-01 00:00:00 to 1970-01-02 00:00:00 UTC, snapshot g2-t40.'
        """
        if self.first_time is None or self.last_time is None:
            return f"Read no events, snapshot {self.snapshot}."
        first, last = (
            instant(moment).replace(tzinfo=None).isoformat(" ", "seconds")
            for moment in (self.first_time, self.last_time)
        )
        return f"Read {self.events:,} events from {first} to {last} UTC, snapshot {self.snapshot}."
