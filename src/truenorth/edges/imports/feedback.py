from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from truenorth.domains.discovery.kinds import REQUEST
from truenorth.domains.discovery.models import Account, Feedback
from truenorth.domains.discovery.rules import Strength, title_of
from truenorth.domains.graph.models import TITLE_LENGTH, Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import list_nodes, list_records
from truenorth.domains.graph.services import create_links, create_records
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.rules import Role
from truenorth.edges.imports.cells import read_choice, read_instant, read_number
from truenorth.edges.imports.errors import RowRefused
from truenorth.edges.imports.importers import ReadRow, TableImporter
from truenorth.edges.imports.jobs import Job
from truenorth.edges.imports.mapping import Field

STRENGTHS = tuple(strength.value for strength in Strength)


class FeedbackImporter(TableImporter[Feedback]):
    source = "feedback"
    label = "Feedback"
    help = (
        "Reviews, tickets and survey answers, one a row: the text, and where there is one its rating, theme, account "
        "and the request that it is a vote for."
    )
    writer = Role.CONTRIBUTOR
    model = Feedback
    fields = (
        Field(
            name="body",
            label="Text",
            aliases=("feedback", "comment", "message", "review", "content", "verbatim", "description", "answer"),
            is_required=True,
        ),
        Field(name="title", label="Title", aliases=("subject", "headline", "summary")),
        Field(name="source", label="Source", aliases=("channel", "origin", "platform")),
        Field(name="rating", label="Rating", aliases=("score", "stars", "nps", "nps score")),
        Field(
            name="received_at",
            label="Received",
            aliases=("created", "created at", "date", "submitted at", "timestamp", "time"),
        ),
        Field(name="theme", label="Theme", aliases=("topic", "category", "label")),
        Field(name="account", label="Account", aliases=("company", "customer", "organisation", "organization")),
        Field(name="request", label="Request", aliases=("request key", "asks for", "feature request")),
        Field(name="strength", label="Evidence", aliases=("evidence strength",)),
        Field(name="external_id", label="Id", aliases=("feedback id", "review id", "ticket id", "response id")),
    )

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self._accounts: dict[str, UUID | None] = {
            account.title.casefold(): account.id for account in list_records(job.actor, Account).order_by()
        }
        self._requests = Requests(job.actor)
        self._votes: dict[str, Node] = {}

    def read_row(self, cells: Mapping[str, str]) -> Mapping[str, Any]:
        body = cells["body"].strip()
        if not body:
            raise RowRefused("body", "There is no text.")
        values = {
            "title": cells.get("title", "").strip() or title_of(body),
            "body": body,
            "source": cells.get("source", "").strip(),
            "rating": read_number("rating", cells.get("rating", "")),
            "received_at": read_instant("received_at", cells.get("received_at", "")),
            "theme": cells.get("theme", "").strip(),
            "account": _read_name(cells.get("account", "")),
            "request": self._requests.find(cells.get("request", "")),
        }
        strength = read_choice("strength", cells.get("strength", ""), choices=STRENGTHS)
        return values | ({"strength": strength} if strength else {})

    def prepare_batch(self, rows: Sequence[ReadRow]) -> Sequence[Mapping[str, Any]]:
        """Accounts are known by their name; the ones that are new come in with the feedback, and votes wait for it."""
        spelled: dict[str, str] = {}
        for row in rows:
            spelled.setdefault(row.values["account"].casefold(), row.values["account"])
        new = [name for key, name in spelled.items() if key and key not in self._accounts]
        if new:
            self._make_accounts(new)
        prepared: list[Mapping[str, Any]] = []
        for row in rows:
            values = dict(row.values)
            name, request = values.pop("account").casefold(), values.pop("request")
            if request:
                self._votes[row.external_id] = request
            prepared.append(values | {"account_id": self._accounts.get(name)})
        self.job.count("votes", sum(1 for row in rows if row.values["request"]))
        return prepared

    def save(self, drafts: Sequence[Feedback]) -> Sequence[Feedback]:
        saved = super().save(drafts)
        votes = [
            (each.node, self._votes[each.node.external_id]) for each in saved if each.node.external_id in self._votes
        ]
        create_links(actor=self.job.actor, kind=LinkKind.SUPPORTS, pairs=votes)
        return saved

    def _make_accounts(self, names: Sequence[str]) -> None:
        made: dict[str, UUID | None] = dict.fromkeys((name.casefold() for name in names), None)
        if not self.job.is_dry_run:
            accounts = create_records(Account, actor=self.job.actor, rows=[{"title": name} for name in names])
            made = {account.title.casefold(): account.id for account in accounts}
        self._accounts |= made
        self.job.count("accounts", len(names))


class Requests:
    """The requests of a workspace, known by their key or their title."""

    def __init__(self, actor: Member) -> None:
        self._named: dict[str, list[Node]] = {}
        for node in list_nodes(actor).filter(kind=REQUEST.name).defer("body"):
            for name in {node.key.casefold(), " ".join(node.title.split()).casefold()}:
                self._named.setdefault(name, []).append(node)

    def find(self, cell: str) -> Node | None:
        name = " ".join(cell.split())
        if not name:
            return None
        found = self._named.get(name.casefold(), [])
        if len(found) != 1:
            known = f"{len(found)} requests have the title" if found else "There is no request with the key or title"
            raise RowRefused("request", f"{known} {name[:60]!r}.")
        return found[0]


def _read_name(cell: str) -> str:
    name = " ".join(cell.split())
    if len(name) > TITLE_LENGTH:
        raise RowRefused("account", f"The name of an account has at most {TITLE_LENGTH} characters.")
    return name
