from django.conf import settings

from truenorth.domains.kit import queue


def test_the_worker_knows_the_work_of_every_domain() -> None:
    queue.discover(settings.INSTALLED_APPS)

    assert "truenorth.domains.graph.tasks.purge_old_trash" in queue.list_tasks()
