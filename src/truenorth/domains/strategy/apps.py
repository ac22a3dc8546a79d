from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "truenorth.domains.strategy"
    label = "strategy"

    def ready(self) -> None:
        from truenorth.domains.graph.registry import register_kind
        from truenorth.domains.kit.readings import register_measure
        from truenorth.domains.strategy.kinds import KEY_RESULT_VALUE, KINDS

        for kind in KINDS:
            register_kind(kind)
        register_measure(KEY_RESULT_VALUE)
