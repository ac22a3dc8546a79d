"""What customers may read of an initiative: words of its own, shown only when it is published."""

from truenorth.domains.graph.services import revise_record
from truenorth.domains.kit import clock
from truenorth.domains.roadmap.errors import InitiativeUnworded
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor


def word_initiative(
    initiative: Initiative, *, actor: Member, version: int, public_title: str, public_words: str, is_published: bool
) -> Initiative:
    """Put the public words into place and show them, or stop showing them."""
    require_editor(actor)
    if is_published and not public_title:
        raise InitiativeUnworded(fields={"public_title": "Write it first."})
    published_at = (initiative.published_at or clock.now()) if is_published else None
    changes = {"public_title": public_title, "public_words": public_words, "published_at": published_at}
    return revise_record(initiative, actor=actor, version=version, changes=changes, action="word")
