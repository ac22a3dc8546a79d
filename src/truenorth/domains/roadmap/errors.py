from truenorth.domains.kit.errors import Conflict, Invalid, NotFound


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
    title = "These dates cannot be: one lies before another that comes first."


class InitiativeUnworded(Invalid):
    code = "roadmap.initiative_unworded"
    title = "Customers are shown a title that was written for them. Write it before you publish."


class NotShipped(Conflict):
    code = "roadmap.not_shipped"
    title = "This was not shipped, so that there is nothing to tell."


class FieldMissing(NotFound):
    code = "roadmap.field_not_found"
    title = "There is no such field in this workspace."


class FieldKeyTaken(Conflict):
    code = "roadmap.field_key_taken"
    title = "Another field has this key."


class FieldValueRefused(Invalid):
    code = "roadmap.field_value_refused"
    title = "A value does not fit its field."


class FieldInUse(Conflict):
    code = "roadmap.field_in_use"
    title = "This is in use. Take it out there first."


class TooManyFields(Conflict):
    code = "roadmap.too_many_fields"
    title = "A workspace has as many fields of its own as it can have."


class ConditionRefused(Invalid):
    code = "roadmap.condition_refused"
    title = "A condition does not fit its field."


class ViewMissing(NotFound):
    code = "roadmap.view_not_found"
    title = "There is no such view, or it is somebody else's."


class RowStale(Conflict):
    code = "roadmap.stale_version"
    title = "Somebody changed this since you read it. What is here now comes with this answer; nothing was saved."


class PlanMissing(NotFound):
    code = "roadmap.plan_not_found"
    title = "There is no such plan in this workspace."


class NothingToPlan(Conflict):
    code = "roadmap.nothing_to_plan"
    title = "Nothing in this scope has both a place on the board and an effort."


class TooMuchToPlan(Invalid):
    code = "roadmap.too_much_to_plan"
    title = "There is more in this scope than can be planned at once. Narrow it down."


class PlanRefused(Conflict):
    code = "roadmap.plan_refused"
    title = "This work cannot be put in sequence."


class PlanAccepted(Conflict):
    code = "roadmap.plan_accepted"
    title = "This plan was accepted before."


class PlanOutdated(Conflict):
    code = "roadmap.plan_outdated"
    title = "Some of this was changed since the plan was made. Nothing was saved; ask for a new plan."


class AgainstAdvice(Invalid):
    code = "roadmap.against_advice"
    title = "This goes against the advice and costs something: say why."


class NoSuchInitiative(Invalid):
    code = "roadmap.no_such_initiative"
    title = "There is no such initiative in this workspace."


class DependencyMissing(NotFound):
    code = "roadmap.dependency_not_found"
    title = "There is no such dependency between two initiatives."


class ChangeMissing(NotFound):
    code = "roadmap.change_not_found"
    title = "This did not change between the two."


class SnapshotMissing(NotFound):
    code = "roadmap.snapshot_not_found"
    title = "There is no such snapshot in this workspace."
