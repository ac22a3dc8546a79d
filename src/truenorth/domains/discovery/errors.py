from truenorth.domains.kit.errors import Conflict, Invalid, TooLarge


class QuoteMismatch(Invalid):
    code = "discovery.quote_mismatch"
    title = "The quote is not what stands at this place of the document."


class HighlightOutside(Invalid):
    code = "discovery.highlight_outside"
    title = "This range marks no words of the document."


class HighlightLost(Conflict):
    code = "discovery.highlight_lost"
    title = "The new text no longer holds a highlighted quote. Remove the highlight first, or keep its words."


class TranscriptRefused(Invalid):
    code = "discovery.transcript_refused"
    title = "This file is not a transcript we can read."


class TranscriptTooLarge(TooLarge):
    code = "discovery.transcript_too_large"
    title = "The transcript is longer than two million characters."


class TagTaken(Conflict):
    code = "discovery.tag_taken"
    title = "There is a tag of this name already."


class NotTaggable(Invalid):
    code = "discovery.not_taggable"
    title = "Only highlights and feedback carry tags."


class NotEvidence(Invalid):
    code = "discovery.not_evidence"
    title = "An insight cites highlights, feedback and requests of this workspace."


class ThresholdFixed(Conflict):
    code = "discovery.threshold_fixed"
    title = "A test of this hypothesis has begun. What counts as success was fixed before it and stays."


class ThresholdMissing(Invalid):
    code = "discovery.threshold_missing"
    title = "Say which metric must reach which threshold before you call the hypothesis supported or refuted."
