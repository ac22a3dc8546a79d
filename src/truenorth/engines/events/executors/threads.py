"""Buckets side by side in threads; the kernels hold no lock of the interpreter."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from truenorth.engines.events.asking.question import Question
from truenorth.engines.events.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Threads:
    """`workers` threads, by default one a processor."""

    workers: int = 0

    def ask(self, snapshot: Snapshot, question: Question[Any, Any]) -> Any:  # noqa: ANN401
        """The question's answer on a snapshot."""
        from truenorth.engines.events.executors.reading import answer, is_of_groups, read_bucket, read_groups

        def read_all(asked: Question[Any, Any]) -> list[Any]:
            if is_of_groups(asked.plan):
                return read_groups(snapshot, asked)
            with ThreadPoolExecutor(self.workers or os.cpu_count() or 1) as threads:
                return list(threads.map(lambda bucket: read_bucket(snapshot, asked, bucket), snapshot.buckets))

        return answer(snapshot, question, read_all)
