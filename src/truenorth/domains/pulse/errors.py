from truenorth.domains.kit.errors import Conflict, Invalid, NotFound


class PulseEndsBeforeStart(Invalid):
    code = "pulse.ends_before_start"
    title = "A Pulse cannot end before it starts."


class PulsePublished(Conflict):
    code = "pulse.published"
    title = "This Pulse is published. It stays as people read it."


class PulseArchived(Conflict):
    code = "pulse.archived"
    title = "This Pulse is archived. Restore it first."


class MatterMissing(NotFound):
    code = "pulse.matter_not_found"
    title = "There is no such concern or action in this workspace."


class MatterClosed(Conflict):
    code = "pulse.matter_closed"
    title = "This is closed. Open it again before you change it."


class MatterStale(Conflict):
    code = "pulse.stale_version"
    title = "Somebody changed this since you read it. Nothing was saved."
