"""A board of Trello: its cards are the work, its lists say where each stands."""

from collections.abc import Iterable, Mapping, Sequence

from truenorth.edges.imports.trackers.documents import Value, as_text, items_in, list_items, refuse, text_at
from truenorth.edges.imports.trackers.importer import TrackerImporter
from truenorth.edges.imports.trackers.layouts import Layout


class TrelloImporter(TrackerImporter):
    source = "trello"
    label = "Trello"
    help = (
        "A board in JSON: cards with their list as state, members, dates, labels; checklists and comments come under "
        "the description. Archived cards and lists are left out."
    )
    layout = Layout(
        columns={
            "title": ("Card Name", "name"),
            "body": ("Card Description", "desc"),
            "external_id": ("Card ID", "id"),
            "url": ("Card URL", "url"),
            "project": ("Board Name",),
            "assignee": ("Members",),
            "status": ("List Name",),
            "done": ("Due Complete",),
            "starts_on": ("Start Date", "start"),
            "target_on": ("Due Date", "due"),
            "labels": ("Labels",),
            "left_out": ("Archived",),
        },
        left_out="archived cards",
    )

    def lay_rows(self, documents: Sequence[Value]) -> Sequence[Mapping[str, str]]:
        boards = [each for each in documents if isinstance(each, dict) and isinstance(each.get("cards"), list)]
        if len(boards) != len(documents):
            refuse("It holds no board: a list of cards is missing.")
        return [board.lay(card) for board in map(Board, boards) for card in list_items([board.content], "cards")]


class Board:
    """A board's cards, each with what lies elsewhere in the export: its list, members, checklists, comments, fields."""

    def __init__(self, content: dict[str, Value]) -> None:
        self.content = content
        comments = [each for each in items_in(content, "actions") if text_at(each, "type") == "commentCard"]
        fields = items_in(content, "customFields")
        self._lists = {text_at(each, "id"): each for each in items_in(content, "lists")}
        self._members = {text_at(each, "id"): text_at(each, "fullName") for each in items_in(content, "members")}
        self._checklists = _by_card(items_in(content, "checklists"), "idCard")
        self._comments = _by_card(comments, "data", "card", "id")
        self._fields = {text_at(each, "id"): text_at(each, "name") for each in fields}
        self._choices = {
            text_at(option, "id"): text_at(option, "value", "text")
            for each in fields
            for option in items_in(each, "options")
        }

    def lay(self, card: dict[str, Value]) -> dict[str, str]:
        place = self._lists.get(text_at(card, "idList"), {})
        ids = text_at(card, "idMembers").splitlines()
        return {
            **self._lay_fields(card),
            "Card ID": text_at(card, "id"),
            "Card Name": text_at(card, "name"),
            "Card Description": self._tell(card),
            "Card URL": text_at(card, "shortUrl") or text_at(card, "url"),
            "Board Name": text_at(self.content, "name"),
            "List Name": text_at(place, "name"),
            "Members": "\n".join(self._members.get(each, each) for each in ids),
            "Labels": text_at(card, "labels"),
            "Start Date": text_at(card, "start"),
            "Due Date": text_at(card, "due"),
            "Due Complete": text_at(card, "dueComplete"),
            "Archived": text_at(card, "closed") or text_at(place, "closed"),
        }

    def _lay_fields(self, card: dict[str, Value]) -> dict[str, str]:
        """The board's own fields by their names; one that is chosen from a list by the words of its choice."""
        cells: dict[str, str] = {}
        for item in items_in(card, "customFieldItems"):
            name, value = self._fields.get(text_at(item, "idCustomField"), ""), item.get("value")
            given = [as_text(each) for each in value.values()] if isinstance(value, dict) else []
            cells[name] = self._choices.get(text_at(item, "idValue"), "") or ", ".join(given)
        return {name: cell for name, cell in cells.items() if name}

    def _tell(self, card: dict[str, Value]) -> str:
        card_id = text_at(card, "id")
        checklists = map(_tell_checklist, self._checklists.get(card_id, ()))
        comments = _tell_comments(self._comments.get(card_id, ()))
        return "\n\n".join(filter(None, (text_at(card, "desc"), *checklists, comments)))


def _by_card(things: Iterable[dict[str, Value]], *path: str) -> dict[str, list[dict[str, Value]]]:
    found: dict[str, list[dict[str, Value]]] = {}
    for each in things:
        found.setdefault(text_at(each, *path), []).append(each)
    return found


def _tell_checklist(checklist: dict[str, Value]) -> str:
    items = sorted(items_in(checklist, "checkItems"), key=lambda each: _place(text_at(each, "pos")))
    lines = [f"- [{'x' if text_at(each, 'state') == 'complete' else ' '}] {text_at(each, 'name')}" for each in items]
    return "\n".join((f"## {text_at(checklist, 'name')}", *lines))


def _tell_comments(comments: Sequence[dict[str, Value]]) -> str:
    """The oldest first; the export has the newest first."""
    told = [
        f"**{text_at(each, 'memberCreator')}, {text_at(each, 'date')[:10]}:** {text_at(each, 'data', 'text')}"
        for each in reversed(comments)
    ]
    return "\n\n".join(("## Comments", *told)) if told else ""


def _place(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
