from truenorth.domains.kit.errors import Conflict, Invalid, NotFound


class SlicesExceedWhole(Invalid):
    code = "engineering.slices_exceed_whole"
    title = "The slices of an initiative add up to more than 100 %."


class NotAnInitiative(Invalid):
    code = "engineering.not_an_initiative"
    title = "A slice belongs to an initiative."


class TooManySlices(Conflict):
    code = "engineering.too_many_slices"
    title = "An initiative is cut into 200 slices at most."


class SlicesWaitInCircle(Conflict):
    code = "engineering.slices_wait_in_circle"
    title = "These slices wait for one another in a circle."


class SlicesChanged(Conflict):
    code = "engineering.slices_changed"
    title = "Somebody changed these slices since you read them. Nothing was saved."


class RangeRefused(Invalid):
    code = "engineering.range_refused"
    title = "An effort range goes from its low end over the likely effort to its high end."


class DependencyMissing(NotFound):
    code = "engineering.dependency_not_found"
    title = "There is no such dependency in this workspace."


class DependsOnItself(Invalid):
    code = "engineering.depends_on_itself"
    title = "A component does not depend on itself."


class PartOfItself(Invalid):
    code = "engineering.part_of_itself"
    title = "A component cannot be a part of itself, nor of one of its parts."


class ReadingAhead(Invalid):
    code = "engineering.reading_ahead"
    title = "A debt is not read before its day has come."


class LexiconStale(Conflict):
    code = "engineering.lexicon_stale"
    title = "Somebody changed these words since you read them. Nothing was saved."


class TermUnusable(Invalid):
    code = "engineering.term_unusable"
    title = "A term needs letters or digits, and stands in the list once."


class RiskFlagMissing(NotFound):
    code = "engineering.risk_flag_not_found"
    title = "No such flag is raised on this record."


class SectionBreaksOut(Invalid):
    code = "engineering.section_breaks_out"
    title = "This would not be read back as it was written."


class HistoryTooShort(Conflict):
    code = "engineering.history_too_short"
    title = "Fewer than ten pieces of finished work are known, so they say nothing about the next one."
