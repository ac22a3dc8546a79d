from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    name = "truenorth.domains.experiments"
    label = "experiments"

    def ready(self) -> None:
        from truenorth.domains.experiments.kinds import EXPERIMENT
        from truenorth.domains.experiments.selectors import mark_metrics
        from truenorth.domains.graph.registry import register_kind, register_marker
        from truenorth.domains.graph.rules import Step

        register_kind(EXPERIMENT)
        register_marker(Step.METRIC, mark_metrics)
