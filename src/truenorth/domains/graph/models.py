from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models

from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.kit import clock
from truenorth.domains.kit.ids import new_id
from truenorth.domains.workspace.models import ImportRun, Member, Workspace

TITLE_LENGTH = 300
BODY_LENGTH = 2_000_000
COMMENT_LENGTH = 20_000


class Node(models.Model):
    """One linkable thing. Its title, text, version and life live here and nowhere else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=20)
    title = models.CharField(max_length=TITLE_LENGTH)
    body = models.TextField(max_length=BODY_LENGTH, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)
    import_run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, blank=True, related_name="+")
    external_id = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "number"], name="node_number_once"),
            models.UniqueConstraint(
                fields=["workspace", "kind", "external_id"],
                condition=models.Q(trashed_at=None) & ~models.Q(external_id=""),
                name="node_external_id_once",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "kind", "-created_at", "-id"], name="node_newest_first"),
            # A list counts and orders what is in sight without reading the texts beside it.
            models.Index(
                fields=["workspace", "kind", "trashed_at", "archived_at", "-created_at", "-id"], name="node_in_sight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class Counter(models.Model):
    """The last number given to a kind in a workspace."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "kind"], name="one_counter_each")]


class Link(models.Model):
    """A sentence between two nodes. It is closed, never deleted, so that the graph of any date can be replayed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in LinkKind])
    source = models.ForeignKey(Node, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Node, models.CASCADE, related_name="links_in")
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source", "target"],
                condition=models.Q(removed_at=None),
                name="link_open_once",
            ),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="link_joins_two_nodes"),
        ]


class Comment(models.Model):
    """What a member said about a node. Taken back, it is out of sight but not gone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, models.CASCADE, related_name="comments")
    author = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    body = models.TextField(max_length=COMMENT_LENGTH)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["node", "created_at"], name="comments_of_a_node")]


class Attachment(models.Model):
    """A file on a node. Its bytes lie in the data folder under their digest, once however often they are attached."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    created_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["node", "created_at"], name="attachments_of_a_node")]


class Record(models.Model):
    """Base of every linkable record: the Node's id is the record's id, and the Node carries what all share."""

    node = models.OneToOneField(Node, models.CASCADE, primary_key=True, related_name="+")

    if TYPE_CHECKING:
        node_id: UUID
        objects: ClassVar[models.Manager["Record"]]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.node)

    @property
    def id(self) -> UUID:
        return self.node_id

    @property
    def kind(self) -> str:
        return self.node.kind

    @property
    def key(self) -> str:
        return self.node.key

    @property
    def title(self) -> str:
        return self.node.title

    @property
    def body(self) -> str:
        return self.node.body

    @property
    def version(self) -> int:
        return self.node.version

    @property
    def created_at(self) -> datetime:
        return self.node.created_at

    @property
    def updated_at(self) -> datetime:
        return self.node.updated_at

    @property
    def created_by(self) -> Member | None:
        return self.node.created_by

    @property
    def archived_at(self) -> datetime | None:
        return self.node.archived_at
