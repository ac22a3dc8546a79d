from typing import Any

from ninja import Field, Schema

from truenorth.domains.kit.schemas import SchemaIn
from truenorth.edges.ingestion.bodies import MOST_EVENTS


class EventIn(SchemaIn):
    """One event. `user_id`, `device_id` or both say who it is from."""

    event: str = Field(description="What happened.")
    user_id: str | int | None = None
    device_id: str | int | None = None
    time: str | float = Field(description="ISO 8601, in UTC where it names no zone, or epoch milliseconds.")
    insert_id: str | int | None = Field(None, description="Events of one insert_id are kept once.")
    properties: dict[str, Any] | None = None
    user_properties: dict[str, Any] | None = None


class RejectedEventOut(Schema):
    """`index` counts the events of the delivery from 0."""

    index: int
    field: str
    reason: str


class DeliveryOut(Schema):
    """`accepted` events are on the disk; those `rejected` are not, and the same text would be rejected again."""

    accepted: int
    rejected: list[RejectedEventOut]


BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "As JSON, or an event a line as application/x-ndjson; either may be gzipped.",
        "content": {
            "application/json": {
                "schema": {
                    "title": "Delivery",
                    "type": "object",
                    "required": ["events"],
                    "additionalProperties": False,
                    "properties": {
                        "events": {"type": "array", "maxItems": MOST_EVENTS, "items": EventIn.model_json_schema()}
                    },
                }
            },
            "application/x-ndjson": {"schema": {"type": "string"}},
        },
    }
}
"""What the contract says of the body: the route reads it itself, for Ninja would make an object of each event."""
