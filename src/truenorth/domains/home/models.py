from django.db import models

from truenorth.domains.graph.kinds import Reason
from truenorth.domains.graph.models import Node
from truenorth.domains.home.rules import describe
from truenorth.domains.workspace.models import Member, WorkspaceRow


class InboxItem(WorkspaceRow):
    """Something that waits for one member at a record. It is done by the member, or by doing what was asked."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Reason])
    note = models.CharField(max_length=500, blank=True, default="")
    actor = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "node", "reason"], condition=models.Q(done_at=None), name="asked_openly_once"
            )
        ]
        indexes = [models.Index(fields=["member", "done_at", "-asked_at"], name="inbox_newest_first")]

    @property
    def sentence(self) -> str:
        return describe(Reason(self.reason), by=self.actor.name if self.actor else None, note=self.note)
