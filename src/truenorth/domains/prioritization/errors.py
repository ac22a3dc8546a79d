from truenorth.domains.kit.errors import Conflict, Forbidden, Invalid, NotFound


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


class ModelNotUsable(Invalid):
    code = "prioritization.model_not_usable"
    title = "This formula or one of its columns cannot be used."


class RoundTooLarge(Invalid):
    code = "prioritization.round_too_large"
    title = "A round holds 2,000 candidates, 500 raters and 200,000 numbers at most. Split it."


class ColumnNotOpen(Conflict):
    code = "prioritization.column_not_open"
    title = "This column waits for its turn."


class ColumnStillOpen(Conflict):
    code = "prioritization.column_still_open"
    title = "Another column is open. Reveal it before the next one begins."


class ColumnNotRevealed(Conflict):
    code = "prioritization.column_not_revealed"
    title = "This column is not revealed yet."


class ColumnRevealed(Conflict):
    code = "prioritization.column_revealed"
    title = "This column is revealed. Ask for a re-vote to score it anew."


class ColumnRead(Conflict):
    code = "prioritization.column_read"
    title = "This column is read from the records: change the number there, or agree on another."


class RevoteOpen(Conflict):
    code = "prioritization.revote_open"
    title = "A re-vote is going on. Reveal it first."


class EndInPast(Invalid):
    code = "prioritization.end_in_past"
    title = "The timer would end in the past."


class StaleScore(Conflict):
    code = "prioritization.stale_score"
    title = "This number was changed since you read it. Both are here; nothing was saved."


class NothingToExplain(Conflict):
    code = "prioritization.nothing_to_explain"
    title = "Nobody stands two notches or more from the median here."


class NoteMissing(NotFound):
    code = "prioritization.note_not_found"
    title = "There is no such note on this candidate."


class NotYourNote(Forbidden):
    code = "prioritization.not_your_note"
    title = "Only who wrote a note, or an editor, takes it back."


class NotRankedYet(Conflict):
    code = "prioritization.not_ranked_yet"
    title = "This candidate has no rank yet: a column of it is not scored or not revealed."


class PlaceOutOfRange(Invalid):
    code = "prioritization.place_out_of_range"
    title = "The list has no such place."


class NotComparable(Invalid):
    code = "prioritization.not_comparable"
    title = "These two cannot be compared."


class ColumnUnknown(Invalid):
    code = "prioritization.column_unknown"
    title = "The scoring model has no such column."


class ColumnNotYours(Invalid):
    code = "prioritization.column_not_yours"
    title = "In this round you were asked for other columns."


class ValueOffScale(Invalid):
    code = "prioritization.value_off_scale"
    title = "This column does not take this number."


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


class TriggerUnreadable(Invalid):
    code = "prioritization.trigger_unreadable"
    title = "A trigger needs a day, or something that can be read and its threshold."


class TriggerMet(Invalid):
    code = "prioritization.trigger_met"
    title = "The threshold is met already, so this trigger would fire at once."


class MergeTargetRefused(Invalid):
    code = "prioritization.merge_target_refused"
    title = "A record is merged into another one that can be decided on."


class MergeClosesCircle(Conflict):
    code = "prioritization.merge_closes_circle"
    title = "The other record comes from this one already, so it cannot take it in."


class ContradictionMissing(NotFound):
    code = "prioritization.contradiction_not_found"
    title = "Nothing with this id speaks against this decision."


class ContradictionDismissed(Conflict):
    code = "prioritization.contradiction_dismissed"
    title = "Somebody dismissed this already, in other words."


class AddressRefused(Invalid):
    code = "prioritization.address_refused"
    title = "No letter can be sent to this address."


class LetterNotSent(Conflict):
    code = "prioritization.letter_not_sent"
    title = "The mail server did not take the letter. Nothing was sent and nothing recorded."


class StatementUnwritten(Invalid):
    code = "prioritization.statement_unwritten"
    title = "Write a title and words for everybody before you publish."


class StatementNotForYes(Conflict):
    code = "prioritization.statement_not_for_yes"
    title = "The list of what we are not doing shows no yes."


class DecisionSuperseded(Conflict):
    code = "prioritization.decision_superseded"
    title = "A later decision took the place of this one."
