"""The facts and their verbs: one file a kind of thing."""

from catalog.models.details import (
    DETAILS,
    MunitionDetail,
    RemainsDetail,
    StructureDetail,
    VehicleDetail,
)
from catalog.models.document import Document
from catalog.models.errorreport import ErrorReport
from catalog.models.expedition import Claim, Expedition
from catalog.models.exportrun import ExportRun
from catalog.models.find import Find
from catalog.models.identification import PersonIdentification
from catalog.models.importmapping import ImportMapping
from catalog.models.importrun import ImportRun
from catalog.models.institution import Institution
from catalog.models.links import FindPhoto, FindRelation, FindSource, FormerNumber
from catalog.models.look import Look
from catalog.models.lowering import Lowering
from catalog.models.person import Person
from catalog.models.photo import Photo
from catalog.models.place import FormerSlug, Place, PlaceName
from catalog.models.source import Source
from catalog.models.status import StatusEvent
from catalog.models.term import Term

__all__ = [
    "DETAILS",
    "Claim",
    "Document",
    "ErrorReport",
    "Expedition",
    "ExportRun",
    "Find",
    "FindPhoto",
    "FindRelation",
    "FindSource",
    "FormerNumber",
    "FormerSlug",
    "ImportMapping",
    "ImportRun",
    "Institution",
    "Look",
    "Lowering",
    "MunitionDetail",
    "Person",
    "PersonIdentification",
    "Photo",
    "Place",
    "PlaceName",
    "RemainsDetail",
    "Source",
    "StatusEvent",
    "StructureDetail",
    "Term",
    "VehicleDetail",
]
