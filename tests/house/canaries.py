"""Secrets to plant, each with a word or a number of its own, so that one that got out is known.

A word is made by `Nest.word(what)`: nonsense that stands nowhere else in the house. Planting
returns the nest, which knows every word, every number, and which rows they were put in.
"""

import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from PIL import Image

from catalog.models import (
    ExportRun,
    Find,
    FindRelation,
    FormerSlug,
    ImportRun,
    Look,
    Photo,
    Place,
    lowering,
)
from catalog.models.status import Step, record
from catalog.vocab import Category, EventOrigin, KinStatus, PlaceKind, Track
from tests.factories import (
    jpeg_bytes,
    make_document,
    make_expedition,
    make_find,
    make_identification,
    make_institution,
    make_person,
    make_photo,
    make_place,
    make_place_name,
    make_source,
    make_user,
    released,
)

# The words a visitor may read: if these are not found, the walk walked past the finds.
SHOWN = "shownword"
# No page prints five digits that are not one of these.
SECRET_POINT = ("50.731234", "156.187654")
EXIF_POINT = (51.654321, 157.456789)
REMAINS_POINT = ("54.123987", "160.321789")
MUNITION_POINT = ("55.456321", "161.654987")
ABOARD_POINT = ("56.789654", "162.987321")
PLACE_POINT = ("52.678912", "158.345678")
# A shown place is drawn as a cell of the grid at the closest, however finely it was written.
SHOWN_PLACE_POINT = ("49.612345", "155.276543")
DRAFT_POINT = ("53.789123", "159.234567")
VERBATIM = "54°47'36.71\""


@dataclass
class Nest:
    """The planted world: its secrets, and the arguments of the doors that lead to them."""

    words: dict[str, str] = field(default_factory=dict)
    finds: dict[str, Find] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    former_places: tuple[str, str] = ("once-other", "once-trench")
    expedition: Any = None
    generation: str = "a"

    def word(self, what: str) -> str:
        """A word for this secret, the same each time it is asked for."""
        number = len(self.words) + 1
        return self.words.setdefault(what, f"zq{self.generation}{number:03d}vx")

    @property
    def fragments(self) -> dict[str, str]:
        """Secret → what of it must not be read anywhere, folded."""
        numbers = {
            f"{what} {axis}": str(value)[:7]
            for what, point in {
                "secret point": SECRET_POINT,
                "position in a picture": EXIF_POINT,
                "middle of a private place": PLACE_POINT,
                "middle of a shown place": SHOWN_PLACE_POINT,
                "position of a draft": DRAFT_POINT,
                "position of remains": REMAINS_POINT,
                "position of a munition": MUNITION_POINT,
                "position of what has remains or ammunition with it": ABOARD_POINT,
            }.items()
            for axis, value in zip(("latitude", "longitude"), point, strict=True)
        }
        return {**self.words, **numbers, "position as written": VERBATIM[3:]}

    @property
    def hidden_finds(self) -> list[Find]:
        """The finds a visitor may know nothing of."""
        return [self.finds[name] for name in ("draft", "in review")]


def plant() -> Nest:
    """Fill the house with secrets, and with public things beside each of them."""
    nest = Nest()
    _places(nest)
    _expedition(nest)
    _secret_position(nest)
    _objects(nest)
    _remains(nest)
    _unpublished(nest)
    _events(nest)
    _photos(nest)
    _papers(nest)
    return nest


def _places(nest: Nest) -> None:
    island = make_place(
        "Testing Island",
        slug="island",
        description_en=SHOWN,
        latitude=SHOWN_PLACE_POINT[0],
        longitude=SHOWN_PLACE_POINT[1],
        uncertainty_m=9,
    )
    trench = make_place(
        nest.word("name of a private trench"),
        parent=island,
        kind=PlaceKind.TRENCH,
        description_en=nest.word("description of a private trench"),
        latitude=PLACE_POINT[0],
        longitude=PLACE_POINT[1],
        uncertainty_m=9,
    )
    make_place_name(trench, nest.word("other name of a private trench"))
    inside = make_place(
        nest.word("name of a public place inside a private one"),
        parent=trench,
        kind=PlaceKind.LANDFORM,
    )
    other = make_place("Other Island", slug="other", description_en=SHOWN)
    # Addresses of merged places: of one that stays open, and of one that was closed since.
    for place, slug in ((other, nest.former_places[0]), (trench, nest.former_places[1])):
        FormerSlug.objects.create(place=place, slug=slug)
    nest.places = {"island": island, "other": other, "trench": trench, "inside": inside}


def _expedition(nest: Nest) -> None:
    nest.expedition = make_expedition(
        "SEASON",
        title_en=f"Season {SHOWN}",
        area=nest.places["trench"],
        permit_ref=nest.word("search permit"),
        leader=make_person(nest.word("leader who did not agree")),
    )


def _public(nest: Nest, name: str, **columns: Any) -> Find:
    """A published find, its staff words planted under its name."""
    secrets = ("internal_notes", "field_number", "context", "current_location", "review_note")
    told = {
        "expedition": nest.expedition,
        "place": nest.places["trench"],
        "catalogue_number": f"PUB-{name.upper()}",
        "title_en": f"{name} {SHOWN}",
        "description_en": f"Description {SHOWN}",
        "created_by": _user(nest, "account of a recorder"),
        "updated_by": _user(nest, "account of an editor"),
        "reviewed_by": _user(nest, "account of a reviewer"),
        **{column: nest.word(f"{column} of a public {name}") for column in secrets},
    }
    find = make_find(published=True, **{**told, **columns})
    nest.finds[name] = find
    return find


def _user(nest: Nest, what: str) -> Any:
    word = nest.word(what)
    known = get_user_model().objects.filter(username=word).first()
    return known or make_user("recorder", username=word, email=f"{word}@example.org")


def _secret_position(nest: Nest) -> None:
    silent = make_person(nest.word("finder who did not agree"))
    _public(
        nest,
        "helmet",
        latitude=SECRET_POINT[0],
        longitude=SECRET_POINT[1],
        coordinate_uncertainty_m=7,
        verbatim_coordinates=VERBATIM,
        found_by=[silent, make_person("Agreed Person", show_publicly=True)],
        identified_by=make_person(nest.word("specialist who did not agree")),
        sources=[make_source(f"Report {SHOWN}")],
    )
    # Not even its area is published.
    _public(
        nest,
        "equipment",
        category=Category.EQUIPMENT,
        place=nest.places["island"],
        public_precision="withheld",
        latitude=DRAFT_POINT[0],
        longitude=DRAFT_POINT[1],
    )


def _objects(nest: Nest) -> None:
    _public(
        nest,
        "weapon",
        category=Category.WEAPON,
        place=nest.places["inside"],
        serial_numbers=nest.word("serial number of a weapon"),
    )
    _public(
        nest,
        "personal",
        category=Category.PERSONAL,
        carries_name=True,
        markings=nest.word("markings that carry a name"),
        serial_numbers=nest.word("serial number beside a name"),
    )
    _public(
        nest,
        "tank",
        category=Category.TANK,
        public_precision="place_only",
        latitude=DRAFT_POINT[0],
        longitude=DRAFT_POINT[1],
        carries_name=True,
        markings=nest.word("name painted on a tank"),
        serial_numbers=nest.word("serial number of a named tank"),
        vehicle={
            "tactical_marking": nest.word("tactical marking with a name"),
            "hull_number": nest.word("hull number not to be published"),
            "engine_number": nest.word("engine number not to be published"),
            "turret_number": nest.word("turret number not to be published"),
            "numbers_public": False,
        },
    )
    _public(
        nest,
        "munition",
        category=Category.MUNITION,
        latitude=MUNITION_POINT[0],
        longitude=MUNITION_POINT[1],
        eod_report=nest.word("disposal report"),
        eod_authority=nest.word("disposal authority"),
        eod_date="1987-06-05",
        serial_numbers=nest.word("serial number of a munition"),
        munition={"fuzed": "yes", "fired": "no", "suspected_chemical": "yes"},
    )
    for name, what in (
        ("aboard", {"category": Category.VEHICLE, "ammunition_aboard": "yes"}),
        ("beside", {"human_remains_associated": "yes", "public_precision": "exact"}),
    ):
        _public(
            nest,
            name,
            custody_status="recovered",
            latitude=ABOARD_POINT[0],
            longitude=ABOARD_POINT[1],
            **what,
        )
    _public(
        nest,
        "structure",
        category=Category.STRUCTURE,
        structure={"hazard_note": nest.word("dangers inside a structure")},
    )


REMAINS_COLUMNS = (
    "other_numbers",
    "unit_attribution",
    "maker",
    "damage",
    "holder_number",
    "markings",
    "serial_numbers",
)
REMAINS_WORDS = (
    "individuals_basis",
    "exhumation_protocol_ref",
    "exhumation_signatory",
    "transfer_act",
    "burial_place",
    "grave_number",
    "open_grave_note",
)
NAME_WORDS = (
    "name_original",
    "name_reading",
    "name_romanised",
    "rank",
    "unit",
    "home_place",
    "archive_refs",
    "authority",
)


def _remains(nest: Nest) -> None:
    find = _public(
        nest,
        "remains",
        category=Category.REMAINS,
        public_precision="exact",
        latitude=REMAINS_POINT[0],
        longitude=REMAINS_POINT[1],
        holder=make_institution(nest.word("holder of remains")),
        condition="poor",
        completeness="partial",
        discovery_method="probe",
        **{column: nest.word(f"{column} of remains") for column in REMAINS_COLUMNS},
        remains={
            "individuals": 3,
            "handed_to": make_institution(nest.word("who took the remains over")),
            "exhumation_date": date(1987, 6, 5),
            **{column: nest.word(f"{column} of remains") for column in REMAINS_WORDS},
        },
    )
    reviewer = make_user("reviewer", username=nest.word("account of who released a name"))
    make_identification(find, **{**released(reviewer), "name_original": f"Name {SHOWN}"})
    make_identification(
        find, **{column: nest.word(f"{column} of a tentative name") for column in NAME_WORDS}
    )
    objects = {column: nest.word(f"{column}, the family objects") for column in NAME_WORDS}
    make_identification(find, **{**released(reviewer), "kin_status": KinStatus.OBJECTS, **objects})


def _unpublished(nest: Nest) -> None:
    for state in ("draft", "in_review", "withdrawn"):
        name = state.replace("_", " ")
        words = ("title_en", "title_ru", "description_en", "markings", "maker", "internal_notes")
        columns = {column: nest.word(f"{column} of a {name} find") for column in words}
        # The numbers of a withdrawn find were public, and their addresses say that it is gone;
        # all but the one it was given since.
        was_public = state == "withdrawn"
        number = "GONE-1" if was_public else nest.word(f"number of a {name} find")
        former = "GONE-0" if was_public else nest.word(f"former number of a {name} find")
        find = make_find(
            published=True,
            expedition=nest.expedition,
            place=nest.places["island"],
            holder=make_institution(nest.word(f"holder of a {name} find")),
            sources=[make_source(nest.word(f"source of a {name} find"))],
            catalogue_number=former,
            latitude=DRAFT_POINT[0],
            longitude=DRAFT_POINT[1],
            **columns,
        )
        find.catalogue_number, find.publication_status = number, state
        find.review_note = nest.word(f"review note of a {name} find")
        find.withdrawn_reason = "relatives" if state == "withdrawn" else ""
        find.save()
        if was_public:
            find.catalogue_number = nest.word("number given to a withdrawn find")
            find.save()
        nest.finds[name] = find
    FindRelation.objects.create(
        from_find=nest.finds["helmet"], to_find=nest.finds["draft"], kind="found_with"
    )
    FindRelation.objects.create(
        from_find=nest.finds["in review"], to_find=nest.finds["helmet"], kind="part_of"
    )


def _events(nest: Nest) -> None:
    by = make_user("reviewer", username=nest.word("account of who entered an event"))
    silent = ("note", "actor", "document_ref")
    for name, track, status in (
        ("tank", Track.CUSTODY, "recovered"),
        ("remains", Track.REMAINS, "exhumed"),
    ):
        said = {part: nest.word(f"{part} of an event of a {name}") for part in silent}
        if name == "remains":
            said |= {
                "authority": nest.word("authority of an event of remains"),
                "treatment": nest.word("treatment of remains"),
                "institution": make_institution(nest.word("institution of an event of remains")),
            }
        record(nest.finds[name], Step(track, status, **said), by=by)
    _superseded(nest, by)


def _superseded(nest: Nest, by: Any) -> None:
    tank, reported = nest.finds["tank"], EventOrigin.IMPORT
    private = Step(
        Track.RESTORATION,
        "as_found",
        treatment=nest.word("treatment of a private event"),
        is_public=False,
    )
    record(tank, private, by=by, origin=reported)
    wrong = Step(
        Track.RESTORATION,
        "restored",
        treatment=nest.word("treatment of a corrected event"),
        authority=nest.word("authority of a corrected event"),
    )
    event = record(tank, wrong, by=by, origin=reported)
    right = Step(Track.RESTORATION, "as_found", note=nest.word("why an event was corrected"))
    record(tank, right, by=by, supersedes=event)


def _photos(nest: Nest) -> None:
    helmet, words = nest.finds["helmet"], ("caption_en", "credit_line", "creator", "alt_en")
    open_one = make_photo(
        helmet,
        published=True,
        image=_telling(nest),
        original_name=f"{nest.word('name of a file')}.jpg",
        permission_note=nest.word("permission to print a picture"),
        caption_en=f"Caption {SHOWN}",
        uploaded_by=make_user(username=nest.word("account of who uploaded a picture")),
    )
    nest.photos["open"] = open_one
    hidden = {
        "unpublished": {},
        "withheld": {"published": True, "sensitivity": "withheld"},
        "sealed": {"published": True, "sensitivity": "sealed"},
        "advisory": {"published": True, "sensitivity": "advisory"},
    }
    for name, columns in hidden.items():
        said = {word: nest.word(f"{word} of an {name} picture") for word in words}
        nest.photos[name] = make_photo(helmet, **columns, **said)
    _photos_elsewhere(nest, words)


def _telling(nest: Nest) -> bytes:
    """A picture that carries a position, and words in every place a file has for them."""
    comment = nest.word("comment inside a picture")
    said = nest.word("description inside a picture")
    picture = Image.open(io.BytesIO(jpeg_bytes(400, 300, exif_gps=EXIF_POINT)))
    exif = picture.getexif()
    exif[0x010E] = said
    stream = io.BytesIO()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{said}</x:xmpmeta>".encode()
    picture.save(stream, "JPEG", exif=exif, comment=comment.encode(), xmp=xmp)
    return stream.getvalue()


def _photos_elsewhere(nest: Nest, words: tuple[str, ...]) -> None:
    for name in ("draft", "in review", "withdrawn", "remains"):
        said = {word: nest.word(f"{word} of a picture of a {name} find") for word in words}
        nest.photos[name] = make_photo(nest.finds[name], published=True, **said)
    said = {word: nest.word(f"{word} of a picture of a private place") for word in words}
    nest.photos["trench"] = make_photo(place=nest.places["trench"], published=True, **said)
    # Published before the place of its find was told as an area only.
    said = {word: nest.word(f"{word} of a tell-tale skyline") for word in words}
    nest.photos["skyline"] = make_photo(
        nest.finds["tank"], published=True, shows_landmark=True, **said
    )
    said = {word: nest.word(f"{word} of a picture of nothing") for word in words}
    nest.photos["loose"] = make_photo(published=True, **said)


def _papers(nest: Nest) -> None:
    for name in ("helmet", "remains", "draft"):
        make_document(
            nest.finds[name],
            title=nest.word(f"title of a paper on {name}"),
            reference=nest.word(f"number of a paper on {name}"),
        )
    make_document(
        None, title=nest.word("title of a permit"), expedition=nest.expedition, kind="permit"
    )
    then = datetime(2015, 8, 18, tzinfo=UTC)
    ImportRun.objects.create(file_name=nest.word("file of an import"), started_at=then)
    by = make_user("reviewer", username=nest.word("account of who looked and took away"))
    ExportRun.objects.create(user=by, started_at=then, wishes=nest.word("filter of an export"))
    Look.objects.create(find=nest.finds["helmet"], user=by, page="form", at=then)
    lowering.ask(
        nest.photos["sealed"], to="withheld", reason=nest.word("why a picture is opened"), by=by
    )
