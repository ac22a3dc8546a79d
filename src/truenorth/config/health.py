"""Is it up? For load balancers, containers and people; it says nothing that an outsider may not know."""

from django.db import DatabaseError, connection
from django.http import HttpRequest
from ninja import Router, Schema, Status

from truenorth import __version__
from truenorth.domains.kit import queue
from truenorth.domains.kit.settings import settings

router = Router(tags=["instance"], auth=None)


class DatabaseHealth(Schema):
    ok: bool
    engine: str


class QueueHealth(Schema):
    ok: bool
    pending: int


class HealthOut(Schema):
    ok: bool
    version: str
    database: DatabaseHealth
    queue: QueueHealth


@router.get("/health", response={200: HealthOut, 503: HealthOut}, operation_id="get_health")
def get_health(request: HttpRequest) -> Status[HealthOut]:  # noqa: ARG001 - Ninja passes it
    """503 where the database does not answer. A missing worker delays background work and is no reason to fail over."""
    health = check_health()
    return Status(200 if health.database.ok else 503, health)


def check_health() -> HealthOut:
    database = DatabaseHealth(ok=_database_answers(), engine=connection.vendor)
    work = QueueHealth(ok=queue.is_worker_alive() or not settings().worker, pending=queue.pending_count())
    return HealthOut(ok=database.ok and work.ok, version=__version__, database=database, queue=work)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
