"""A real scheduler and two real worker processes give the answers that threads give, and survive a worker's death."""

import os
import random
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from truenorth.engines.events import EventStore, Funnel, Plan, Retention, Trend
from truenorth.engines.events.store.tests.cases import draw

distributed = pytest.importorskip("distributed", reason="the cluster extra is not installed")

LocalCluster: TypeAlias = Any

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PLANS: list[Plan] = [
    Funnel(steps=["a", "b", "c"], window="30d"),
    Retention(start="a", periods=10),
    Trend(event="b", measure="uniques", interval="week"),
    Funnel(steps=["a", "b"], actor="n", times=False),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    store = EventStore.open(tmp_path / "store", buckets=8)
    store.append(draw(random.Random(3), 2000))
    store.compact()
    store.append(draw(random.Random(4), 500))
    store.flush()
    return store


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: type(plan).__name__)
def test_a_cluster_answers_as_threads_do(cluster: LocalCluster, store: EventStore, plan: Plan) -> None:
    from truenorth.engines.events.executors.cluster import Cluster

    with distributed.Client(cluster) as client:
        assert store.query(plan, executor=Cluster(client)).to_dict() == store.query(plan).to_dict()


def test_a_cluster_answers_though_a_worker_dies_meanwhile(cluster: LocalCluster, store: EventStore) -> None:
    from truenorth.engines.events.executors.cluster import Cluster

    plan = PLANS[0]
    expected = store.query(plan).to_dict()

    with distributed.Client(cluster) as client, ThreadPoolExecutor(1) as threads:
        before = set(client.run(os.getpid).values())
        asked = threads.submit(store.query, plan, executor=Cluster(client))
        os.kill(min(before), signal.SIGKILL)

        assert asked.result(timeout=60).to_dict() == expected
        client.wait_for_workers(2, timeout=60)
        assert set(client.run(os.getpid).values()) != before
