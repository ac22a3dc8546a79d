"""Names of columns: how a property that a plan names is called inside."""

EVENT = "event"
DEVICE = "i:device"
USER_ID = "i:user"
USER_PROPERTY = "user."


def column_of(name: str) -> str:
    """The column of a property as plans name it.

    >>> column_of("plan"), column_of("user.plan"), column_of("$event"), column_of("$device")
    ('p:plan', 'u:plan', 'event', 'i:device')
    """
    special = {"$event": EVENT, "$device": DEVICE, "$user": USER_ID}
    if name in special:
        return special[name]
    if name.startswith(USER_PROPERTY):
        return "u:" + name.removeprefix(USER_PROPERTY)
    return "p:" + name
