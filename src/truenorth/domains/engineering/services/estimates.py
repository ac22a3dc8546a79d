from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from truenorth.domains.engineering.models import Estimate
from truenorth.domains.engineering.selectors import find_estimates
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.services import Entry, record


def draft_estimate(actor: Member, values: Mapping[str, Any]) -> tuple[Estimate, Mapping[str, str]]:
    """A row that is not saved yet, and what is wrong with it by field."""
    drafted = Estimate(workspace=actor.workspace, **values)
    try:
        drafted.clean_fields(exclude={"workspace", "team", "import_run"})
    except ValidationError as error:
        return drafted, {name: " ".join(words) for name, words in error.message_dict.items()}
    return drafted, {}


@transaction.atomic
def bring_estimates(*, actor: Member, drafts: Sequence[Estimate], run_id: UUID | None = None) -> int:
    """Finished work that comes in with an import, and leaves with it; how much of it is new."""
    require_editor(actor)
    known = set(
        find_estimates(actor)
        .filter(external_id__in=[each.external_id for each in drafts])
        .values_list("external_id", flat=True)
    )
    new = [each for each in drafts if each.external_id not in known]
    for each in new:
        each.import_run_id = run_id
    Estimate.objects.bulk_create(
        new,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["workspace", "external_id"],
        update_fields=["team", "team_name", "label", "estimate", "actual", "unit", "finished_on", "import_run"],
    )
    if new:
        record(actor, _entry(actor, len(new)))
    return len(new)


def _entry(actor: Member, count: int) -> Entry:
    return Entry(
        action="bring_estimates",
        target_kind="estimates",
        target_id=actor.workspace_id,
        target_title="Finished work",
        changes={"estimates": (None, count)},
    )
