"""The members and teams of a workspace, as other tools' files name them."""

from collections import Counter
from uuid import UUID

from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.selectors import list_members, list_teams


class People:
    """Known by their e-mail address, or by a name that nobody else has."""

    def __init__(self, viewer: Member) -> None:
        members = list(list_members(viewer))
        names = Counter(plain_name(member.name) for member in members)
        self._known = {plain_name(member.name): member.id for member in members if names[plain_name(member.name)] == 1}
        self._known |= {plain_name(member.email): member.id for member in members}

    def find(self, name: str) -> UUID | None:
        return self._known.get(plain_name(name))


class Teams:
    """Known by their names."""

    def __init__(self, viewer: Member) -> None:
        self._known = {plain_name(team.name): team.id for team in list_teams(viewer)}

    def find(self, name: str) -> UUID | None:
        return self._known.get(plain_name(name))


def plain_name(name: str) -> str:
    return " ".join(name.split()).casefold()
