"""What the domains contribute to the workspace: the views of theirs that can be shared by a link."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedView:
    """A view for whoever holds a link: its page's address, before the token, and what may be chosen for it.

    `options` are what can be chosen, each with its values.
    """

    name: str
    label: str
    path: str
    options: Mapping[str, Collection[str]] = field(default_factory=dict)


_views: dict[str, SharedView] = {}


def register_view(view: SharedView) -> None:
    _views[view.name] = view


def get_view(name: str) -> SharedView:
    return _views[name]


def find_view(name: str) -> SharedView | None:
    return _views.get(name)


def list_views() -> list[SharedView]:
    return [_views[name] for name in sorted(_views)]
