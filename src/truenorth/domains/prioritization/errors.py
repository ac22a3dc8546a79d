from truenorth.domains.kit.errors import Conflict, Invalid, NotFound


class RoundNotOpen(Conflict):
    code = "prioritization.round_not_open"
    title = "The round was revealed: candidates and raters are fixed."


class RoundClosed(Conflict):
    code = "prioritization.round_closed"
    title = "The round is closed: its scores are a record now."


class RoundMoveRefused(Conflict):
    code = "prioritization.round_move_refused"
    title = "A round goes from open to revealed to closed."


class NothingToReveal(Conflict):
    code = "prioritization.nothing_to_reveal"
    title = "Nobody has scored in this round yet."


class ScoringModelFixed(Conflict):
    code = "prioritization.scoring_model_fixed"
    title = "People have scored by this model: its formula and a round's model stay as they are."


class ColumnUnknown(Invalid):
    code = "prioritization.column_unknown"
    title = "The scoring model has no such column."


class ColumnNotYours(Invalid):
    code = "prioritization.column_not_yours"
    title = "In this round you were asked for other columns."


class ValueOffScale(Invalid):
    code = "prioritization.value_off_scale"
    title = "Score with one of 1, 2, 3, 5, 8, 13, 20."


class CandidateMissing(NotFound):
    code = "prioritization.candidate_not_found"
    title = "This round has no such candidate."


class RaterMissing(NotFound):
    code = "prioritization.rater_not_found"
    title = "Nobody with this id was asked to score in this round."


class RaterCannotScore(Invalid):
    code = "prioritization.rater_cannot_score"
    title = "A viewer cannot be asked to score. Make them a contributor first."


class SubjectNotDecidable(Invalid):
    code = "prioritization.subject_not_decidable"
    title = "A decision is taken on a request, an opportunity, an initiative or the like, not on this."


class RevisitInPast(Invalid):
    code = "prioritization.revisit_in_past"
    title = "The day to look again lies in the past."
