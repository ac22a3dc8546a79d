from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.errors import NotYourComment
from truenorth.domains.graph.kinds import MemberMentioned
from truenorth.domains.graph.models import Comment, Node
from truenorth.domains.graph.rules import find_mentions
from truenorth.domains.graph.selectors import get_comment
from truenorth.domains.kit import clock, facts
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_contributor
from truenorth.domains.workspace.rules import Role
from truenorth.domains.workspace.selectors import list_members
from truenorth.domains.workspace.services import Entry, record


@transaction.atomic
def add_comment(*, actor: Member, node: Node, body: str) -> Comment:
    require_contributor(actor)
    comment = Comment.objects.create(node=node, author=actor, body=body)
    record(actor, _entry("comment", comment, None, body))
    _announce_mentions(actor, comment, before="")
    return comment


@transaction.atomic
def revise_comment(*, actor: Member, comment_id: UUID, body: str) -> Comment:
    """Change one's own words; who is mentioned for the first time hears of it."""
    require_contributor(actor)
    comment = get_comment(actor, comment_id)
    if comment.author_id != actor.id:
        raise NotYourComment
    before = comment.body
    if before == body:
        return comment
    comment.body, comment.edited_at = body, clock.now()
    comment.save(update_fields=["body", "edited_at"])
    record(actor, _entry("revise_comment", comment, before, body))
    _announce_mentions(actor, comment, before=before)
    return comment


@transaction.atomic
def remove_comment(*, actor: Member, comment_id: UUID) -> None:
    """Take back one's own words; an admin may take back anybody's."""
    require_contributor(actor)
    comment = get_comment(actor, comment_id)
    if comment.author_id != actor.id and not actor.may_act_as(Role.ADMIN):
        raise NotYourComment
    comment.removed_at = clock.now()
    comment.save(update_fields=["removed_at"])
    record(actor, _entry("remove_comment", comment, comment.body, None))


def _announce_mentions(actor: Member, comment: Comment, *, before: str) -> None:
    new = find_mentions(comment.body) - find_mentions(before) - {actor.id}
    for member in list_members(actor).filter(pk__in=new) if new else ():
        facts.announce(
            MemberMentioned(node_id=comment.node_id, comment_id=comment.id, member_id=member.id, actor_id=actor.id)
        )


def _entry(action: str, comment: Comment, before: str | None, after: str | None) -> Entry:
    node = comment.node
    return Entry(
        action=action,
        target_kind=node.kind,
        target_id=node.id,
        target_title=node.title,
        changes={"comment": (before, after)},
    )
