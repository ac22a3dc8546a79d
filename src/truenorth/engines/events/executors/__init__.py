"""Where buckets are read: threads of this process, or workers on other machines. The answers are the same."""

from truenorth.engines.events.executors.threads import Threads

__all__ = ["Threads"]
