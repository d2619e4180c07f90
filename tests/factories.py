"""Rows for tests: each function makes one that is right, and a test names only what matters.

Everything goes through `save()` and the verbs of the models, so that no test stands on a row the
house itself could not have written. Vocabulary terms come from the seed that `migrate` loads.
"""

import io
import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from PIL import Image

from catalog.models import (
    DETAILS,
    Document,
    Expedition,
    Find,
    FindPhoto,
    FindSource,
    Institution,
    Person,
    PersonIdentification,
    Photo,
    Place,
    PlaceName,
    RemainsDetail,
    Source,
    StatusEvent,
    Term,
)
from catalog.models.status import Step, first_states, record
from catalog.vocab import (
    CATEGORY_RULES,
    Category,
    DocumentKind,
    EventOrigin,
    Licence,
    PlaceKind,
    PublicationStatus,
    SourceType,
    Vocabulary,
)

TRACKS = ("restoration", "custody", "hazard", "remains")
# The root of the seeded tree of object types, for each category.
ROOT_TYPES: Mapping[str, str] = {
    Category.REMAINS: "human-remains",
    Category.PERSONAL: "personal-item",
    Category.OTHER: "other-object",
}
# What a find needs to pass the gate, besides what every find has.
TOLD: Mapping[str, Any] = {
    "found_on": "2015-08-18",
    "description_en": "Found during the survey of the northern shore.",
}
# Shumshu, roughly: a point to be generalised. Degrees.
LATITUDE, LONGITUDE = "50.731234", "156.187654"

_numbers = itertools.count(1)


def number() -> int:
    """A number not given before."""
    return next(_numbers)


def begin_at(first: int) -> None:
    """Number from here on, so that two processes over one catalogue give no number twice."""
    global _numbers
    _numbers = itertools.count(first)


def make_user(group: str = "", *, username: str = "", **fields: Any) -> User:
    """A member of staff, of a group ("recorder", "reviewer", "administrator") or of none."""
    name = username or f"{group or 'person'}-{number()}"
    user = User.objects.create_user(
        username=name, password=name, **{"is_staff": bool(group), **fields}
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_term(
    code: str = "", *, vocabulary: str = Vocabulary.OBJECT_TYPE, parent: Any = None, **fields: Any
) -> Term:
    """A term of ours; `seeded` gives those that come with the house."""
    code = code or f"term-{number()}"
    labels = {} if any(name.startswith("label_") for name in fields) else {"label_en": code}
    return Term.objects.create(vocabulary=vocabulary, code=code, parent=parent, **labels, **fields)


def seeded(code: str, *, vocabulary: str = Vocabulary.OBJECT_TYPE) -> Term:
    """A term of the seed by its code."""
    return Term.objects.get(vocabulary=vocabulary, code=code)


def root_type(category: str) -> Term:
    """The broadest seeded object type of a category."""
    return seeded(ROOT_TYPES.get(category, str(category)))


def nationality(code: str) -> Term:
    """A seeded nationality by its code."""
    return seeded(code, vocabulary=Vocabulary.NATIONALITY)


def make_place(
    name: str = "", *, parent: Place | None = None, kind: str = PlaceKind.ISLAND, **fields: Any
) -> Place:
    """A place under another; public or not by its kind, unless `is_public` says so."""
    name = name or f"Island {number()}"
    return Place.objects.create(**{"name_en": name, **fields}, parent=parent, kind=kind)


def make_place_name(place: Place, name: str, **fields: Any) -> PlaceName:
    """Another name of a place."""
    return PlaceName.objects.create(place=place, name=name, **fields)


def make_institution(name: str = "", **fields: Any) -> Institution:
    """A museum, workshop or authority."""
    given = number()
    defaults = {"name_en": name or f"Museum {given}", "slug": f"institution-{given}"}
    return Institution.objects.create(**{**defaults, **fields})


def make_person(name: str = "", **fields: Any) -> Person:
    """A living contributor, who has not agreed to be named unless told."""
    return Person.objects.create(name=name or f"Contributor {number()}", **fields)


def make_source(title: str = "", **fields: Any) -> Source:
    """A book, page or report."""
    given = number()
    defaults = {"code": f"source-{given}", "type": SourceType.REPORT}
    return Source.objects.create(title=title or f"Report {given}", **{**defaults, **fields})


def make_expedition(code: str = "", **fields: Any) -> Expedition:
    """A season with a title and dates."""
    code = code or f"EXP{number()}"
    defaults = {"title_en": f"Survey {code}", "dates": "2015-08", "number_prefix": f"{code}-"}
    return Expedition.objects.create(code=code, **{**defaults, **fields})


def make_find(*, published: bool = False, **only_what_matters: Any) -> Find:
    """A saved find: a helmet in draft, unless told otherwise.

    The object type follows from the category, the statuses are the track's first ones, details
    are made where the category has them. A detail's columns are given as a dictionary:
    `remains={"individuals": 3}`, `vehicle={…}`. `found_by`, `materials` and `sources` are lists.
    `published=True` also fills what the gate asks and sets the state, without a second person.
    """
    fields = dict(only_what_matters)
    category = fields.setdefault("category", Category.HELMET)
    many = {name: fields.pop(name, ()) for name in ("materials", "found_by")}
    sources = fields.pop("sources", ())
    details = _detail_fields(category, fields)
    if published:
        fields = {**_told(fields), **fields, "publication_status": PublicationStatus.PUBLISHED}
    find = Find(**_with_defaults(category, fields))
    find.save()
    for name, rows in many.items():
        if rows:
            getattr(find, name).set(rows)
    for source in sources:
        FindSource.objects.create(find=find, source=source)
    if category in DETAILS:
        DETAILS[category].objects.create(find=find, **details)
    return find


def _detail_fields(category: str, fields: dict[str, Any]) -> dict[str, Any]:
    if category not in DETAILS:
        return {}
    name = DETAILS[category]._meta.get_field("find").remote_field.related_name
    return fields.pop(name, {})


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    told = dict(TOLD)
    if any(name.startswith("description_") for name in fields):
        del told["description_en"]
    if "nationality" not in fields:
        told["nationality"] = nationality("unknown")
    if "place" not in fields:
        told["place"] = Place.objects.filter(name_en__startswith="Island ").first() or make_place()
    return told


def _with_defaults(category: str, fields: dict[str, Any]) -> dict[str, Any]:
    given = number()
    values = {"catalogue_number": f"FND-{given:04d}", **_first_states(category, fields), **fields}
    if not any(name.startswith("title_") for name in fields):
        values["title_en"] = f"{CATEGORY_RULES[category].singular!s} {given}"
    if "expedition" not in fields:
        values["expedition"] = make_expedition()
    if "object_type" not in fields:
        values["object_type"] = root_type(category)
    if values.get("latitude") is not None:
        values.setdefault("coordinate_uncertainty_m", 10)
    return values


def _first_states(category: str, fields: Mapping[str, Any]) -> dict[str, str]:
    given = {track: fields.get(f"{track}_status", "") for track in TRACKS}
    return first_states(category, given)


def make_remains(*, individuals: int = 1, is_part: bool = False, **fields: Any) -> Find:
    """Remains of so many people."""
    detail = {"individuals": individuals, "is_part": is_part, **fields.pop("remains", {})}
    return make_find(category=Category.REMAINS, remains=detail, **fields)


def remains_of(find: Find) -> RemainsDetail:
    """The detail of remains, read afresh."""
    return RemainsDetail.objects.get(find=find)


def make_event(find: Find, track: str, to_status: str, **fields: Any) -> StatusEvent:
    """A step as a list reports it, without the guards a person is asked for.

    `by` is who enters it, a reviewer when nobody is named; the rest are the parts of `Step`.
    """
    by = fields.pop("by", None) or make_user("reviewer")
    origin = fields.pop("origin", EventOrigin.IMPORT)
    step = Step(track=track, to_status=to_status, **fields)
    return record(find, step, by=by, origin=origin)


def jpeg_bytes(
    width: int = 60, height: int = 40, *, exif_gps: tuple[float, float] | None = None, seed: int = 0
) -> bytes:
    """A small JPEG of one colour; with `exif_gps` it tells where it was taken (degrees)."""
    colour = ((37 * seed) % 256, (91 * seed) % 256, 120)
    image = Image.new("RGB", (width, height), colour)
    exif = Image.Exif()
    if exif_gps:
        exif.get_ifd(0x8825).update(_gps_tags(*exif_gps))
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def _gps_tags(latitude: float, longitude: float) -> dict[int, Any]:
    return {
        1: "N" if latitude >= 0 else "S",
        2: _sexagesimal(abs(latitude)),
        3: "E" if longitude >= 0 else "W",
        4: _sexagesimal(abs(longitude)),
    }


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees % 1) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes % 1) * 60, 4)


def make_photo(
    find: Find | None = None,
    *,
    published: bool = False,
    image: bytes | None = None,
    link: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Photo:
    """A picture with its credit, its file really stored; on a find, when one is given.

    `link` is what `FindPhoto` says of it; the first picture of a find stands for it.
    """
    given = number()
    defaults = {
        "credit_line": f"Photo: Photographer {given}",
        "license_uri": Licence.CC_BY,
        "alt_en": f"A thing on the ground, picture {given}",
        "published": published,
    }
    photo = Photo(**{**defaults, **fields})
    if "file" not in fields:
        _store(photo, image or jpeg_bytes(seed=given), fields.get("original_name", ""))
    photo.save()
    if find is not None:
        put_on(find, photo, **(link or {}))
    return photo


def _store(photo: Photo, image: bytes, name: str) -> None:
    photo.take_in(io.BytesIO(image), name or "picture.jpg")
    photo.file.save("picture.jpg", ContentFile(image), save=False)


def put_on(find: Find, photo: Photo, **fields: Any) -> FindPhoto:
    """Hang a picture on a find, behind those it has."""
    order = find.find_photos.count() + 1
    return FindPhoto.objects.create(
        **{"order": order, "is_primary": order == 1, **fields}, find=find, photo=photo
    )


def make_document(find: Find | None = None, **fields: Any) -> Document:
    """A private file, really stored."""
    defaults = {"kind": DocumentKind.REPORT, "title": f"Report {number()}"}
    document = Document(**{**defaults, **fields}, find=find)
    if "file" not in fields:
        document.file.save("report.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"), save=False)
    document.save()
    return document


def make_identification(remains: Find | None = None, **fields: Any) -> PersonIdentification:
    """Who somebody may have been: tentative and not released, unless told."""
    defaults = {
        "name_original": f"Name {number()}",
        "basis": [PersonIdentification.Basis.MEDALLION_INSERT],
    }
    return PersonIdentification.objects.create(
        **{**defaults, **fields}, remains=remains or make_remains()
    )


def released(by: User) -> dict[str, Any]:
    """The columns of an identification whose name may be printed."""
    return {
        "confidence": "confirmed",
        "release": "full",
        "kin_status": "informed",
        "released_by": by,
        "released_on": date(2020, 5, 9),
    }
