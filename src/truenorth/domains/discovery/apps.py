from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "truenorth.domains.discovery"
    label = "discovery"

    def ready(self) -> None:
        from truenorth.domains.discovery.kinds import KINDS, MEASURES, mark_hypotheses
        from truenorth.domains.graph.registry import register_kind, register_marker
        from truenorth.domains.graph.rules import Step
        from truenorth.domains.kit.readings import register_measure

        for kind in KINDS:
            register_kind(kind)
        register_marker(Step.HYPOTHESIS, mark_hypotheses)
        for measure in MEASURES:
            register_measure(measure)
