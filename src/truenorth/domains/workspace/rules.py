"""Roles and functions: what a person may do, and what trade they bring."""

import functools
import zoneinfo
from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    CONTRIBUTOR = "contributor"  # may score, comment and add evidence
    VIEWER = "viewer"

    def may_act_as(self, other: "Role") -> bool:
        order = list(Role)
        return order.index(self) <= order.index(other)


class Function(StrEnum):
    PRODUCT = "product"
    ENGINEERING = "engineering"
    DESIGN = "design"
    SALES = "sales"
    MARKETING = "marketing"
    SUPPORT = "support"
    LEADERSHIP = "leadership"


class Scope(StrEnum):
    """What an API token may do: read, or read and write, or only deliver events."""

    READ = "read"
    WRITE = "write"
    INGEST = "ingest"


def is_timezone(name: str) -> bool:
    return name in available_timezones()


@functools.cache
def available_timezones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
