from truenorth.domains.kit.errors import DomainError, Invalid


class BodyUnreadable(DomainError):
    status = 400
    code = "ingestion.body_unreadable"
    title = "The events could not be read."


class FormUnknown(DomainError):
    status = 415
    code = "ingestion.form_unknown"
    title = "Send application/json or application/x-ndjson, plain or with Content-Encoding: gzip."


class NothingAccepted(Invalid):
    code = "ingestion.nothing_accepted"
    title = "None of these events could be accepted."


class StoreOutOfRoom(DomainError):
    status = 503
    code = "ingestion.store_full"
    title = "There is no room for more events. Send them again later."


class StoreOutOfOrder(DomainError):
    status = 503
    code = "ingestion.store_unusable"
    title = "The events could not be made durable. Send them again later."


class TooMuchAtOnce(DomainError):
    status = 503
    code = "ingestion.busy"
    title = "More events are coming in than can be written. Nothing of this was taken: send it again."
