from truenorth.domains.kit.errors import Conflict, Invalid


class MoveNotAllowed(Conflict):
    code = "experiments.move_not_allowed"
    title = "An experiment cannot go from its state to that one."


class NoControl(Invalid):
    code = "experiments.no_control"
    title = "Name the control: one of the variants found in the file."


class TooFewVariants(Invalid):
    code = "experiments.too_few_variants"
    title = "A readout compares at least two variants."


class NoMetrics(Invalid):
    code = "experiments.no_metrics"
    title = "The file has no column that could be read as a metric."
