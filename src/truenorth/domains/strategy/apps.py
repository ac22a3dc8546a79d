from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "truenorth.domains.strategy"
    label = "strategy"

    def ready(self) -> None:
        from truenorth.domains.graph.registry import register_kind
        from truenorth.domains.kit.readings import register_reading
        from truenorth.domains.strategy.kinds import KINDS, read_key_results

        for kind in KINDS:
            register_kind(kind)
        register_reading("key_result", read_key_results)
