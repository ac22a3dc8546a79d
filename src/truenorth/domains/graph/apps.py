from django.apps import AppConfig


class GraphConfig(AppConfig):
    name = "truenorth.domains.graph"
    label = "graph"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from truenorth.domains.graph.services import ensure_search_index

        post_migrate.connect(ensure_search_index, sender=self)
