from truenorth.domains.engineering.services.adrs import create_adr, draft_adr, revise_adr
from truenorth.domains.engineering.services.components import (
    DependencyDraft,
    add_dependency,
    bring_dependencies,
    remove_dependency,
    revise_component,
)
from truenorth.domains.engineering.services.debts import create_debt, put_debt_up, read_debt, revise_debt
from truenorth.domains.engineering.services.estimates import bring_estimates, draft_estimate
from truenorth.domains.engineering.services.flags import dismiss_risk_flag, revise_lexicon, undismiss_risk_flag
from truenorth.domains.engineering.services.slices import create_slice, order_slices, refuse_wrong_range, revise_slice

__all__ = [
    "DependencyDraft",
    "add_dependency",
    "bring_dependencies",
    "bring_estimates",
    "create_adr",
    "create_debt",
    "create_slice",
    "dismiss_risk_flag",
    "draft_adr",
    "draft_estimate",
    "order_slices",
    "put_debt_up",
    "read_debt",
    "refuse_wrong_range",
    "remove_dependency",
    "revise_adr",
    "revise_component",
    "revise_debt",
    "revise_lexicon",
    "revise_slice",
    "undismiss_risk_flag",
]
