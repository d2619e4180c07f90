"""No secret leaves the house: a visitor tries every door, and reads every word that comes out.

Three proofs. The planted words and numbers are nowhere to be read. Looking for one is answered as
nonsense is. And in a world where every secret is another one, every answer is the same.
"""

import io

import pytest
from django.test import Client
from PIL import Image

from catalog import renditions
from catalog.models import ErrorReport, Find
from catalog.search.cells import MAX_ZOOM
from tests.house import walk
from tests.house.canaries import (
    ABOARD_POINT,
    DRAFT_POINT,
    MUNITION_POINT,
    REMAINS_POINT,
    SECRET_POINT,
    SHOWN,
    Nest,
)
from tests.house.disturbance import disturb

pytestmark = pytest.mark.django_db
_CAPTION = "caption_en of an advisory picture"


def test_every_door_that_takes_arguments_is_tried(nest: Nest) -> None:
    assert walk.unsampled(walk.samples(nest)) == []


def test_walk_reads_what_is_public(nest: Nest, visitor: Client) -> None:
    for address in ("/", "/finds/", "/ru/finds/", "/ja/finds/PUB-HELMET/", "/places/island/"):
        assert SHOWN in walk.ask(visitor, address).text, address
    assert walk.ask(visitor, "/finds/PUB-REMAINS/").text.count(f"Name {SHOWN}") == 1
    assert "Agreed Person" in walk.ask(visitor, "/finds/PUB-HELMET/").text
    assert "/finds/" in walk.listings(visitor)


@pytest.mark.parametrize(
    ("languages", "every"),
    [
        pytest.param(("", "en", "ru", "ja"), 1, marks=pytest.mark.slow, id="all"),
        pytest.param(("", "ru"), 24, id="some"),
    ],
)
def test_no_secret_leaves_by_any_door(
    nest: Nest, visitor: Client, languages: tuple[str, ...], every: int
) -> None:
    assert list(walk.leaks(visitor, nest, languages=languages, every=every)) == []


@pytest.mark.parametrize(
    "languages",
    [
        pytest.param(("", "en", "ru", "ja"), marks=pytest.mark.slow, id="all"),
        pytest.param(("",), id="some"),
    ],
)
def test_no_method_tells_what_reading_does_not(
    nest: Nest, visitor: Client, languages: tuple[str, ...]
) -> None:
    assert list(walk.leaks_by_method(visitor, nest, languages=languages)) == []


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(45, id="some")]
)
def test_looking_for_a_secret_is_answered_like_nonsense(
    nest: Nest, visitor: Client, every: int
) -> None:
    looked_for = [("q", word, walk.NONSENSE) for word in list(nest.words.values())[::every]]

    assert list(walk.betrayals(visitor, looked_for)) == []


def test_no_secret_is_in_the_public_text(nest: Nest) -> None:
    public = "\n".join(Find.objects.public().values_list("public_text", flat=True))

    assert SHOWN in public
    assert [what for what, word in nest.words.items() if word in public] == []


@pytest.mark.slow
@pytest.mark.parametrize("parameter", ["place", "expedition", "type", "nationality"])
def test_hidden_names_are_unknown_values(nest: Nest, visitor: Client, parameter: str) -> None:
    hidden = [nest.places["trench"].slug, nest.places["inside"].slug, nest.former_places[1]]

    asked = [(parameter, slug, walk.NONSENSE) for slug in hidden]

    assert list(walk.betrayals(visitor, asked)) == []


@pytest.mark.parametrize(
    "half", [*(pytest.param(one, marks=pytest.mark.slow) for one in (0.002, 0.0005)), 0.00001]
)
def test_no_box_corners_the_secret_point(nest: Nest, visitor: Client, half: float) -> None:
    north, east = map(float, SECRET_POINT)
    around = _box(north, east, half)
    # The same box about another point of the cell, where nothing lies.
    beside = _box(50.7378, 156.1821, half)

    assert list(walk.betrayals(visitor, [("bbox", around, beside)])) == []


@pytest.mark.parametrize(
    "point",
    [
        REMAINS_POINT,
        *(
            pytest.param(one, marks=pytest.mark.slow)
            for one in (MUNITION_POINT, ABOARD_POINT, DRAFT_POINT)
        ),
    ],
)
def test_what_is_told_as_an_area_is_in_no_box(
    nest: Nest, visitor: Client, point: tuple[str, str]
) -> None:
    north, east = map(float, point)
    asked = [("bbox", _box(north, east, half), "-120,-60,-119,-59") for half in (1, 0.01, 0.0001)]

    assert list(walk.betrayals(visitor, asked)) == []


def test_the_map_tells_no_more_the_nearer_one_comes(nest: Nest, visitor: Client) -> None:
    north, east = map(float, SECRET_POINT)
    for zoom in range(MAX_ZOOM + 1):
        half = 45 / 2**zoom
        seen = {
            place: walk.ask(visitor, f"/api/v1/map/?zoom={zoom}&bbox={_box(*place, half)}").text
            for place in ((north, east), (50.7378, 156.1821))
        }
        for told in seen.values():
            assert str(SECRET_POINT[0])[:7] not in told, zoom
        if half < 0.002:
            assert len(set(seen.values())) == 1, zoom


def _box(north: float, east: float, half: float) -> str:
    sides = (east - half, north - half, east + half, north + half)
    return ",".join(f"{side:.6f}" for side in sides)


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(45, id="some")]
)
def test_other_secrets_give_the_same_answers(nest: Nest, visitor: Client, every: int) -> None:
    """Nothing depends on a secret: no header, no count, no order, not even the length."""
    reading = [f"{one}?{query}" for one in walk.listings(visitor) for query in walk.queries()]
    tried = [*walk.addresses(nest, languages=("", "en")), *reading][::every]
    before = {address: walk.ask(visitor, address) for address in tried}

    disturb(nest)

    changed = [address for address in tried if walk.ask(visitor, address) != before[address]]
    assert changed == []


def test_unseen_is_404_and_withdrawn_410(nest: Nest, visitor: Client) -> None:
    # No visitor ever read the number the withdrawn one has now.
    for find in (*nest.hidden_finds, nest.finds["withdrawn"]):
        for address in (f"/finds/{find.slug}/", f"/finds/{find.slug}/photos/1/", f"/f/{find.slug}"):
            answer = walk.ask(visitor, address)
            nowhere = walk.ask(visitor, address.replace(find.slug, walk.NONSENSE))
            assert answer.status == 404, address
            assert walk.without(answer, find.slug) == walk.without(nowhere, walk.NONSENSE)
    assert walk.ask(visitor, "/finds/GONE-1/").status == 410
    assert walk.ask(visitor, f"/places/{nest.places['trench'].slug}/").status == 404
    assert walk.ask(visitor, f"/places/{nest.places['inside'].slug}/").status == 404


def test_only_the_open_picture_has_a_file(nest: Nest, visitor: Client) -> None:
    for start in ("/media/photos", "/media/veiled"):
        for kind in ("jpg", "webp"):
            answers = {
                name: visitor.get(f"{start}/{photo.public_id}/320.{kind}")
                for name, photo in nest.photos.items()
            }
            served = {name for name, answer in answers.items() if answer.status_code == 200}
            assert served == ({"open"} if start == "/media/photos" else set())
            assert {answer.status_code for answer in answers.values()} <= {200, 404}


@pytest.mark.slow
def test_consent_opens_the_veiled_picture_and_nothing_else(nest: Nest, visitor: Client) -> None:
    asked = visitor.post("/finds/PUB-HELMET/veiled/1/show/", {"show": "all"})
    hidden = {
        what: word for what, word in nest.fragments.items() if "of an advisory picture" not in what
    }

    answers = [walk.ask(visitor, one) for one in walk.addresses(nest, languages=("", "en"))]

    assert asked.status_code == 302
    assert [leak for answer in answers for leak in walk.found_in(answer, hidden)] == []
    seen = {
        name
        for name, photo in nest.photos.items()
        if visitor.get(f"/media/veiled/{photo.public_id}/320.jpg").status_code == 200
    }
    told = [answer.address for answer in answers if nest.words[_CAPTION] in answer.text]
    assert seen == {"advisory"}
    assert told == ["/finds/PUB-HELMET/veiled/1/"]


def test_the_file_of_an_open_picture_tells_nothing_of_its_original(
    nest: Nest, visitor: Client
) -> None:
    for size in renditions.SIZES:
        for kind in renditions.FORMATS:
            content = visitor.get(renditions.url(nest.photos["open"], size, kind)).content
            picture = Image.open(io.BytesIO(content))
            assert not picture.getexif().get_ifd(0x8825)
            assert nest.photos["open"].credit_line in picture.info["xmp"].decode()
            told = content.decode("latin-1")
            assert not [what for what, word in nest.words.items() if word in told]


def test_originals_have_no_address(nest: Nest, visitor: Client) -> None:
    names = [photo.file.name for photo in nest.photos.values()]

    for name in names:
        for start in ("/media/", "/media/originals/", "/static/", "/"):
            assert walk.ask(visitor, f"{start}{name}").status == 404


def test_admin_shows_a_visitor_the_way_in_and_no_more(nest: Nest, visitor: Client) -> None:
    answers = [walk.ask(visitor, address) for address in walk.closed_addresses(nest)]

    assert len(answers) > 50
    assert {answer.status for answer in answers} <= {200, 302, 404, 405}
    assert {answer.address for answer in answers if answer.status == 200} == {"/admin/login/"}
    assert [leak for answer in answers for leak in walk.found_in(answer, nest.fragments)] == []


def test_visitor_changes_nothing(nest: Nest, visitor: Client) -> None:
    for address in walk.addresses(nest):
        # A letter to the house without words is refused; about what is gone, as its page is.
        refused = (403, 404, 405, *((301, 410, 422) if _is_letter(address) else ()))
        assert visitor.post(address).status_code in refused, address
    assert not ErrorReport.objects.exists()


def _is_letter(address: str) -> bool:
    return address.endswith(("/report/", "/contact/"))


def test_secret_is_known_however_it_is_written() -> None:
    secrets = {"point": "50.7312", "name": "zqa001vx"}
    for written in ("50.731234", "50,731234", "ZQA001VX", "&#122;qa001vx", "%7Aqa001vx"):
        assert walk.found_in(walk.Answer("/", 200, f"<p>{written}</p>"), secrets), written
    assert walk.found_in(walk.Answer("/", 200, "50.735"), secrets) == []


def test_every_text_column_of_a_find_is_shown_or_planted(nest: Nest) -> None:
    """A new column of free words must be planted, or be told to be public, before it is merged."""
    public = {
        "catalogue_number", "title_en", "title_ru", "title_ja", "description_en",
        "description_ru", "description_ja", "made_on", "made_on_text", "found_on",
        "found_on_text", "eod_date", "verbatim_coordinates", "slug", "number_key",
        "number_sort", "public_text", "staff_text",
    }  # fmt: skip
    free = {
        column.name
        for column in Find._meta.concrete_fields
        if column.get_internal_type() in ("CharField", "TextField") and not column.choices
    }
    planted = {what.partition(" ")[0] for what in nest.words}

    assert free - public - planted - {"eod_report", "eod_authority"} == set()
