"""The same small backlog in each tracker's table: a tour that is done, a button under way that waited for it, a theme
that was given up, and an import that nobody has begun."""

import csv
import io
from collections.abc import Mapping, Sequence

LONG = "Two\nlines, “quoted”"
HEADINGS: Mapping[str, str] = {
    "jira": "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Project type,Project lead,Priority,"
    "Resolution,Assignee,Reporter Id,Created,Updated,Resolved,Fix versions,Due date,Votes,Labels,Labels,Description,"
    "Environment,Original estimate,Inward issue link (Blocks),Inward issue link (Blocks),Inward issue link (Relates),"
    "Sprint,Sprint,Comment,Comment,Custom field (Story Points),Parent,Parent summary,Status Category",
    "linear": "ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Creator,Assignee,Labels,"
    "Cycle Number,Cycle Name,Cycle Start,Cycle End,Created,Updated,Started,Triaged,Completed,Canceled,Archived,"
    "Due Date,Parent issue,Initiatives,Project Milestone ID,Project Milestone,SLA Status,UUID,Time in status (minutes),"
    "Related to,Blocked by,Duplicate of",
    "asana": "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,"
    "Due Date,Tags,Notes,Projects,Parent Task,Blocked By (Dependencies),Estimate",
    "gitlab": "Title,Description,Issue ID,URL,State,Author,Author Username,Assignee,Assignee Username,"
    "Confidential,Locked,Due Date,Created At (UTC),Updated At (UTC),Closed At (UTC),Milestone,Weight,Labels,"
    "Time Estimate,Time Spent",
    "productboard": "entity_uuid,entity_name,description,pb_url,status_name,owner_email,Effort,product_name,NOW,NEXT,"
    "LATER,Jul 2025,Aug 2025",
    "shortcut": "id,name,type,requestor,owners,description,is_completed,created_at,started_at,completed_at,estimate,"
    "due_date,labels,epic_labels,tasks,state,epic_id,epic,project_id,project,iteration_id,iteration,is_archived",
    "github": "Title,URL,Assignees,Status,Labels,Linked pull requests,Milestone,Repository,Estimate,End date",
}
Cells = Mapping[str, str | Sequence[str]]
"""What a row has under each heading; several cells where the heading repeats."""
ROWS: Mapping[str, Sequence[Cells]] = {
    "jira": [
        {
            "Summary": "Guided tour",
            "Issue key": "TN-1",
            "Issue id": "10001",
            "Project name": "Onboarding",
            "Status": "Live on stage",
            "Status Category": "Done",
            "Resolution": "Done",
            "Assignee": "Bob",
            "Created": "1/Jul/25 9:00 AM",
            "Resolved": "14/Jul/25 3:42 PM",
            "Custom field (Story Points)": "5",
            "Labels": ["", "first-run"],
            "Sprint": ["S1", "S2"],
            "Comment": ["1/Jul/25;557;One, two", "2/Jul/25;5;B"],
        },
        {
            "Summary": "CRM button",
            "Issue key": "TN-2",
            "Issue id": "10002",
            "Project name": "Sales",
            "Status": "In Progress",
            "Status Category": "In Progress",
            "Assignee": "Alice",
            "Priority": "Low",
            "Due date": "31/Aug/25 12:00 AM",
            "Labels": ["crm", "big"],
            "Description": LONG,
            "Parent": "10001",
            "Custom field (Story Points)": "8.0",
            "Inward issue link (Blocks)": ["TN-1", "TN-9"],
        },
        {
            "Summary": "Old theme",
            "Issue key": "TN-3",
            "Issue id": "10003",
            "Project name": "Sales",
            "Status": "Closed",
            "Status Category": "Done",
            "Resolution": "Won't Do",
            "Assignee": "Nobody",
        },
        {"Summary": "Notes import", "Issue key": "TN-4", "Issue id": "10004", "Status": "Wish list", "Parent": "10001"},
    ],
    "linear": [
        {
            "ID": "TN-1",
            "Title": "'Guided tour",
            "Status": "Done",
            "Estimate": "5",
            "Project": "Onboarding",
            "Assignee": "bob@example.com",
            "Labels": "first-run",
            "Completed": "2025-07-14T15:42:00.000Z",
            "Archived": "2025-08-01T00:00:00.000Z",
        },
        {
            "ID": "TN-2",
            "Title": "CRM button",
            "Description": LONG,
            "Status": "In Progress",
            "Estimate": "8",
            "Assignee": "alice@example.com",
            "Labels": "crm, big",
            "Started": "2025-07-03T09:00:00.000Z",
            "Due Date": "2025-08-31",
            "Blocked by": "TN-1, TN-9",
        },
        {
            "ID": "TN-3",
            "Title": "Old theme",
            "Status": "Won't ship",
            "Assignee": "nobody@example.com",
            "Canceled": "2025-07-20T13:00:00.000Z",
        },
        {"ID": "TN-4", "Title": "Notes import", "Status": "Wish list", "Priority": "No priority"},
    ],
    "asana": [
        {
            "Task ID": "1",
            "Name": "Guided tour",
            "Section/Column": "Doing",
            "Assignee Email": "bob@example.com",
            "Completed At": "2025-07-14",
            "Projects": "Onboarding",
            "Estimate": "5",
        },
        {
            "Task ID": "2",
            "Name": "CRM button",
            "Section/Column": "Doing",
            "Assignee Email": "alice@example.com",
            "Assignee": "Alice A.",
            "Due Date": "2025-08-31",
            "Tags": "crm,big",
            "Notes": LONG,
            "Estimate": "8",
            "Blocked By (Dependencies)": "Guided tour,TN-9",
        },
        {"Task ID": "3", "Name": "Old theme", "Section/Column": "Won't do", "Assignee": "Nobody"},
        {"Task ID": "4", "Name": "Notes import", "Section/Column": "Wish list"},
    ],
    "gitlab": [
        {
            "Title": "Guided tour",
            "URL": "https://gitlab.com/oak/tour/-/issues/1",
            "State": "Closed",
            "Closed At (UTC)": "2025-07-14 15:42:00",
            "Assignee": "Bob",
            "Weight": "5",
            "Labels": "first-run",
        },
        {
            "Title": "CRM button",
            "URL": "https://gitlab.com/oak/tour/-/issues/2",
            "State": "Doing",
            "Description": LONG,
            "Assignee": "Alice",
            "Weight": "8",
            "Due Date": "2025-08-31",
            "Labels": "crm,big",
        },
        {
            "Title": "Old theme",
            "URL": "https://gitlab.com/oak/tour/-/issues/3",
            "State": "Won't do",
            "Assignee": "Nobody",
        },
        {"Title": "Notes import", "URL": "https://gitlab.com/oak/tour/-/issues/4", "State": "Wish list"},
    ],
    "productboard": [
        {
            "entity_uuid": "u1",
            "entity_name": "Guided tour",
            "description": "<p>Shows the way</p>",
            "status_name": "Released",
            "owner_email": "bob@example.com",
            "Effort": "5",
            "NOW": "x",
            "Jul 2025": "x",
        },
        {
            "entity_uuid": "u2",
            "entity_name": "CRM button",
            "description": "<p>Two</p><p>lines, “quoted”</p>",
            "status_name": "In progress",
            "owner_email": "alice@example.com",
            "Effort": "8",
            "NOW": "CRM button",
            "Jul 2025": "CRM button",
            "Aug 2025": "CRM button",
            "pb_url": "https://oak.productboard.com/f/2",
        },
        {
            "entity_uuid": "u3",
            "entity_name": "Old theme",
            "status_name": "Won't do",
            "LATER": "x",
            "owner_email": "nobody@example.com",
        },
        {"entity_uuid": "u4", "entity_name": "Notes import", "status_name": "Wish list", "NEXT": "x"},
    ],
    "shortcut": [
        {
            "id": "1",
            "name": "Guided tour",
            "owners": "bob@example.com",
            "is_completed": "TRUE",
            "estimate": "5",
            "completed_at": "2025/07/14 15:42:00",
            "state": "Live on stage",
            "project": "Onboarding",
        },
        {
            "id": "2",
            "name": "CRM button",
            "owners": "nobody@example.com;alice@example.com",
            "estimate": "8",
            "description": LONG,
            "is_completed": "FALSE",
            "due_date": "2025/08/31",
            "state": "In Development",
        },
        {"id": "3", "name": "Old theme", "owners": "nobody@example.com", "state": "Won't do", "is_archived": "FALSE"},
        {"id": "4", "name": "Notes import", "state": "Wish list"},
        {"id": "5", "name": "Attic", "state": "Wish list", "is_archived": "TRUE"},
    ],
    "github": [
        {
            "Title": "Guided tour",
            "URL": "https://github.com/oak/tour/issues/1",
            "Status": "Done",
            "Assignees": "Bob",
            "Repository": "oak/tour",
            "Estimate": "5",
        },
        {
            "Title": "CRM button",
            "URL": "https://github.com/oak/tour/issues/2",
            "Status": "In progress",
            "Assignees": "n, Alice",
            "Labels": "crm, big",
            "Estimate": "8",
            "End date": "Aug 31, 2025",
        },
        {
            "Title": "Old theme",
            "URL": "https://github.com/oak/tour/issues/3",
            "Status": "Won't fix",
            "Assignees": "Nobody",
        },
        {"Title": "Notes import", "URL": "https://github.com/oak/tour/issues/4", "Status": "Wish list"},
    ],
}


def write_table(source: str, *, separator: str = ",", encoding: str = "utf-8", backwards: bool = False) -> bytes:
    """The table of a tracker; backwards, its columns come in another order, and one more among them."""
    headings = HEADINGS[source].split(",")
    records = [headings, *(_write_row(headings, cells) for cells in ROWS[source])]
    if backwards:
        records = [["3" if index else "Votes", *reversed(record)] for index, record in enumerate(records)]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(records)
    return out.getvalue().encode(encoding)


def _write_row(headings: Sequence[str], cells: Cells) -> list[str]:
    waiting = {name: iter([cell] if isinstance(cell, str) else cell) for name, cell in cells.items()}
    assert waiting.keys() <= set(headings), waiting.keys() - set(headings)
    return [next(waiting.get(heading, iter(())), "") for heading in headings]
