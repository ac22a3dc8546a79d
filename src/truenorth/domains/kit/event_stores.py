"""The event stores of this installation: a folder for each workspace, opened once by a process and kept open."""

import contextlib
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from truenorth.domains.kit.settings import settings
from truenorth.engines.events import StoreUnusable

if TYPE_CHECKING:
    from truenorth.engines.events import EventStore

_opened: "dict[Path, EventStore]" = {}
_lock = Lock()


def folder_of_stores() -> Path:
    return settings().data_dir / "events"


def list_event_stores() -> list[str]:
    """The slugs of the workspaces that have one."""
    return sorted(manifest.parent.name for manifest in folder_of_stores().glob("*/manifest.sqlite"))


def open_event_store(slug: str) -> "EventStore":
    """The workspace's store, made when missing; for any number of threads. Raises StoreUnusable."""
    from truenorth.engines.events import EventStore

    folder = folder_of_stores() / slug
    with _lock:
        if folder not in _opened:
            _opened[folder] = EventStore.open(folder)
        return _opened[folder]


def let_go_of(store: "EventStore") -> None:
    """Close a store that failed; whoever asks next gets it opened anew."""
    with _lock:
        for folder in [folder for folder, each in _opened.items() if each is store]:
            del _opened[folder]
    with contextlib.suppress(StoreUnusable):  # it failed already, and what was not acknowledged is sent again
        store.close()


def close_event_stores() -> None:
    """Make durable what was appended, and give the files up."""
    with _lock:
        stores = list(_opened.values())
        _opened.clear()
    for store in stores:
        store.close()
