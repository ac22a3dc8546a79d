"""What the demo's team saw and heard: sessions, the quotes worth marking, what people asked for."""

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a transcript. `did` marks what was watched, not said."""

    text: str
    strength: str
    did: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldSession:
    title: str
    transcript: str
    account: str
    segment: str
    participant: str
    participant_role: str
    place: str
    days_ago: int
    minutes: int
    attended_by: tuple[str, ...]
    quotes: tuple[Quote, ...]

    def read_transcript(self) -> bytes:
        return (files("truenorth.edges.demo") / "transcripts" / self.transcript).read_bytes()


SESSIONS = (
    FieldSession(
        title="Field session 1, Marlow Studio",
        transcript="studio.vtt",
        account="Marlow Studio",
        segment="Small studios",
        participant="Nora",
        participant_role="Studio manager",
        place="On site",
        days_ago=118,
        minutes=42,
        attended_by=("Ines", "Bob", "Alice"),
        quotes=(
            Quote("I always close those.", "told", tags=("skips the tutorial",)),
            Quote(
                "Closes the tutorial at step 1 of 7, opens the client list, then a spreadsheet in a second window.",
                "observed",
                did=True,
                tags=("skips the tutorial", "own data first"),
            ),
            Quote("I copied them over one by one. It took me until lunch.", "told", tags=("own data first",)),
            Quote(
                "Copies name, e-mail and rate into three fields, goes back to the sheet, ticks the row, repeats.",
                "observed",
                did=True,
                tags=("own data first",),
            ),
            Quote("A button that sends everything to our CRM would be nice, I suppose.", "asked", tags=("CRM",)),
            Quote("Not this month.", "told", tags=("CRM",)),
        ),
    ),
    FieldSession(
        title="Field session 2, Northlight Agency",
        transcript="agency.vtt",
        account="Northlight Agency",
        segment="Agencies",
        participant="Jonas",
        participant_role="Project lead",
        place="Call with shared screen",
        days_ago=111,
        minutes=35,
        attended_by=("Ines", "Bob"),
        quotes=(
            Quote(
                "Then I was back at an empty screen and did not know what to do.",
                "told",
                tags=("empty after the tutorial",),
            ),
            Quote(
                "Reads every step of the tutorial, finishes with the sample client, then looks for a way to delete it.",
                "observed",
                did=True,
                tags=("empty after the tutorial",),
            ),
            Quote("The second time a colleague from my old studio invited me.", "told", tags=("invited",)),
            Quote("With my own client I would have finished it.", "asked", tags=("own data first",)),
        ),
    ),
    FieldSession(
        title="Field session 3, Lea",
        transcript="freelancer.vtt",
        account="Lea Brandt",
        segment="Occasional freelancers",
        participant="Lea",
        participant_role="Freelance illustrator",
        place="Call with shared screen",
        days_ago=104,
        minutes=28,
        attended_by=("Ines", "Alice"),
        quotes=(
            Quote("I did not need a tool for every month.", "told", tags=("no recurring need",)),
            Quote("I just had nothing more to invoice.", "told", tags=("no recurring need",)),
            Quote(
                "Signs in for the first time in five weeks, to show us. Skips everything on the screen",
                "observed",
                did=True,
                tags=("no recurring need", "skips the tutorial"),
            ),
        ),
    ),
)

TAGS = {
    "skips the tutorial": "Leaves or closes the tutorial before its end.",
    "own data first": "Brings their own clients before anything else.",
    "empty after the tutorial": "Finishes the tutorial and is stuck with nothing of their own.",
    "CRM": "Asks about a connection to a CRM.",
    "invited": "Came through a colleague's invitation.",
    "no recurring need": "Has no work that would bring them back every month.",
}

SEGMENTS = {
    "Small studios": "Three to fifteen people who invoice every week.",
    "Agencies": "Fifteen people or more with several projects a client.",
    "Occasional freelancers": "One person with a handful of invoices a year.",
}

FEEDBACK_CSV = """id,source,account,rating,created_at,text
101,sales call,Northlight Agency,,2026-07-02,"They want a button that exports to their CRM before they renew."
102,sales call,Brightwater,,2026-07-09,"Asked whether we connect to their CRM. They ask every vendor."
103,support,Marlow Studio,3,2026-07-14,"Where can I import my clients from a spreadsheet?"
104,review,Fern and Field,2,2026-07-20,"Nice invoices. The tutorial had me bill a fake client, then left me alone."
105,support,Kestrel Design,4,2026-07-28,"I skipped the tour, added our real clients and was done in an hour."
106,survey,Lea Brandt,4,2026-08-04,"Works well. I only need it a few times a year."
107,support,Brightwater,3,2026-08-11,"Can I paste my client list instead of typing it?"
108,review,Halyard,5,2026-08-18,"A friend invited me and showed me how they do it. Great."
109,sales call,Halyard,,2026-08-25,"Mentioned a CRM button. Could not say what they would do with it."
110,survey,Kestrel Design,2,2026-09-01,"I gave up the first time because nothing in there was mine."
"""

REQUESTS = (
    (
        "CRM export button",
        "A button that exports clients and invoices to our CRM.",
        "Not to type a client's details twice.",
        "Northlight Agency",
    ),
    (
        "CRM connection on the vendor list",
        "Do you connect to our CRM?",
        "",
        "Brightwater",
    ),
    (
        "Bring clients from a spreadsheet",
        "Let me paste my client list.",
        "To see one's own work in the tool before trusting it.",
        "Marlow Studio",
    ),
)

INSIGHTS = (
    (
        "I skip",
        "People who succeed skip the tutorial and bring their own clients first",
        "Those who stayed closed the tutorial and went straight to their own list. Those who followed it to the end "
        "had a sample client and an empty screen.",
        (
            "I always close those.",
            "Closes the tutorial at step 1 of 7, opens the client list, then a spreadsheet in a second window.",
            "I copied them over one by one. It took me until lunch.",
            "Copies name, e-mail and rate into three fields, goes back to the sheet, ticks the row, repeats.",
            "Then I was back at an empty screen and did not know what to do.",
        ),
    ),
    (
        "I crm",
        "The CRM button is asked for and not missed",
        "It comes up when we ask, or when a buyer fills in a list. Nobody was seen needing it.",
        ("A button that sends everything to our CRM would be nice, I suppose.", "Not this month."),
    ),
    (
        "I need",
        "Some of those who leave never had a reason to come back",
        "A few invoices a year is a fine use of the product, and no tour will make it monthly. Those who were invited "
        "by a colleague arrive with work to do.",
        (
            "I did not need a tool for every month.",
            "I just had nothing more to invoice.",
            "The second time a colleague from my old studio invited me.",
        ),
    ),
)

OPPORTUNITIES = (
    (
        "O first week",
        "Help new teams reach their own first invoice",
        "The first week decides. Today its only help is a tutorial about somebody else's client.",
        "I skip",
        {"frequency": 5, "reach_percent": 60, "severity": 4},
    ),
    (
        "O twice",
        "Spare studios from typing a client twice",
        "",
        "I crm",
        {"frequency": 2, "reach_percent": 15, "severity": 2},
    ),
    (
        "O right people",
        "Reach the people who have a recurring need",
        "If who signs up decides who stays, the first week is the wrong place to look.",
        "I need",
        {"frequency": 4, "reach_percent": 48, "severity": 4},
    ),
)

HYPOTHESES = (
    (
        "H tour",
        "O first week",
        {
            "title": "A guided tour with one's own client makes new teams stay",
            "belief": "If new teams are led through their own first client instead of a sample, then more of them are "
            "still active after 30 days, because the work is theirs.",
            "metric": "Active after 30 days",
            "direction": "at_least",
            "threshold": 22.0,
            "unit": "%",
        },
    ),
    (
        "H import",
        "O first week",
        {
            "title": "Pasting a client list gets teams to an invoice within a week",
            "belief": "If a new team can paste its client list and see it before saving, then at least 40 % send an "
            "invoice within 7 days.",
            "metric": "First invoice within 7 days",
            "direction": "at_least",
            "threshold": 40.0,
            "unit": "%",
        },
    ),
    (
        "H invited",
        "O right people",
        {
            "title": "Teams invited by a colleague stay twice as often as those from search",
            "belief": "If more sign-ups come by invitation, 30-day retention rises without any change to the product.",
            "metric": "Active after 30 days, invited",
            "direction": "at_least",
            "threshold": 40.0,
            "unit": "%",
        },
    ),
)
