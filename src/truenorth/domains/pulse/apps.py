from django.apps import AppConfig


class PulseConfig(AppConfig):
    name = "truenorth.domains.pulse"
    label = "pulse"

    def ready(self) -> None:
        from truenorth.domains.graph.registry import register_kind
        from truenorth.domains.pulse.kinds import KINDS

        for kind in KINDS:
            register_kind(kind)
