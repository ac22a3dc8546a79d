from truenorth.domains.kit.errors import Conflict, Invalid


class CycleEndsBeforeStart(Invalid):
    code = "strategy.cycle_ends_before_start"
    title = "A cycle ends after it starts."


class TargetEqualsBaseline(Invalid):
    code = "strategy.target_equals_baseline"
    title = "The target equals the baseline: there would be no way to go."


class CheckInAhead(Invalid):
    code = "strategy.check_in_ahead"
    title = "A check-in cannot lie in the future."


class KeyResultArchived(Conflict):
    code = "strategy.key_result_archived"
    title = "This key result is archived. Restore it before you check in."
