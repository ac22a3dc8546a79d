from django.apps import AppConfig


class GraphConfig(AppConfig):
    name = "truenorth.domains.graph"
    label = "graph"
