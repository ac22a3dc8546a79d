from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from truenorth.domains.graph.selectors import get_record, list_records
from truenorth.domains.pulse.models import Pulse
from truenorth.domains.pulse.rules import Content, render_markdown
from truenorth.domains.pulse.selectors.assembly import assemble_pulse
from truenorth.domains.workspace.models import Member


def get_pulse(viewer: Member, pulse_id: UUID) -> Pulse:
    return get_record(viewer, Pulse, pulse_id)


def list_pulses(viewer: Member) -> QuerySet[Pulse]:
    return list_records(viewer, Pulse).filter(node__archived_at=None).order_by("-to_on", "-node__created_at")


def get_content(viewer: Member, pulse: Pulse) -> Content | Mapping[str, Any]:
    """What was frozen when it was published; before that, what the other practices say now."""
    return assemble_pulse(viewer, pulse) if pulse.content is None else pulse.content


def get_markdown(viewer: Member, pulse: Pulse) -> str:
    return pulse.markdown if pulse.published_at else render_markdown(assemble_pulse(viewer, pulse))
