"""What Tidewater is built of, what it runs into there, and what its estimates were worth."""

from dataclasses import dataclass
from typing import Any

from truenorth.domains.engineering.rules import ComponentSort, ConstraintSort, DebtSort, DependencySort

SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Part:
    """A component, and what it needs."""

    title: str
    type: str
    owner: str
    needs: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    sort: ComponentSort = ComponentSort.COMPONENT
    words: str = ""


PARTS = (
    Part("Web app", "website", "Bob", ("Guided tour", "Sign-in", "Public API", "Reports")),
    Part("Guided tour", "library", "Bob", ("Clients", "Event collector")),
    Part("Mobile app", "app", "Tomas", ("Public API", "Sign-in")),
    Part("Public API", "api", "Tomas", sort=ComponentSort.API, words="What our own pages use, and others."),
    Part("Sign-in", SERVICE, "Bob", ("Database", "Mail service")),
    Part("Spreadsheet reader", "library", "Bob", ("Clients", "File store")),
    Part("Clients", SERVICE, "Bob", ("Database", "Invoices"), words="Whom a studio works for."),
    Part("Calendar bridge", SERVICE, "Bob", ("Clients",), words="Booked hours, there and back."),
    Part("Invoices", SERVICE, "Tomas", ("Clients", "Database", "Mail service", "File store"), ("Public API",)),
    Part("Payments", SERVICE, "Tomas", ("Invoices", "Payment provider", "Mail service")),
    Part("Payment provider", "bought", "Tomas", sort=ComponentSort.SYSTEM),
    Part("Mail service", SERVICE, "Tomas", ("Database",)),
    Part("Reports", SERVICE, "Tomas", ("Invoices", "Event collector")),
    Part("Event collector", SERVICE, "Bob", ("File store",)),
    Part("Database", "database", "Tomas", sort=ComponentSort.RESOURCE),
    Part("File store", "storage", "Tomas", sort=ComponentSort.RESOURCE),
)
DEPENDENCIES = [
    *((part.title, DependencySort.DEPENDS_ON, need) for part in PARTS for need in part.needs),
    *((part.title, DependencySort.PROVIDES, thing) for part in PARTS for thing in part.provides),
]


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    title: str
    component: str
    sort: ConstraintSort
    limit: float | None
    used: float | None
    unit: str
    source: str
    checked: int
    """Days ago."""
    blocks: str = ""


LIMITS = (
    Limit(
        "limit",
        "The calendar provider allows 600 calls a minute",
        "Calendar bridge",
        ConstraintSort.RATE,
        600,
        410,
        "calls a minute",
        "The provider's terms",
        85,
        blocks="calendar",
    ),
    Limit(
        "mail limit",
        "The mail relay sends 50,000 a day",
        "Mail service",
        ConstraintSort.QUOTA,
        50_000,
        43_600,
        "mails a day",
        "The relay's dashboard",
        12,
        blocks="whitelabel",
    ),
    Limit(
        "card limit",
        "A card may be tried 8 times in 30 days",
        "Payment provider",
        ConstraintSort.CONTRACT,
        8,
        5,
        "tries in 30 days",
        "Card scheme rules, chapter 5",
        40,
        blocks="retry",
    ),
    Limit(
        "file limit",
        "A spreadsheet is read up to 10 MB",
        "Spreadsheet reader",
        ConstraintSort.SIZE,
        10,
        3.1,
        "MB",
        "Our own setting",
        20,
    ),
    Limit(
        "residency",
        "What studios store stays in the EU",
        "Database",
        ConstraintSort.RESIDENCY,
        None,
        None,
        "",
        "Contract, §7",
        30,
    ),
)


@dataclass(frozen=True, slots=True)
class Owed:
    name: str
    title: str
    component: str
    sort: DebtSort
    days: float
    readings: tuple[tuple[int, float], ...]
    """Days ago and hours a week, the oldest first."""
    owner: str
    blocks: str = ""


DEBTS = (
    Owed(
        "debt",
        "Merging duplicate clients loses their notes",
        "Clients",
        DebtSort.CODE,
        6,
        ((85, 5), (50, 6.5), (14, 8)),
        "Bob",
        blocks="import",
    ),
    Owed(
        "debt tables",
        "Clients and invoices read each other's tables",
        "Invoices",
        DebtSort.ARCHITECTURE,
        15,
        ((84, 6), (45, 6), (12, 6)),
        "Tomas",
    ),
    Owed(
        "debt sender",
        "The mail service knows one sender only",
        "Mail service",
        DebtSort.ARCHITECTURE,
        9,
        ((83, 3),),
        "Tomas",
        blocks="whitelabel",
    ),
    Owed(
        "debt retries",
        "Retry rules live in three places",
        "Payments",
        DebtSort.CODE,
        4,
        ((82, 7), (48, 4.5), (15, 2)),
        "Tomas",
    ),
)

ADRS: tuple[dict[str, Any], ...] = (
    {
        "name": "adr tour",
        "by": "Bob",
        "about": "tour",
        "days_ago": 74,
        "title": "The tour works on real records, not on a sample",
        "status": "accepted",
        "deciders": ["Bob", "Ines"],
        "consulted": ["Alice"],
        "context": "People who stay close the tutorial and bring their own clients. The tour has to lead them through "
        "that, in the page they will use afterwards.",
        "drivers": "* What is made in the tour is kept\n* Leaving half-way loses nothing",
        "options": "* Steps over the real pages\n* A sandbox with sample clients\n* A recorded video",
        "outcome": "Chosen option: “Steps over the real pages”, because nothing made there is thrown away.",
        "consequences": "Good, because the first client is there when the tour ends.\n\nBad, because each page that "
        "the tour touches has to keep its anchors.",
    },
    {
        "name": "adr merge",
        "by": "Tomas",
        "about": "import",
        "days_ago": 13,
        "title": "Clients are merged in one place",
        "status": "proposed",
        "deciders": ["Tomas", "Bob"],
        "context": "Clients are merged by the clients service and again by invoices, by other rules. The import will "
        "bring many duplicates at once.",
        "options": "* Only the clients service merges\n* Both, by one library",
        "outcome": "Chosen option: “Only the clients service merges”, because two writers of one row lose notes.",
    },
)

FINISHED = (
    # team, what, estimated weeks, weeks that it took, finished days ago
    ("Onboarding", "Sign-up with two fields", 1, 1.2, 540),
    ("Onboarding", "Tutorial, first version", 3, 5, 522),
    ("Onboarding", "Invite by link", 1, 1.3, 500),
    ("Onboarding", "Client list, sortable", 2, 2.4, 483),
    ("Onboarding", "Calendar bridge, reading", 5, 8.5, 455),
    ("Onboarding", "Duplicate warning", 1, 1, 441),
    ("Onboarding", "Tutorial in seven steps", 4, 5.5, 420),
    ("Onboarding", "Sign-in by link", 2, 3.1, 402),
    ("Onboarding", "Notes on clients", 1, 1.4, 390),
    ("Onboarding", "Merge clients", 3, 4.6, 371),
    ("Onboarding", "Welcome mail", 1, 0.8, 360),
    ("Onboarding", "Roles for colleagues", 4, 6.2, 341),
    ("Onboarding", "Client files", 2, 2.9, 322),
    ("Onboarding", "Calendar bridge, writing", 6, 9.5, 300),
    ("Onboarding", "Empty states", 1, 1.1, 290),
    ("Onboarding", "Event collector", 3, 4.1, 268),
    ("Onboarding", "Search", 2, 3.4, 250),
    ("Onboarding", "Team switcher", 1, 1.5, 240),
    ("Onboarding", "Client import by copy", 3, 3.9, 222),
    ("Onboarding", "Hours view", 2, 2.5, 204),
    ("Onboarding", "Sign-up survey", 1, 1.2, 196),
    ("Onboarding", "Calendar colours", 1, 1.6, 185),
    ("Onboarding", "Shared client pages", 4, 5.2, 160),
    ("Onboarding", "Tutorial measured", 2, 2.6, 146),
    ("Billing", "Invoice numbers", 1, 1, 530),
    ("Billing", "Payment provider", 4, 4.8, 505),
    ("Billing", "Reminders", 2, 1.9, 480),
    ("Billing", "Tax rates by country", 3, 3.6, 452),
    ("Billing", "Invoice as PDF", 2, 2.2, 430),
    ("Billing", "Refunds", 2, 2.5, 405),
    ("Billing", "Mail service", 5, 5.1, 372),
    ("Billing", "Currencies", 3, 3, 345),
    ("Billing", "Recurring invoices", 4, 4.7, 318),
    ("Billing", "Receipts", 1, 0.9, 301),
    ("Billing", "Reports, first version", 4, 4.2, 272),
    ("Billing", "Credit notes", 2, 2.4, 246),
    ("Billing", "Public API", 5, 6.4, 215),
    ("Billing", "Card updates", 1, 1.2, 190),
    ("Billing", "Late fees", 2, 1.8, 168),
    ("Billing", "Failed payments counted", 1, 1.1, 140),
)

SLICES = (
    # bet, title, value %, effort %, shipped
    ("tour", "One's own first client, step by step", 58, 22, True),
    ("tour", "Send a first invoice to oneself", 22, 18, True),
    ("tour", "Invite one colleague at the end", 12, 25, False),
    ("tour", "Pick up where one left off", 8, 35, False),
    ("import", "Paste three columns, see them before saving", 58, 15, False),
    ("import", "Mend rows in place", 22, 10, False),
    ("import", "CSV and spreadsheet files", 12, 35, False),
    ("import", "Import on a schedule", 8, 40, False),
)
