"""The shapes in which the same records are looked at, and by what they are put into lanes."""

from enum import StrEnum


class ViewShape(StrEnum):
    BOARD = "board"
    TIMELINE = "timeline"
    SWIMLANES = "swimlanes"
    TABLE = "table"
    CAPACITY = "capacity"


class LaneBy(StrEnum):
    OBJECTIVE = "objective"
    TEAM = "team"
    SEGMENT = "segment"
