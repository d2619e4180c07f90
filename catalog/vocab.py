"""The closed lists: every value that drives behaviour, its words, and what may follow what.

Words come from the project's label list; values are stable, they stand in CSV files and addresses.
A word that differs by track in Russian or Japanese has a gettext context of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Category(TextChoices):
    """What kind of thing a find is; the only value that decides which rules hold for it."""

    REMAINS = "remains", _("Human remains")
    TANK = "tank", _("Tanks")
    VEHICLE = "vehicle", _("Vehicles and vessels")
    AIRCRAFT = "aircraft", _("Aircraft")
    MUNITION = "munition", _("Munitions")
    WEAPON = "weapon", _("Weapons and guns")
    HELMET = "helmet", _("Helmets")
    EQUIPMENT = "equipment", _("Equipment")
    PERSONAL = "personal", _("Personal belongings")
    STRUCTURE = "structure", _("Structures and monuments")
    OTHER = "other", _("Other")


class Track(TextChoices):
    """The four histories a find can have; each has its own table of transitions."""

    RESTORATION = "restoration", _("Restoration status")
    CUSTODY = "custody", _("Where it is now")
    HAZARD = "hazard", _("Explosive hazard")
    REMAINS = "remains", pgettext_lazy("track", "Status of the remains")


class RestorationStatus(TextChoices):
    NOT_ASSESSED = "not_assessed", pgettext_lazy("restoration", "Not assessed")
    AS_FOUND = "as_found", pgettext_lazy("restoration", "As found, no treatment planned")
    AWAITING = "awaiting", pgettext_lazy("restoration", "Awaiting treatment")
    IN_PROGRESS = "in_progress", pgettext_lazy("restoration", "Under treatment")
    STABILISED = "stabilised", pgettext_lazy("restoration", "Conserved (not restored)")
    RESTORED = "restored", pgettext_lazy("restoration", "Restored")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("restoration", "Not applicable")


class CustodyStatus(TextChoices):
    NOT_RECORDED = "not_recorded", pgettext_lazy("custody", "Not recorded")
    IN_SITU = "in_situ", pgettext_lazy("custody", "In place")
    RECOVERED = "recovered", pgettext_lazy("custody", "Recovered")
    IN_TRANSIT = "in_transit", pgettext_lazy("custody", "In transit")
    IN_STORE = "in_store", pgettext_lazy("custody", "In store")
    AT_WORKSHOP = "at_workshop", pgettext_lazy("custody", "At a workshop")
    ON_LOAN = "on_loan", pgettext_lazy("custody", "On loan")
    TRANSFERRED = "transferred", pgettext_lazy("custody", "Transferred to a museum (title passed)")
    RETURNED = "returned", pgettext_lazy("custody", "Returned (to the family or the state)")
    EOD_CUSTODY = "eod_custody", pgettext_lazy("custody", "With the disposal unit")
    AUTHORITY_CUSTODY = (
        "authority_custody",
        pgettext_lazy("custody", "Surrendered to the authorities"),
    )
    DESTROYED = "destroyed", pgettext_lazy("custody", "Destroyed")
    LOST = "lost", pgettext_lazy("custody", "Lost, whereabouts unknown")


class HazardStatus(TextChoices):
    UNKNOWN = "unknown", pgettext_lazy("hazard", "Not determined: treat as live")
    LIVE = "live", pgettext_lazy("hazard", "Live")
    MADE_SAFE = "made_safe", pgettext_lazy("hazard", "Rendered safe; may still contain explosive")
    REMOVED_BY_EOD = "removed_by_eod", pgettext_lazy("hazard", "Removed by the disposal unit")
    INERT_CERTIFIED = "inert_certified", pgettext_lazy("hazard", "Certified free from explosive")
    DESTROYED_IN_PLACE = (
        "destroyed_in_place",
        pgettext_lazy("hazard", "Destroyed on site by the disposal unit"),
    )
    DESTROYED_ELSEWHERE = (
        "destroyed_elsewhere",
        pgettext_lazy("hazard", "Destroyed at a disposal ground"),
    )
    NOT_EXPLOSIVE = (
        "not_explosive",
        pgettext_lazy("hazard", "Assessed: never or no longer contains explosive"),
    )


class RemainsStatus(TextChoices):
    NOT_RECORDED = (
        "not_recorded",
        pgettext_lazy("remains", "Found; later status not recorded here"),
    )
    LOCATED = "located", pgettext_lazy("remains", "Located, not yet recovered")
    EXHUMED = "exhumed", pgettext_lazy("remains", "Recovered")
    TEMPORARY_CUSTODY = "temporary_custody", pgettext_lazy("remains", "In temporary keeping")
    UNDER_EXAMINATION = "under_examination", pgettext_lazy("remains", "Under examination")
    HANDED_OVER = (
        "handed_over",
        pgettext_lazy("remains", "Handed over to the responsible authority"),
    )
    REBURIED = "reburied", pgettext_lazy("remains", "Buried")
    REPATRIATED = "repatriated", pgettext_lazy("remains", "Returned to the home country")
    INTERRED = "interred", pgettext_lazy("remains", "Laid to rest in the home country")
    RETURNED_TO_FAMILY = "returned_to_family", pgettext_lazy("remains", "Returned to the family")
    LEFT_UNDISTURBED = "left_undisturbed", pgettext_lazy("remains", "Left undisturbed")


class PublicationStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WithdrawnReason(TextChoices):
    """The closed list a visitor may read; the free words behind it are for staff."""

    ERROR = "error", pgettext_lazy("withdrawn", "error")
    DUPLICATE = "duplicate", pgettext_lazy("withdrawn", "duplicate")
    RELATIVES = "relatives", pgettext_lazy("withdrawn", "at the request of relatives")
    SAFETY = "safety", pgettext_lazy("withdrawn", "for safety")
    OTHER = "other", pgettext_lazy("withdrawn", "other")


class ReportReason(TextChoices):
    """Why a visitor writes; the first decides how quickly it is read."""

    RELATIVE = "relative", _("I may be a relative")
    TAKE_DOWN = "take_down", _("Something should not be shown")
    FACT = "fact", _("A fact is wrong")
    CREDIT = "credit", _("A picture: its credit or licence")
    TRANSLATION = "translation", _("A translation is wrong")
    OTHER = "other", _("Something else")


class Condition(TextChoices):
    GOOD = "good", pgettext_lazy("condition", "Good")
    FAIR = "fair", pgettext_lazy("condition", "Fair")
    POOR = "poor", pgettext_lazy("condition", "Poor")
    VERY_POOR = "very_poor", pgettext_lazy("condition", "Very poor")
    NOT_ASSESSED = "not_assessed", pgettext_lazy("condition", "Not assessed")


class Completeness(TextChoices):
    COMPLETE = "complete", pgettext_lazy("completeness", "Complete")
    NEAR_COMPLETE = "near_complete", pgettext_lazy("completeness", "Nearly complete")
    PARTIAL = "partial", pgettext_lazy("completeness", "Partial")
    FRAGMENT = "fragment", pgettext_lazy("completeness", "Fragment")
    UNKNOWN = "unknown", pgettext_lazy("completeness", "Unknown")


class DiscoveryMethod(TextChoices):
    VISUAL = "visual", _("Visual search")
    METAL_DETECTOR = "metal_detector", _("Metal detector (incl. deep)")
    PROBE = "probe", _("Probing rod")
    EXCAVATION = "excavation", _("Excavation")
    GEOPHYSICS = "geophysics", _("Geophysics (magnetometer, radar)")
    REMOTE_SENSING = "remote_sensing", _("Aerial or satellite imagery")
    DIVING = "diving", _("Diving or underwater search")
    CHANCE = "chance", _("Chance find")
    REPORTED = "reported", _("Reported by others")
    UNKNOWN = "unknown", pgettext_lazy("discovery method", "Not recorded")


class Certainty(TextChoices):
    CERTAIN = "certain", _("Certain")
    PROBABLE = "probable", _("Probable")
    POSSIBLE = "possible", _("Possible")


class NationalityBasis(TextChoices):
    """What the attribution to a side rests on."""

    UNIFORM = "uniform", pgettext_lazy("basis", "Uniform")
    EQUIPMENT = "equipment", pgettext_lazy("basis", "Equipment")
    TAG = "tag", pgettext_lazy("basis", "Identity tag")
    CONTEXT = "context", pgettext_lazy("basis", "Context")
    DNA = "dna", pgettext_lazy("basis", "DNA")
    DOCUMENT = "document", pgettext_lazy("basis", "Document")
    NOT_STATED = "not_stated", pgettext_lazy("basis", "Not stated")


class Qualifier(TextChoices):
    """How a count is meant: "20+" is 20 with `min`."""

    EXACT = "exact", pgettext_lazy("count", "Exactly")
    MIN = "min", pgettext_lazy("count", "At least")
    APPROX = "approx", pgettext_lazy("count", "About")


class Precision(TextChoices):
    """How finely a find spot is published, from finest to coarsest."""

    EXACT = "exact", _("Exact position")
    HUNDRED_M = "100m", _("To about 100 m")
    ONE_KM = "1km", _("To about 1 km")
    TEN_KM = "10km", _("To about 10 km")
    PLACE_ONLY = "place_only", _("Area only")
    WITHHELD = "withheld", _("Not published")

    @property
    def coarseness(self) -> int:
        """Its rank, 0 for exact: the larger hides more."""
        return list(Precision).index(self)


class SecrecyEnd(TextChoices):
    """What ends the time for which a place was hidden by choice."""

    RECOVERED = "recovered", _("Once it is recovered and kept")
    AT_REST = "at_rest", _("Once the dead are at rest")
    HARMLESS = "harmless", _("Once it is proved harmless")


class LocationReason(TextChoices):
    """Why a position is generalised; picks the sentence beside it."""

    NONE = "", pgettext_lazy("location", "Not generalised")
    SITE = "site", pgettext_lazy("location", "To protect the site")
    REMAINS = "remains", pgettext_lazy("location", "Out of respect for the dead")
    MUNITION = "munition", pgettext_lazy("location", "For safety")


class CoordinateSource(TextChoices):
    GPS = "gps", _("GPS")
    MAP = "map", pgettext_lazy("coordinate source", "Map")
    SATELLITE = "satellite", _("Satellite image")
    REPORT = "report", pgettext_lazy("coordinate source", "Report")
    CENTROID = "centroid", _("Middle of an area")


class Presence(TextChoices):
    """A fact nobody may have looked at yet."""

    YES = "yes", pgettext_lazy("presence", "Yes")
    NO = "no", pgettext_lazy("presence", "No")
    UNKNOWN = "unknown", pgettext_lazy("presence", "Unknown")


class Language(TextChoices):
    """The languages the catalogue keeps words in; each name is written in itself."""

    EN = "en", "English"
    RU = "ru", "Русский"
    JA = "ja", "日本語"


class ExpeditionStatus(TextChoices):
    PLANNED = "planned", pgettext_lazy("expedition", "Planned")
    FIELD = "field", pgettext_lazy("expedition", "In the field")
    POST_FIELD = "post-field", pgettext_lazy("expedition", "Working up the results")
    CLOSED = "closed", pgettext_lazy("expedition", "Closed")


class PlaceKind(TextChoices):
    COUNTRY = "country", pgettext_lazy("place", "Country")
    REGION = "region", pgettext_lazy("place", "Region")
    ARCHIPELAGO = "archipelago", pgettext_lazy("place", "Archipelago")
    ISLAND = "island", pgettext_lazy("place", "Island")
    DISTRICT = "district", pgettext_lazy("place", "District")
    SETTLEMENT = "settlement", pgettext_lazy("place", "Settlement")
    LANDFORM = "landform", pgettext_lazy("place", "Landform")
    SITE = "site", pgettext_lazy("place", "Site")
    TRENCH = "trench", pgettext_lazy("place", "Trench or square")
    UNSPECIFIED = "unspecified", pgettext_lazy("place", "Not specified")


PUBLIC_PLACE_KINDS = frozenset(PlaceKind) - {
    PlaceKind.SITE,
    PlaceKind.TRENCH,
    PlaceKind.UNSPECIFIED,
}


class PlaceNameKind(TextChoices):
    CURRENT = "current", pgettext_lazy("place name", "Today")
    HISTORIC = "historic", pgettext_lazy("place name", "Historic")
    MILITARY = "military", pgettext_lazy("place name", "Military")


class Vocabulary(TextChoices):
    """The editable lists of terms."""

    OBJECT_TYPE = "object_type", _("Object types")
    NATIONALITY = "nationality", _("Nationalities")
    MATERIAL = "material", _("Materials")


class InstitutionKind(TextChoices):
    MUSEUM = "museum", _("Museum")
    WORKSHOP = "workshop", _("Workshop")
    SEARCH_TEAM = "search_team", _("Search team")
    MINISTRY = "ministry", _("Ministry")
    EOD = "eod", _("Disposal unit")
    CEMETERY = "cemetery", _("Cemetery")
    MEDIA = "media", _("Media")
    ARCHIVE = "archive", _("Archive")
    OTHER = "other", pgettext_lazy("institution", "Other")


class SourceType(TextChoices):
    BOOK = "book", _("Book")
    ARTICLE = "article", _("Article")
    NEWS = "news", _("News report")
    WEB = "web", _("Web page")
    ARCHIVE = "archive", _("Archive file")
    REPORT = "report", pgettext_lazy("source", "Report")
    SAMPLE = "sample", _("Sample, invented")
    OTHER = "other", pgettext_lazy("source", "Other")


class ClaimSubject(TextChoices):
    """What a published figure counts."""

    INDIVIDUALS = "individuals", pgettext_lazy("claim", "Remains of people")
    TANKS = "tanks", pgettext_lazy("claim", "Tanks")
    AIRCRAFT = "aircraft", pgettext_lazy("claim", "Aircraft")
    PERSONNEL = "personnel", pgettext_lazy("claim", "Soldiers")
    OTHER = "other", pgettext_lazy("claim", "Other")


class PhotoKind(TextChoices):
    PHOTOGRAPH = "photograph", _("Photograph")
    DRAWING = "drawing", _("Drawing")


class PhotoRole(TextChoices):
    OVERALL = "overall", pgettext_lazy("photo", "Overall view")
    IN_SITU = "in_situ", pgettext_lazy("photo", "Where it lay")
    DETAIL = "detail", pgettext_lazy("photo", "Detail")
    MARKING = "marking", pgettext_lazy("photo", "Marking")
    DAMAGE = "damage", pgettext_lazy("photo", "Damage")
    BEFORE = "before", pgettext_lazy("photo", "Before treatment")
    DURING = "during", pgettext_lazy("photo", "During treatment")
    AFTER = "after", pgettext_lazy("photo", "After treatment")
    DOCUMENT = "document", pgettext_lazy("photo", "Document")


class Sensitivity(TextChoices):
    """Who may see a picture: everybody, those who ask, staff, named persons."""

    OPEN = "open", pgettext_lazy("sensitivity", "Open")
    ADVISORY = "advisory", pgettext_lazy("sensitivity", "After a warning")
    WITHHELD = "withheld", pgettext_lazy("sensitivity", "Withheld")
    SEALED = "sealed", pgettext_lazy("sensitivity", "Sealed")

    @property
    def level(self) -> int:
        """0 for open to 3 for sealed."""
        return list(Sensitivity).index(self)


class Licence(TextChoices):
    """Addresses exactly as Creative Commons and rightsstatements.org write them."""

    CC0 = "http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"
    CC_BY = "http://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"
    CC_BY_SA = "http://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"
    CC_BY_NC = "http://creativecommons.org/licenses/by-nc/4.0/", "CC BY-NC 4.0"
    IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/", _("In copyright")
    NOT_EVALUATED = "http://rightsstatements.org/vocab/CNE/1.0/", _("Copyright not evaluated")
    UNDETERMINED = "http://rightsstatements.org/vocab/UND/1.0/", _("Copyright undetermined")
    NO_KNOWN = "http://rightsstatements.org/vocab/NKC/1.0/", _("No known copyright")


class RelationKind(TextChoices):
    FOUND_WITH = "found_with", _("Found with")
    PART_OF = "part_of", _("Part of")
    IDENTIFIES = "identifies", _("Identifies")
    SAME_AS = "same_as", _("Same as")


class DocumentKind(TextChoices):
    PROTOCOL = "protocol", _("Exhumation report")
    ACT = "act", _("Transfer act")
    REPORT = "report", pgettext_lazy("document", "Report")
    PERMIT = "permit", _("Search permit")
    OTHER = "other", pgettext_lazy("document", "Other")


class MunitionClass(TextChoices):
    GRENADE = "grenade", _("Grenade")
    MORTAR_BOMB = "mortar_bomb", _("Mortar bomb")
    SHELL = "shell", _("Artillery shell")
    CARTRIDGE = "cartridge", _("Small-arms cartridge")
    MINE = "mine", pgettext_lazy("munition", "Mine")
    BOMB = "bomb", _("Aerial bomb")
    FUZE = "fuze", _("Fuze")
    BULK = "bulk", _("Bulk explosive")
    OTHER = "other", pgettext_lazy("munition", "Other")


class Articulation(TextChoices):
    ARTICULATED = "articulated", _("Articulated")
    PARTLY = "partly", _("Partly articulated")
    DISARTICULATED = "disarticulated", _("Disarticulated")
    COMMINGLED = "commingled", _("Commingled")
    UNKNOWN = "unknown", pgettext_lazy("articulation", "Unknown")


class SkeletalCompleteness(TextChoices):
    OVER_75 = ">75", _("More than 75 %")
    TO_75 = "50-75", _("50 to 75 %")
    TO_50 = "25-50", _("25 to 50 %")
    UNDER_25 = "<25", _("Less than 25 %")
    UNKNOWN = "unknown", pgettext_lazy("skeletal completeness", "Unknown")


class AgeClass(TextChoices):
    CHILD = "child", _("Child")
    ADOLESCENT = "adolescent", _("Adolescent")
    YOUNG_ADULT = "young_adult", _("Young adult")
    ADULT = "adult", _("Adult")
    OLDER_ADULT = "older_adult", _("Older adult")
    UNDETERMINED = "undetermined", pgettext_lazy("age", "Not determined")


class SexEstimate(TextChoices):
    MALE = "M", _("Male")
    FEMALE = "F", _("Female")
    PROBABLY_MALE = "M?", _("Probably male")
    PROBABLY_FEMALE = "F?", _("Probably female")
    UNDETERMINED = "undetermined", pgettext_lazy("sex", "Not determined")


class Construction(TextChoices):
    CONCRETE = "concrete", _("Concrete")
    EARTH = "earth", _("Earth")
    ROCK_CUT = "rock_cut", _("Cut into rock")
    TIMBER = "timber", _("Timber")
    MIXED = "mixed", _("Mixed construction")


class Survives(TextChoices):
    COMPLETE = "complete", pgettext_lazy("structure", "Complete")
    PARTIAL = "partial", pgettext_lazy("structure", "Partial")
    RUIN = "ruin", pgettext_lazy("structure", "Ruin")
    DESTROYED = "destroyed", pgettext_lazy("structure", "Destroyed")


class Confidence(TextChoices):
    TENTATIVE = "tentative", _("Tentative")
    PROBABLE = "probable", pgettext_lazy("identification", "Probable")
    CONFIRMED = "confirmed", _("Confirmed")


class KinStatus(TextChoices):
    UNKNOWN = "unknown", pgettext_lazy("kin", "Unknown")
    SOUGHT = "sought", pgettext_lazy("kin", "Being sought")
    NOT_FOUND = "not_found", pgettext_lazy("kin", "Not found")
    CONTACTED = "contacted", pgettext_lazy("kin", "Contacted")
    INFORMED = "informed", pgettext_lazy("kin", "Informed")
    OBJECTS = "objects", pgettext_lazy("kin", "Object to publication")


class NameRelease(TextChoices):
    NONE = "none", pgettext_lazy("release", "Not released")
    INITIALS = "initials", pgettext_lazy("release", "Initials only")
    FULL = "full", pgettext_lazy("release", "Full name")


class EventOrigin(TextChoices):
    """Who says so: a person, who is asked for the guards, or a list that arrived as it is."""

    PERSON = "person", _("Entered by a person")
    IMPORT = "import", _("As reported in an imported list")


STATUSES: Mapping[str, type[TextChoices]] = MappingProxyType(
    {
        Track.RESTORATION: RestorationStatus,
        Track.CUSTODY: CustodyStatus,
        Track.HAZARD: HazardStatus,
        Track.REMAINS: RemainsStatus,
    }
)

_C, _R, _H, _D = CustodyStatus, RestorationStatus, HazardStatus, RemainsStatus
_CUSTODY: dict[str, tuple[str, ...]] = {
    _C.NOT_RECORDED: tuple(value for value in _C if value != _C.NOT_RECORDED),
    _C.IN_SITU: (_C.RECOVERED, _C.DESTROYED, _C.LOST, _C.AUTHORITY_CUSTODY),
    _C.RECOVERED: (_C.IN_TRANSIT, _C.IN_STORE, _C.LOST, _C.AUTHORITY_CUSTODY),
    _C.IN_TRANSIT: (_C.IN_STORE, _C.AT_WORKSHOP),
    _C.AT_WORKSHOP: (_C.IN_STORE, _C.IN_TRANSIT, _C.ON_LOAN, _C.TRANSFERRED),
    _C.IN_STORE: (
        _C.IN_TRANSIT,
        _C.AT_WORKSHOP,
        _C.ON_LOAN,
        _C.TRANSFERRED,
        _C.RETURNED,
        _C.AUTHORITY_CUSTODY,
    ),
    _C.ON_LOAN: (_C.IN_STORE, _C.IN_TRANSIT, _C.TRANSFERRED),
    _C.TRANSFERRED: (_C.TRANSFERRED, _C.ON_LOAN),
    _C.RETURNED: (),
    _C.AUTHORITY_CUSTODY: (_C.IN_STORE, _C.DESTROYED, _C.RETURNED),
    _C.EOD_CUSTODY: (_C.DESTROYED, _C.IN_STORE),
    _C.DESTROYED: (),
    _C.LOST: (_C.RECOVERED,),
}
CUSTODY_ENDS = frozenset(value for value, following in _CUSTODY.items() if not following)

# What may follow what; from "" (no state yet) any state may be reported.
TRANSITIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        Track.RESTORATION: {
            _R.NOT_ASSESSED: (_R.AS_FOUND, _R.AWAITING, _R.NOT_APPLICABLE),
            _R.AS_FOUND: (_R.AWAITING,),
            _R.AWAITING: (_R.IN_PROGRESS, _R.AS_FOUND),
            _R.IN_PROGRESS: (_R.STABILISED, _R.RESTORED, _R.AWAITING),
            _R.STABILISED: (_R.IN_PROGRESS, _R.RESTORED),
            _R.RESTORED: (_R.IN_PROGRESS,),
            _R.NOT_APPLICABLE: (_R.NOT_ASSESSED,),
        },
        # The disposal unit can take a thing over from every state that does not end.
        Track.CUSTODY: {
            value: following
            if value in CUSTODY_ENDS or _C.EOD_CUSTODY in (value, *following)
            else (*following, _C.EOD_CUSTODY)
            for value, following in _CUSTODY.items()
        },
        Track.HAZARD: {
            _H.UNKNOWN: tuple(
                value for value in _H if value not in (_H.UNKNOWN, _H.DESTROYED_ELSEWHERE)
            ),
            _H.LIVE: (_H.MADE_SAFE, _H.REMOVED_BY_EOD, _H.DESTROYED_IN_PLACE),
            _H.MADE_SAFE: (_H.INERT_CERTIFIED, _H.REMOVED_BY_EOD, _H.DESTROYED_IN_PLACE),
            _H.REMOVED_BY_EOD: (_H.MADE_SAFE, _H.INERT_CERTIFIED, _H.DESTROYED_ELSEWHERE),
            _H.INERT_CERTIFIED: (_H.UNKNOWN,),
            _H.NOT_EXPLOSIVE: (_H.UNKNOWN,),
            _H.DESTROYED_IN_PLACE: (),
            _H.DESTROYED_ELSEWHERE: (),
        },
        Track.REMAINS: {
            _D.NOT_RECORDED: tuple(value for value in _D if value != _D.NOT_RECORDED),
            _D.LOCATED: (_D.EXHUMED, _D.LEFT_UNDISTURBED),
            _D.EXHUMED: (_D.TEMPORARY_CUSTODY, _D.UNDER_EXAMINATION, _D.HANDED_OVER),
            _D.TEMPORARY_CUSTODY: (_D.UNDER_EXAMINATION, _D.HANDED_OVER, _D.REBURIED),
            _D.UNDER_EXAMINATION: (_D.TEMPORARY_CUSTODY, _D.HANDED_OVER),
            _D.HANDED_OVER: (_D.UNDER_EXAMINATION, _D.REBURIED, _D.REPATRIATED),
            _D.REPATRIATED: (_D.UNDER_EXAMINATION, _D.INTERRED, _D.RETURNED_TO_FAMILY),
            _D.INTERRED: (_D.RETURNED_TO_FAMILY,),
            _D.REBURIED: (_D.EXHUMED,),
            _D.RETURNED_TO_FAMILY: (),
            _D.LEFT_UNDISTURBED: (),
        },
    }
)

_TOWARDS_SAFE = ("authority", "date", "document_ref")
# What an event entered by a person must say: {(track, state): names of its fields}.
EVENT_NEEDS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        (Track.RESTORATION, _R.IN_PROGRESS): ("institution", "date"),
        (Track.RESTORATION, _R.STABILISED): ("date", "treatment"),
        (Track.RESTORATION, _R.RESTORED): ("date", "treatment"),
        (Track.CUSTODY, _C.TRANSFERRED): ("institution", "date", "document_ref"),
        (Track.HAZARD, _H.MADE_SAFE): _TOWARDS_SAFE,
        (Track.HAZARD, _H.REMOVED_BY_EOD): _TOWARDS_SAFE,
        (Track.HAZARD, _H.INERT_CERTIFIED): _TOWARDS_SAFE,
        (Track.HAZARD, _H.NOT_EXPLOSIVE): _TOWARDS_SAFE,
        (Track.HAZARD, _H.DESTROYED_IN_PLACE): _TOWARDS_SAFE,
        (Track.HAZARD, _H.DESTROYED_ELSEWHERE): _TOWARDS_SAFE,
        (Track.REMAINS, _D.HANDED_OVER): ("authority", "institution", "document_ref"),
    }
)
# Steps that need a document only from one state: {(track, from, to): fields}.
STEP_NEEDS: Mapping[tuple[str, str, str], tuple[str, ...]] = MappingProxyType(
    {
        (Track.CUSTODY, _C.EOD_CUSTODY, _C.IN_STORE): ("document_ref",),
        (Track.REMAINS, _D.INTERRED, _D.RETURNED_TO_FAMILY): ("document_ref",),
        (Track.REMAINS, _D.REBURIED, _D.EXHUMED): ("document_ref",),
    }
)
# Steps only a reviewer may record: each one says that something is less dangerous than it was.
REVIEWER_STATES = frozenset(key for key in EVENT_NEEDS if key[0] == Track.HAZARD)

# Allow-list: a thing may be handled only while its hazard is one of these.
SAFE_TO_HANDLE = frozenset({"", HazardStatus.INERT_CERTIFIED, HazardStatus.NOT_EXPLOSIVE})
# The custody states that handle nothing, or are the disposal unit's own.
HANDS_OFF = frozenset(
    {
        CustodyStatus.NOT_RECORDED,
        CustodyStatus.IN_SITU,
        CustodyStatus.EOD_CUSTODY,
        CustodyStatus.LOST,
        CustodyStatus.DESTROYED,
    }
)
# Restoration states that say nobody is working on it.
UNTREATED = frozenset(
    {
        RestorationStatus.NOT_ASSESSED,
        RestorationStatus.AS_FOUND,
        RestorationStatus.AWAITING,
        RestorationStatus.NOT_APPLICABLE,
    }
)
# States of remains that announce an open grave: a reviewer must say why they are published.
OPEN_GRAVE = frozenset({RemainsStatus.LOCATED, RemainsStatus.LEFT_UNDISTURBED})


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """What belonging to a category means; nothing else asks "if tank"."""

    singular: object
    precision: Precision = Precision.ONE_KM
    tracks: frozenset[str] = frozenset({Track.RESTORATION, Track.CUSTODY, Track.HAZARD})
    counts_people: bool = False
    hazard_required: bool = False
    # Unguarded where it lies, it is published as an area only.
    area_only_in_place: bool = False
    serials_public: bool = True
    # Its publication always takes a reviewer, who is not its last editor.
    needs_second_person: bool = False
    # The date is when it was recorded, for nobody found it.
    is_recorded: bool = False


CATEGORY_RULES: Mapping[str, CategoryRule] = MappingProxyType(
    {
        Category.REMAINS: CategoryRule(
            _("Human remains"),
            precision=Precision.PLACE_ONLY,
            tracks=frozenset({Track.REMAINS}),
            counts_people=True,
            serials_public=False,
            needs_second_person=True,
        ),
        Category.TANK: CategoryRule(pgettext_lazy("singular", "Tank"), area_only_in_place=True),
        Category.VEHICLE: CategoryRule(
            pgettext_lazy("singular", "Vehicle or vessel"), area_only_in_place=True
        ),
        Category.AIRCRAFT: CategoryRule(
            pgettext_lazy("singular", "Aircraft"), area_only_in_place=True
        ),
        Category.MUNITION: CategoryRule(
            pgettext_lazy("singular", "Munition"),
            precision=Precision.PLACE_ONLY,
            hazard_required=True,
            area_only_in_place=True,
            serials_public=False,
            needs_second_person=True,
        ),
        Category.WEAPON: CategoryRule(
            pgettext_lazy("singular", "Weapon or gun"),
            area_only_in_place=True,
            serials_public=False,
        ),
        Category.HELMET: CategoryRule(pgettext_lazy("singular", "Helmet")),
        Category.EQUIPMENT: CategoryRule(pgettext_lazy("singular", "Piece of equipment")),
        Category.PERSONAL: CategoryRule(
            pgettext_lazy("singular", "Personal belonging"), serials_public=False
        ),
        Category.STRUCTURE: CategoryRule(
            pgettext_lazy("singular", "Structure or monument"), is_recorded=True
        ),
        Category.OTHER: CategoryRule(pgettext_lazy("singular", "Other find")),
    }
)

# The detail table of a category: the name a find reaches it by.
DETAILS_OF: Mapping[str, str] = MappingProxyType(
    {
        Category.REMAINS: "remains",
        Category.MUNITION: "munition",
        Category.TANK: "vehicle",
        Category.VEHICLE: "vehicle",
        Category.AIRCRAFT: "vehicle",
        Category.STRUCTURE: "structure",
    }
)
