from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "truenorth.domains.calibration"
    label = "calibration"

    def ready(self) -> None:
        from truenorth.domains.calibration.kinds import KINDS
        from truenorth.domains.graph.registry import register_kind

        for kind in KINDS:
            register_kind(kind)
