from django.apps import AppConfig


class PrioritizationConfig(AppConfig):
    name = "truenorth.domains.prioritization"
    label = "prioritization"

    def ready(self) -> None:
        from truenorth.domains.graph.registry import register_kind, register_marker
        from truenorth.domains.graph.rules import Step
        from truenorth.domains.prioritization.kinds import KINDS, mark_scores

        for kind in KINDS:
            register_kind(kind)
        register_marker(Step.SCORE, mark_scores)
