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


class UnknownSegment(Invalid):
    code = "experiments.unknown_segment"
    title = "The results were not split by this."


class UnknownVariant(Invalid):
    code = "experiments.unknown_variant"
    title = "The results have no such variant."


class PlanUnusable(Invalid):
    code = "experiments.plan_unusable"
    title = "No size can be told from these numbers."


class NothingRead(Conflict):
    code = "experiments.nothing_read"
    title = "Nothing was read of this experiment yet, so nothing can be concluded."


class SplitOff(Conflict):
    code = "experiments.split_off"
    title = "The data of this experiment are not sound, so neither a win nor none can be concluded."


class NotShown(Conflict):
    code = "experiments.not_shown"
    title = "The results do not show a win."
