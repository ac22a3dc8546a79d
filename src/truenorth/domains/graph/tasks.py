from truenorth.domains.graph.services import purge_trash
from truenorth.domains.kit.queue import periodic


@periodic(minute="17")
def purge_old_trash() -> None:
    purge_trash()
