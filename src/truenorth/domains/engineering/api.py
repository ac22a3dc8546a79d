from ninja import Router

from truenorth.domains.engineering import schemas, services
from truenorth.domains.engineering.kinds import COMPONENT, CONSTRAINT, DEBT, SLICE
from truenorth.domains.engineering.models import Component, Constraint, Debt, Slice
from truenorth.domains.graph.routes import RecordRoutes

router = Router(tags=["engineering"])

RecordRoutes(
    router,
    COMPONENT,
    Component,
    schema_in=schemas.ComponentIn,
    schema_patch=schemas.ComponentPatch,
    schema_out=schemas.ComponentOut,
    filters=schemas.ComponentFilters,
)
RecordRoutes(
    router,
    CONSTRAINT,
    Constraint,
    schema_in=schemas.ConstraintIn,
    schema_patch=schemas.ConstraintPatch,
    schema_out=schemas.ConstraintOut,
    filters=schemas.ConstraintFilters,
)
RecordRoutes(
    router,
    DEBT,
    Debt,
    schema_in=schemas.DebtIn,
    schema_patch=schemas.DebtPatch,
    schema_out=schemas.DebtOut,
    filters=schemas.DebtFilters,
)
RecordRoutes(
    router,
    SLICE,
    Slice,
    schema_in=schemas.SliceIn,
    schema_patch=schemas.SlicePatch,
    schema_out=schemas.SliceOut,
    filters=schemas.SliceFilters,
    create=services.create_slice,
    revise=services.revise_slice,
)
