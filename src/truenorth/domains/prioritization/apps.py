from django.apps import AppConfig


class PrioritizationConfig(AppConfig):
    name = "truenorth.domains.prioritization"
    label = "prioritization"

    def ready(self) -> None:
        from truenorth.domains.graph.kinds import LinkCreated, ReadingsMoved
        from truenorth.domains.graph.registry import register_kind, register_marker
        from truenorth.domains.graph.rules import Step
        from truenorth.domains.kit.facts import subscribe
        from truenorth.domains.prioritization.kinds import KINDS, NOT_DOING, mark_scores
        from truenorth.domains.prioritization.services import (
            heed_link,
            heed_moved_readings,
            heed_new_link,
            heed_readings,
        )
        from truenorth.domains.workspace.registry import register_view

        for kind in KINDS:
            register_kind(kind)
        register_marker(Step.SCORE, mark_scores)
        register_view(NOT_DOING)
        subscribe(LinkCreated, heed_link)
        subscribe(LinkCreated, heed_new_link)
        subscribe(ReadingsMoved, heed_readings)
        subscribe(ReadingsMoved, heed_moved_readings)
