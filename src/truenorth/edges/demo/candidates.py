"""What competed for the quarter, and how each person scored it."""

from dataclasses import dataclass

COLUMNS = ("user_value", "business_value", "risk_reduction", "effort")
RATERS: dict[str, tuple[str, ...]] = {
    "Alice": ("user_value", "business_value", "risk_reduction"),
    "Ines": ("user_value", "risk_reduction"),
    "Connie": ("user_value", "business_value"),
    "Mara": ("business_value",),
    "Bob": ("risk_reduction", "effort"),
    "Tomas": ("risk_reduction", "effort"),
}


@dataclass(frozen=True, slots=True)
class Bet:
    name: str
    title: str
    body: str
    derives_from: tuple[str, ...]
    contributes_to: str | None
    owner: str
    team: str
    horizon: str | None
    effort_weeks: float
    scores: dict[str, tuple[int, ...]]
    """For each rater the numbers of the columns they own, in the order of RATERS."""


BETS = (
    Bet(
        name="tour",
        title="Guided onboarding tour",
        body="Lead a new team through its own first client instead of a sample: paste one client, send one invoice, "
        "invite one colleague.\n\nIt replaces the seven-step tutorial that people who stay do not use.",
        derives_from=("H tour",),
        contributes_to="retention",
        owner="Alice",
        team="Onboarding",
        horizon="now",
        effort_weeks=4,
        scores={
            "Alice": (13, 8, 5),
            "Ines": (13, 5),
            "Connie": (8, 8),
            "Mara": (8,),
            "Bob": (5, 3),
            "Tomas": (3, 5),
        },
    ),
    Bet(
        name="import",
        title="Spreadsheet import with preview",
        body="Paste three columns, see every client before it is saved, mend rows in place.",
        derives_from=("H import",),
        contributes_to="completion",
        owner="Alice",
        team="Onboarding",
        horizon="next",
        effort_weeks=6,
        scores={
            "Alice": (13, 5, 3),
            "Ines": (13, 5),
            "Connie": (8, 5),
            "Mara": (5,),
            "Bob": (3, 5),
            "Tomas": (3, 8),
        },
    ),
    Bet(
        name="targeting",
        title="Acquisition targeting: invited teams",
        body="Spend on invitations what is spent on search advertisements today, and ask at sign-up who will work "
        "with whom.",
        derives_from=("H invited",),
        contributes_to="retention",
        owner="Mara",
        team="Onboarding",
        horizon="later",
        effort_weeks=3,
        scores={
            "Alice": (5, 8, 3),
            "Ines": (5, 3),
            "Connie": (3, 5),
            "Mara": (13,),
            "Bob": (2, 3),
            "Tomas": (2, 3),
        },
    ),
    Bet(
        name="retry",
        title="Retry failed invoice payments",
        body="Try a failed card again on the days on which it is most likely to work, and tell the payer first.",
        derives_from=(),
        contributes_to="recovered",
        owner="Tomas",
        team="Billing",
        horizon="now",
        effort_weeks=5,
        scores={
            "Alice": (5, 13, 5),
            "Ines": (3, 3),
            "Connie": (5, 13),
            "Mara": (8,),
            "Bob": (5, 5),
            "Tomas": (8, 5),
        },
    ),
    Bet(
        name="crm",
        title="One-click CRM export",
        body="A button on every client that sends it to the CRM.",
        derives_from=("O twice",),
        contributes_to=None,
        owner="Connie",
        team="Onboarding",
        horizon=None,
        effort_weeks=5,
        scores={
            "Alice": (2, 5, 1),
            "Ines": (1, 1),
            "Connie": (8, 13),
            "Mara": (5,),
            "Bob": (2, 8),
            "Tomas": (1, 5),
        },
    ),
    Bet(
        name="calendar",
        title="Calendar sync that respects limits",
        body="Write booked hours back to the calendar in bulk, within what the provider allows.",
        derives_from=(),
        contributes_to=None,
        owner="Bob",
        team="Onboarding",
        horizon="later",
        effort_weeks=8,
        scores={
            "Alice": (5, 3, 3),
            "Ines": (5, 2),
            "Connie": (5, 5),
            "Mara": (3,),
            "Bob": (3, 13),
            "Tomas": (2, 8),
        },
    ),
    Bet(
        name="whitelabel",
        title="White-label e-mail domain",
        body="Invoices that come from the studio's own domain.",
        derives_from=(),
        contributes_to=None,
        owner="Connie",
        team="Billing",
        horizon=None,
        effort_weeks=4,
        scores={
            "Alice": (3, 5, 1),
            "Ines": (3, 1),
            "Connie": (5, 8),
            "Mara": (5,),
            "Bob": (1, 5),
            "Tomas": (2, 5),
        },
    ),
)
