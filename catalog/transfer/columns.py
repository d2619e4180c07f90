"""The one table of columns: what a list of finds may hold, in the order it is written.

From it come the import, the export, the empty template, the buttons of the admin and the
documentation. A new fact of a find is one line here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from catalog.lib import text
from catalog.transfer import cells, pointers
from catalog.transfer.cells import Reader, Writer
from catalog.transfer.report import Problem
from catalog.vocab import (
    Category,
    Certainty,
    Completeness,
    Condition,
    CoordinateSource,
    CustodyStatus,
    DiscoveryMethod,
    HazardStatus,
    Language,
    Licence,
    NationalityBasis,
    Precision,
    Presence,
    PublicationStatus,
    Qualifier,
    RemainsStatus,
    RestorationStatus,
    SecrecyEnd,
    Vocabulary,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the keys of values it fills, how a cell is read and written.

    `sensitive` needs the right to see what is withheld. `empty` is what `\\N` writes. `remembered`
    cells repeat, so their reading is kept for the run. `choices` is a closed list, `limit` the
    most characters of a text; both are for those who describe the column.
    """

    name: str
    label: Any
    read: Reader
    write: Writer | None
    keys: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    required: bool = False
    sensitive: bool = False
    empty: Any = ""
    remembered: bool = False
    clearable: bool = True
    choices: Any = None
    limit: int | None = None

    def value(self, values: Mapping[str, Any]) -> Any:
        """What its writer takes of all values of a find."""
        found = tuple(values[key] for key in self.keys)
        return found[0] if len(found) == 1 else found


def _column(
    name: str,
    label: Any,
    pair: tuple[Reader, Writer | None],
    aliases: str = "",
    *,
    keys: Sequence[str] = (),
    **options: Any,
) -> Column:
    named = tuple(part.strip() for part in aliases.split("|") if part.strip())
    return Column(name, label, *pair, keys=tuple(keys) or (name,), aliases=named, **options)


def _text(name: str, label: Any, limit: int | None, aliases: str = "", **options: Any) -> Column:
    return _column(name, label, cells.text(name, limit), aliases, limit=limit, **options)


def _choice(name: str, label: Any, choices: Any, aliases: str = "", **options: Any) -> Column:
    pair = cells.choice(options.pop("key", name), choices)
    return _column(name, label, pair, aliases, remembered=True, choices=choices, **options)


def _measure(name: str, label: Any, aliases: str = "") -> Column:
    return _column(name, label, cells.decimal(name, 3), aliases, empty=None)


COLUMNS: tuple[Column, ...] = (
    _column(
        "catalogue_number",
        _("Catalogue number"),
        cells.number("catalogue_number"),
        "number|номер в каталоге|номер|資料番号",
        required=True,
        clearable=False,
    ),
    _column("public_id", _("Public id"), cells.identifier("public_id"), clearable=False),
    _column(
        "expedition",
        _("Expedition"),
        pointers.expedition("expedition_id"),
        "экспедиция|現地調査",
        keys=["expedition_id"],
        required=True,
        remembered=True,
        clearable=False,
    ),
    _choice("category", _("Category"), Category, "категория|分類", required=True, clearable=False),
    _column(
        "object_type",
        _("Object type"),
        pointers.term("object_type_id", Vocabulary.OBJECT_TYPE, "object_type"),
        "type|тип предмета|тип|種類",
        keys=["object_type_id"],
        required=True,
        remembered=True,
        clearable=False,
    ),
    _text("field_number", _("Field number"), 64, "bag|полевой номер|取上げ番号"),
    _text("other_numbers", _("Other numbers"), None, "другие номера|他の番号"),
    _choice("type_certainty", _("Certainty of the type"), Certainty),
    _choice("language", _("Language of the record"), Language, "язык|言語", clearable=False),
    _text("title_en", _("Title in English"), 200),
    _text("title_ru", _("Title in Russian"), 200),
    _text("title_ja", _("Title in Japanese"), 200),
    _column(
        "quantity",
        _("Quantity"),
        (cells.quantity, cells.integer("quantity")[1]),
        "number of objects|количество|数量",
        keys=["quantity"],
        remembered=True,
        clearable=False,
    ),
    _choice("quantity_qualifier", _("Exactness of the quantity"), Qualifier, clearable=False),
    _column(
        "nationality",
        _("Nationality (side that used it)"),
        pointers.term("nationality_id", Vocabulary.NATIONALITY, "nationality"),
        "принадлежность|所属国",
        keys=["nationality_id"],
        empty=None,
        remembered=True,
    ),
    _choice("nationality_certainty", _("Certainty of the nationality"), Certainty),
    _choice("nationality_basis", _("Basis of the nationality"), NationalityBasis),
    _text("unit_attribution", _("Unit"), 200, "воинская часть|部隊"),
    _text("maker", _("Maker"), 200, "изготовитель|製造者"),
    _column("made_on", _("Made"), cells.date("made_on", "made_on_text"), remembered=True),
    _text("made_on_text", _("Made, as written"), 200),
    _text("markings", _("Markings"), None, "надписи|клейма|刻印", sensitive=True),
    _column(
        "carries_name",
        _("The markings carry a person's name"),
        cells.yes_no("carries_name"),
        empty=False,
    ),
    _text("serial_numbers", _("Serial numbers"), None, "заводские номера|番号", sensitive=True),
    _column(
        "materials",
        _("Materials"),
        pointers.terms("materials", Vocabulary.MATERIAL, "materials"),
        "material|материал|материалы|材質",
        empty=(),
        remembered=True,
    ),
    _measure("length_mm", _("Length, mm"), "length|длина|長さ"),
    _measure("width_mm", _("Width, mm"), "width|ширина|幅"),
    _measure("height_mm", _("Height, mm"), "height|высота|高さ"),
    _measure("weight_g", _("Weight, g"), "weight|вес|масса|重さ"),
    _choice("completeness", _("Completeness"), Completeness, "комплектность|残存状況"),
    _choice("condition", _("Condition"), Condition, "сохранность|保存状態"),
    _text("damage", _("Damage"), None, "повреждения|損傷"),
    _column(
        "damage_count",
        _("Number of holes or marks"),
        cells.count("damage_count", "damage_qualifier"),
        keys=["damage_count", "damage_qualifier"],
        empty=(None, ""),
    ),
    _column(
        "found_on",
        _("Found"),
        cells.date("found_on", "found_on_text"),
        "date|found|дата обнаружения|дата|発見日",
        keys=["found_on"],
        remembered=True,
    ),
    _text("found_on_text", _("Found, as written"), 200),
    _column(
        "found_by",
        _("Found by"),
        pointers.people("found_by"),
        "finder|кем найдено|発見者",
        empty=(),
        remembered=True,
    ),
    _choice(
        "discovery_method", _("How it was found"), DiscoveryMethod, "способ обнаружения|発見方法"
    ),
    _column(
        "place",
        _("Place"),
        pointers.place("place_id"),
        "find spot|место|местность|場所",
        keys=["place_id"],
        empty=None,
        remembered=True,
    ),
    _column(
        "latitude",
        _("Latitude"),
        cells.coordinate("latitude"),
        "lat|широта|緯度",
        sensitive=True,
        empty=None,
    ),
    _column(
        "longitude",
        _("Longitude"),
        cells.coordinate("longitude"),
        "lon|lng|долгота|経度",
        sensitive=True,
        empty=None,
    ),
    _column(
        "coordinate_uncertainty_m",
        _("Uncertainty of the position, m"),
        cells.integer("coordinate_uncertainty_m", 1, 20_100_000),
        "погрешность координат, м",
        empty=None,
        remembered=True,
    ),
    _choice("coordinate_source", _("Source of the position"), CoordinateSource),
    _text("verbatim_coordinates", _("Position as written"), 200, sensitive=True),
    _choice("public_precision", _("Precision published"), Precision),
    _column("secret_until", _("Hidden by choice until"), cells.day("secret_until"), empty=None),
    _choice("secret_until_event", _("Hidden by choice until the event"), SecrecyEnd, empty=None),
    _column(
        "depth_cm",
        _("Depth, cm"),
        cells.integer("depth_cm", 0, 100_000),
        "depth|глубина|深さ",
        empty=None,
    ),
    _text("context", _("Stratigraphic unit"), 200, "слой|層位", sensitive=True),
    _column(
        "holder",
        _("Holder"),
        pointers.institution("holder_id", "holder"),
        "где хранится|保管機関",
        keys=["holder_id"],
        empty=None,
        remembered=True,
    ),
    _text("holder_number", _("Holder's number"), 100, "номер в учреждении|保管機関の番号"),
    _text("current_location", _("Where it is kept"), 200, sensitive=True),
    _choice(
        "restoration_status",
        _("Restoration status"),
        RestorationStatus,
        "состояние реставрации|保存修復の状況",
        clearable=False,
    ),
    _choice(
        "custody_status",
        _("Where it is now"),
        CustodyStatus,
        "где находится|所在・保管の状況",
        clearable=False,
    ),
    _choice(
        "hazard_status",
        _("Explosive hazard"),
        HazardStatus,
        "взрывоопасность|爆発の危険",
        clearable=False,
    ),
    _text("eod_report", _("Disposal report"), 100),
    _text("eod_authority", _("Disposal authority"), 200),
    _column("eod_date", _("Date of the disposal report"), cells.date("eod_date"), remembered=True),
    _column(
        "calibre_mm",
        _("Calibre, mm"),
        cells.decimal("munition.calibre_mm", 2, 5, above_zero=True),
        "calibre|калибр|口径",
        keys=["munition.calibre_mm"],
        empty=None,
    ),
    _choice("fuzed", _("Fuzed"), Presence, key="munition.fuzed", keys=["munition.fuzed"]),
    _column(
        "individuals",
        _("Minimum number of individuals (MNI)"),
        (cells.individuals, cells.integer("remains.individuals")[1]),
        "mni|мчи|最小個体数",
        keys=["remains.individuals"],
        clearable=False,
    ),
    _choice(
        "individuals_qualifier",
        _("Exactness of the number of individuals"),
        Qualifier,
        key="remains.individuals_qualifier",
        keys=["remains.individuals_qualifier"],
        clearable=False,
    ),
    _choice("remains_status", _("Status of the remains"), RemainsStatus, clearable=False),
    _column(
        "vehicle_completeness_pct",
        _("Completeness, %"),
        cells.integer("vehicle.completeness_pct", 0, 100),
        keys=["vehicle.completeness_pct"],
        empty=None,
    ),
    _column(
        "hull_number",
        _("Hull number"),
        cells.text("vehicle.hull_number", 100),
        keys=["vehicle.hull_number"],
    ),
    _choice("ammunition_aboard", _("Ammunition aboard"), Presence),
    _choice("human_remains_associated", _("Human remains with it"), Presence),
    _text("description_en", _("Description in English"), None),
    _text("description_ru", _("Description in Russian"), None),
    _text("description_ja", _("Description in Japanese"), None),
    _text("internal_notes", _("Internal notes"), None, "notes|примечания|備考", sensitive=True),
    _column("related_finds", _("Related finds"), pointers.relations("related_finds"), empty=()),
    _column(
        "sources",
        _("Sources"),
        pointers.sources("sources"),
        "source|источники|出典",
        empty=(),
        remembered=True,
    ),
    _column(
        "photo",
        _("File of the photograph"),
        cells.text("photo.original_name", 255),
        "photo file|файл фото|写真",
        keys=["photo.original_name"],
    ),
    _column(
        "photo_credit",
        _("Photo credit"),
        cells.text("photo.credit_line", 300),
        "credit|автор фото|撮影者",
        keys=["photo.credit_line"],
    ),
    _column(
        "photo_via", _("Via"), cells.text("photo.via_name", 200), "via", keys=["photo.via_name"]
    ),
    _column(
        "photo_via_url",
        _("Address of via"),
        cells.web_address("photo.via_url"),
        keys=["photo.via_url"],
    ),
    _choice(
        "photo_license",
        _("Licence of the photograph"),
        Licence,
        key="photo.license_uri",
        keys=["photo.license_uri"],
    ),
    _choice(
        "publication_status",
        _("Publication"),
        PublicationStatus,
        "публикация|公開",
        clearable=False,
    ),
    _column("updated_at", _("Changed at"), cells.moment("updated_at"), clearable=False),
)

# Columns that are only read: words without a language, and a point in one cell.
READ_ONLY: tuple[Column, ...] = (
    _column(
        "title",
        _("Title"),
        (cells.text("title_*", 200)[0], None),
        "название|名称",
        keys=["title_*"],
    ),
    _column(
        "description",
        _("Description"),
        (cells.text("description_*")[0], None),
        "описание|説明",
        keys=["description_*"],
    ),
    _column(
        "coordinates",
        _("Both coordinates"),
        (cells.point, None),
        "point (wkt)|wkt|geometry|координаты|座標",
        keys=["latitude", "longitude", "verbatim_coordinates"],
        sensitive=True,
        empty=(None, None, ""),
    ),
)
BY_NAME: Mapping[str, Column] = {column.name: column for column in (*COLUMNS, *READ_ONLY)}


def recognised() -> dict[str, Column]:
    """Every header a list may use, folded: names, aliases, and labels in three languages."""
    known: dict[str, Column] = {}
    for column in BY_NAME.values():
        for word in (column.name.replace("_", " "), *column.aliases):
            known.setdefault(text.fold(word), column)
    for language in Language.values:
        with translation.override(language):
            for column in BY_NAME.values():
                known.setdefault(text.fold(str(column.label)), column)
    return known | dict(BY_NAME)


def with_label(problem: Problem) -> str:
    """What is wrong, with the label of its column where it is one of ours."""
    column = BY_NAME.get(problem.column)
    return str(replace(problem, column=str(column.label)) if column else problem)


def header() -> list[str]:
    """The header of a list of finds: also the empty template."""
    return [column.name for column in COLUMNS]


def visible_columns(*, sensitive: bool) -> list[Column]:
    """The columns somebody with or without the right to see the withheld may have."""
    return [column for column in COLUMNS if sensitive or not column.sensitive]
