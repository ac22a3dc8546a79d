from truenorth.edges.imports.adrs import AdrImporter
from truenorth.edges.imports.catalogue import CatalogueImporter
from truenorth.edges.imports.components import ComponentImporter
from truenorth.edges.imports.errors import SourceUnknown
from truenorth.edges.imports.estimates import EstimateImporter
from truenorth.edges.imports.experiment import ExperimentImporter
from truenorth.edges.imports.feedback import FeedbackImporter
from truenorth.edges.imports.importers import Importer
from truenorth.edges.imports.initiatives import InitiativeImporter
from truenorth.edges.imports.okrs import OkrsImporter
from truenorth.edges.imports.trackers import TRACKERS
from truenorth.edges.imports.transcript import TranscriptImporter

IMPORTERS: tuple[type[Importer], ...] = (
    AdrImporter,
    CatalogueImporter,
    ComponentImporter,
    EstimateImporter,
    ExperimentImporter,
    FeedbackImporter,
    InitiativeImporter,
    OkrsImporter,
    TranscriptImporter,
    *TRACKERS,
)


def get_importer(source: str) -> type[Importer]:
    for importer in IMPORTERS:
        if importer.source == source:
            return importer
    raise SourceUnknown(f"The importers are {', '.join(importer.source for importer in IMPORTERS)}.")
