"""The backlog of the tables once more, as trackers export it in JSON; and every file together."""

import json
from collections.abc import Mapping
from typing import Any

from truenorth.edges.imports.tests.trackers.tables import LONG, ROWS, write_table

ISSUES: list[dict[str, Any]] = [
    {
        "number": 1,
        "title": "Guided tour",
        "body": "Shows the way",
        "state": "closed",
        "state_reason": "completed",
        "labels": [{"id": 7, "name": "first-run"}],
        "assignees": [{"login": "Bob"}],
        "milestone": None,
        "created_at": "2025-07-01T09:00:00Z",
        "closed_at": "2025-07-14T15:42:00Z",
        "comments": 3,
        "url": "https://api.github.com/repos/oak/tour/issues/1",
        "html_url": "https://github.com/oak/tour/issues/1",
    },
    {
        "number": 2,
        "title": "CRM button",
        "body": LONG,
        "state": "in progress",
        "estimate": 8,
        "labels": [{"name": "crm"}, {"name": "big"}],
        "assignees": [{"login": "n"}, {"login": "Alice"}],
        "milestone": {"title": "Summer", "due_on": "2025-08-31T07:00:00Z"},
        "html_url": "https://github.com/oak/tour/issues/2",
    },
    {
        "number": 3,
        "title": "Old theme",
        "state": "closed",
        "state_reason": "not_planned",
        "assignees": [{"login": "Nobody"}],
        "closed_at": "2025-07-20T13:00:00Z",
        "html_url": "https://github.com/oak/tour/issues/3",
    },
    {
        "number": 4,
        "title": "Notes import",
        "state": "Wish list",
        "html_url": "https://github.com/oak/tour/issues/4",
    },
    {"number": 5, "title": "A patch", "state": "open", "pull_request": {"url": "https://api.github.com/x"}},
]
CAMEL = {"state_reason": "stateReason", "closed_at": "closedAt", "created_at": "createdAt", "html_url": "url"}
BY_COMMAND = [
    {CAMEL.get(key, key): value for key, value in issue.items() if key != "url"} | {"id": f"I_{issue['number']}"}
    for issue in ISSUES[:4]
]
PROJECT = {
    "items": [
        {
            "id": f"PVTI_{issue['number']}",
            "content": {
                "type": "PullRequest" if "pull_request" in issue else "Issue",
                "number": issue["number"],
                "title": issue["title"],
                "body": issue.get("body", ""),
                "url": issue.get("html_url", "https://github.com/oak/tour/pull/5"),
            },
            "title": issue["title"],
            "repository": "https://github.com/oak/tour",
            "status": status,
            "assignees": [each["login"] for each in issue.get("assignees", ())],
            "labels": [each["name"] for each in issue.get("labels", ())],
            "estimate": issue.get("estimate"),
        }
        for issue, status in zip(ISSUES, ("Done", "In Progress", "Won't fix", "Wish list", "Done"), strict=True)
    ],
    "totalCount": 5,
}
BOARD = {
    "name": "Sales",
    "customFields": [
        {"id": "f1", "name": "Tier", "options": [{"id": "o2", "value": {"text": "gold"}}]},
        {"id": "f2", "name": "Seats"},
    ],
    "lists": [
        {"id": "l1", "name": "Done ✅", "closed": False},
        {"id": "l2", "name": "Doing", "closed": False},
        {"id": "l3", "name": "Won't do", "closed": False},
        {"id": "l4", "name": "Wish list", "closed": False},
        {"id": "l5", "name": "Attic", "closed": True},
    ],
    "members": [{"id": "m0", "fullName": "Nobody"}, {"id": "m1", "fullName": "Alice"}],
    "cards": [
        {"id": "c1", "idShort": 1, "name": "Guided tour", "desc": "Shows the way", "closed": False, "idList": "l1"},
        {
            "id": "c2",
            "name": "CRM button",
            "desc": LONG,
            "closed": False,
            "idList": "l2",
            "idMembers": ["m0", "m1"],
            "due": "2025-08-31T12:00:00.000Z",
            "labels": [{"name": "crm", "color": "red"}, {"name": "big", "color": None}],
            "shortUrl": "https://trello.com/c/c2",
            "customFieldItems": [
                {"idCustomField": "f1", "idValue": "o2", "value": None},
                {"idCustomField": "f2", "value": {"number": "8"}},
            ],
        },
        {"id": "c3", "name": "Old theme", "desc": "", "closed": False, "idList": "l3", "idMembers": ["m0"]},
        {"id": "c4", "name": "Notes import", "desc": "", "closed": False, "idList": "l4", "idMembers": "none"},
        {"id": "c5", "name": "Gone", "desc": "", "closed": True, "idList": "l2"},
        {"id": "c6", "name": "In the attic", "desc": "", "closed": False, "idList": "l5"},
    ],
    "checklists": [
        {
            "idCard": "c2",
            "name": "Steps",
            "checkItems": [
                {"name": "Ask sales", "state": "incomplete", "pos": 20},
                {"name": "Draw it", "state": "complete", "pos": 10.5},
            ],
        }
    ],
    "actions": [
        {"type": "updateCard", "data": {"card": {"id": "c2"}}},
        {
            "type": "commentCard",
            "date": "2025-07-05T10:00:00.000Z",
            "memberCreator": {"fullName": "Bob"},
            "data": {"text": "Later, please", "card": {"id": "c2"}},
        },
    ],
}
FILES: Mapping[str, tuple[str, bytes]] = {
    **{source: (source, write_table(source)) for source in ROWS},
    "github by the API": ("github", json.dumps(ISSUES).encode()),
    "github by pages": ("github", f"{json.dumps(ISSUES[:2])}\n{json.dumps(ISSUES[2:])}\n".encode()),
    "github by command": ("github", json.dumps(BY_COMMAND).encode()),
    "github project": ("github", json.dumps(PROJECT).encode("utf-16")),
    "trello": ("trello", json.dumps(BOARD).encode()),
}
