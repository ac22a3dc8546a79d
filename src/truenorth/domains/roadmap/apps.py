from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "truenorth.domains.roadmap"
    label = "roadmap"

    def ready(self) -> None:
        from truenorth.domains.graph.registry import register_kind, register_marker
        from truenorth.domains.graph.rules import Step
        from truenorth.domains.kit.facts import subscribe
        from truenorth.domains.kit.readings import register_measure, register_measures_of_workspaces
        from truenorth.domains.prioritization.kinds import DecisionRecorded
        from truenorth.domains.roadmap.kinds import (
            KINDS,
            MEASURES,
            ROADMAP,
            list_own_measures,
            mark_outcomes,
            mark_places,
        )
        from truenorth.domains.roadmap.rules import OWN
        from truenorth.domains.roadmap.services import heed_decision
        from truenorth.domains.workspace.registry import register_view

        register_view(ROADMAP)
        for kind in KINDS:
            register_kind(kind)
        for measure in MEASURES:
            register_measure(measure)
        register_measures_of_workspaces(OWN, list_own_measures)
        register_marker(Step.ROADMAP, mark_places)
        register_marker(Step.OUTCOME, mark_outcomes)
        subscribe(DecisionRecorded, heed_decision)
