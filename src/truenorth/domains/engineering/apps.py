from django.apps import AppConfig


class EngineeringConfig(AppConfig):
    name = "truenorth.domains.engineering"
    label = "engineering"

    def ready(self) -> None:
        from truenorth.domains.engineering.kinds import KINDS
        from truenorth.domains.graph.registry import register_kind

        for kind in KINDS:
            register_kind(kind)
