from truenorth.domains.kit.errors import Conflict, Invalid


class MoveNotAllowed(Conflict):
    code = "roadmap.move_not_allowed"
    title = "An initiative in this state does not go there."


class GateNotMet(Conflict):
    code = "roadmap.gate_not_met"
    title = "Something is missing. Add it, or go on under your name with a reason."


class ReasonMissing(Invalid):
    code = "roadmap.reason_missing"
    title = "This step is explained by a reason."


class OutcomeMissing(Invalid):
    code = "roadmap.outcome_missing"
    title = "An initiative is closed as a win, no win, a redirect, or dropped."


class DatesReversed(Invalid):
    code = "roadmap.dates_reversed"
    title = "The target date lies before the start."
