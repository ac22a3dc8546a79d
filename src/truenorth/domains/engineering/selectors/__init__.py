from truenorth.domains.engineering.selectors.adrs import pack_adrs
from truenorth.domains.engineering.selectors.components import (
    CircleView,
    ComponentMap,
    MapNode,
    find_dependencies,
    get_dependency,
    get_map,
    list_parents,
)
from truenorth.domains.engineering.selectors.estimates import (
    EffortReport,
    correct_estimate,
    find_estimates,
    get_effort_report,
)
from truenorth.domains.engineering.selectors.flags import (
    NodeRiskFlags,
    RiskFlagView,
    RiskTermUse,
    get_lexicon,
    list_risk_flags,
    preview_lexicon,
)
from truenorth.domains.engineering.selectors.registers import (
    Register,
    enrich_debts,
    get_debt,
    get_register,
    list_fillable_columns,
    list_readings,
)
from truenorth.domains.engineering.selectors.slices import PlannedSlice, SlicePlan, get_plan, list_slices

__all__ = [
    "CircleView",
    "ComponentMap",
    "EffortReport",
    "MapNode",
    "NodeRiskFlags",
    "PlannedSlice",
    "Register",
    "RiskFlagView",
    "RiskTermUse",
    "SlicePlan",
    "correct_estimate",
    "enrich_debts",
    "find_dependencies",
    "find_estimates",
    "get_debt",
    "get_dependency",
    "get_effort_report",
    "get_lexicon",
    "get_map",
    "get_plan",
    "get_register",
    "list_fillable_columns",
    "list_parents",
    "list_readings",
    "list_risk_flags",
    "list_slices",
    "pack_adrs",
    "preview_lexicon",
]
