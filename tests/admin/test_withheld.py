"""What a member of staff without the right is not shown, on any page of the admin."""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client

from catalog.admin.sensitive import withheld
from catalog.index import words
from catalog.models import (
    ErrorReport,
    Find,
    ImportMapping,
    Look,
    PersonIdentification,
    telltales,
)
from catalog.vocab import Category
from tests.admin.forms import change_page, errors, send
from tests.factories import make_find, make_identification, make_photo, make_place, make_remains

SECRET = {
    "latitude": Decimal("50.731234"),
    "longitude": Decimal("156.187654"),
    "coordinate_uncertainty_m": 12,
    "verbatim_coordinates": "N50 43 52.4 by GPS",
    "current_location": "Shelf Quince",
    "serial_numbers": "NR-77881",
}
WORDS = ("50.731234", "156.187654", "43 52.4", "Quince", "77881")
pytestmark = pytest.mark.django_db


@pytest.fixture
def rifle(recorder: User) -> Find:
    """A weapon whose position, shelf and number are withheld; its recorder's own draft."""
    return make_find(category="weapon", created_by=recorder, **SECRET)


def pages(find: Find) -> list[str]:
    base = "/admin/catalog/find/"
    return [
        change_page(find),
        base,
        f"{base}{find.pk}/history/",
        f"{base}{find.pk}/delete/",
        f"{base}{find.pk}/do/submit/",
        "/admin/autocomplete/?app_label=catalog&model_name=findrelation"
        "&field_name=to_find&term=quince",
        "/admin/",
    ]


def test_nothing_withheld_is_on_any_page_of_those_without_the_right(
    rifle: Find, recorder_client: Client, reviewer_client: Client
) -> None:
    for client in (recorder_client, reviewer_client):
        for address in pages(rifle):
            words = client.get(address).content.decode()
            assert not [word for word in WORDS if word in words], address


@pytest.mark.parametrize(
    "asked",
    [
        "q=50.731234",
        "q=77881",
        "latitude__gte=50.7",
        "current_location__startswith=Shelf",
        "staff_text__contains=quince",
    ],
)
def test_nobody_corners_it_by_asking(
    rifle: Find, recorder_client: Client, administrator_client: Client, asked: str
) -> None:
    hidden = recorder_client.get(f"/admin/catalog/find/?{asked}")
    shown = administrator_client.get(f"/admin/catalog/find/?{asked}")

    assert rifle.catalogue_number not in hidden.content.decode()
    # The degrees are in no text that is searched, and answer nobody without a look being kept.
    found = asked not in ("q=50.731234", "latitude__gte=50.7")
    assert (rifle.catalogue_number in shown.content.decode()) is found


def test_the_right_shows_it(rifle: Find, administrator_client: Client) -> None:
    page = administrator_client.get(change_page(rifle)).content.decode()

    assert all(word in page for word in WORDS)


def test_who_may_only_look_is_told_that_something_is_withheld(
    rifle: Find, recorder_client: Client
) -> None:
    Find.objects.filter(pk=rifle.pk).update(created_by=None)

    page = recorder_client.get(change_page(rifle)).content.decode()

    assert "are not shown to you" in page
    assert not [word for word in WORDS if word in page]


def test_empty_fields_keep_what_is_stored(rifle: Find, recorder_client: Client) -> None:
    response = send(recorder_client, change_page(rifle), title_en="Rifle, renamed")

    assert errors(response) == ""
    rifle.refresh_from_db()
    assert rifle.title_en == "Rifle, renamed"
    assert {name: getattr(rifle, name) for name in SECRET} == SECRET


def test_a_new_point_replaces_the_old_one_whole(rifle: Find, recorder_client: Client) -> None:
    half = send(recorder_client, change_page(rifle), latitude="50.8")
    whole = send(recorder_client, change_page(rifle), latitude="50°48′N", longitude="156.4")

    assert "Latitude and longitude go together" in errors(half)
    assert errors(whole) == ""
    rifle.refresh_from_db()
    assert (rifle.latitude, rifle.longitude) == (Decimal("50.8"), Decimal("156.4"))
    assert rifle.verbatim_coordinates == ""


def test_names_of_the_dead_need_their_own_right(
    reviewer_client: Client, administrator_client: Client
) -> None:
    remains = make_remains()
    make_identification(remains, name_original="Ivanov Canary")

    for address in ("/admin/catalog/personidentification/", change_page(remains)):
        assert "Canary" not in reviewer_client.get(address).content.decode()
    assert reviewer_client.get("/admin/catalog/personidentification/").status_code == 403
    assert "personidentification" not in reviewer_client.get("/admin/").content.decode()
    deleting = administrator_client.get(f"/admin/catalog/find/{remains.pk}/delete/")
    assert "Canary" not in deleting.content.decode()
    listed = administrator_client.get("/admin/catalog/personidentification/").content.decode()
    assert "Canary" in listed


def test_a_sealed_picture_is_for_named_persons(
    reviewer_client: Client, administrator_client: Client, visitor: Client
) -> None:
    photo = make_photo(make_find(), sensitivity="sealed", shows_name=True)
    address = f"/admin/catalog/photo/{photo.pk}/picture/320/"

    assert reviewer_client.get(address).status_code == 404
    assert administrator_client.get(address).status_code == 200
    assert visitor.get(address).status_code == 302


def test_an_address_does_not_ask_what_hangs_on_a_row(reviewer_client: Client) -> None:
    """Whether there is one tells something by itself, and so does which."""
    secret = (PersonIdentification, Look, ErrorReport)
    asked = [
        (f"/admin/catalog/{model._meta.model_name}/", relation.name)
        for model in admin.site._registry
        if model._meta.app_label == "catalog"
        for relation in model._meta.get_fields()
        if relation.related_model in secret and not relation.hidden
    ]

    assert ("/admin/catalog/find/", "evidence_for") in asked
    for address, name in asked:
        for how in ("__isnull=False", "=1"):
            answer = reviewer_client.get(f"{address}?{name}{how}")
            assert answer.status_code in (400, 403), (address, name)


def test_cells_of_a_list_answer_no_filter(reviewer_client: Client) -> None:
    for asked in ("report__problems__0__2__startswith=50.7", "mapping__contains=50.7"):
        assert reviewer_client.get(f"/admin/catalog/importrun/?{asked}").status_code == 400


def test_kept_mappings_are_read_by_who_may_see_what_is_withheld(
    reviewer: User, reviewer_client: Client, administrator_client: Client
) -> None:
    toml = '[values.latitude]\n"north" = "50.731234"\n'
    kept = ImportMapping.objects.create(name="Field list", toml=toml)
    reviewer.user_permissions.set(Permission.objects.filter(codename__endswith="_importmapping"))
    base = "/admin/catalog/importmapping/"

    for page in (base, f"{base}?toml__contains=50.7", f"{base}{kept.pk}/change/"):
        assert reviewer_client.get(page).status_code == 403, page
    assert "50.731234" in administrator_client.get(f"{base}{kept.pk}/change/").content.decode()


def test_who_does_not_see_a_position_does_not_publish_it(
    reviewer_client: Client, administrator_client: Client
) -> None:
    find = make_find(published=True, **SECRET)
    near = make_place("Cape", public_precision="exact")
    address = change_page(find)

    for told in ({"public_precision": "exact"}, {"public_precision": "100m"}, {"place": near.pk}):
        refused = send(reviewer_client, address, **told)
        assert "Only who may see the exact position" in errors(refused), told
    assert errors(send(reviewer_client, address, public_precision="10km")) == ""
    assert errors(send(reviewer_client, address, public_precision="1km")) == ""
    find.refresh_from_db()
    assert find.public_latitude != find.latitude
    assert errors(send(administrator_client, address, public_precision="exact")) == ""
    find.refresh_from_db()
    assert find.public_latitude == find.latitude
    assert errors(send(reviewer_client, address, title_ru="Винтовка")) == ""


@pytest.mark.parametrize("lifted", ["human_remains_associated", "ammunition_aboard"])
def test_nobody_lifts_what_hides_a_position_they_do_not_see(
    reviewer_client: Client, administrator_client: Client, lifted: str
) -> None:
    """The choice is finer, and only what the find has with it keeps it back."""
    find = make_find(published=True, public_precision="exact", **{**SECRET, lifted: "yes"})

    refused = send(reviewer_client, change_page(find), **{lifted: "no"})

    assert "Only who may see the exact position" in errors(refused)
    find.refresh_from_db()
    assert find.public_latitude is None
    assert errors(send(administrator_client, change_page(find), **{lifted: "no"})) == ""


def test_no_step_bares_a_position_to_who_does_not_see_it(
    reviewer_client: Client, administrator_client: Client
) -> None:
    """Made safe, a munition would be told as finely as somebody once chose."""
    find = make_find(
        category="munition", custody_status="recovered", public_precision="exact", **SECRET
    )
    told = {"event_step": "hazard:inert_certified", "event_authority": "EOD", "event_date": "2015"}
    told |= {"event_actor": "EOD", "event_document_ref": "1", "event_note": "Certified"}

    refused = send(reviewer_client, change_page(find), **told)

    assert "Only who may see the exact position" in errors(refused)
    assert errors(send(administrator_client, change_page(find), **told)) == ""
    find.refresh_from_db()
    assert find.public_latitude == find.latitude


def test_a_position_typed_anew_is_known_to_who_typed_it(reviewer_client: Client) -> None:
    find = make_find(**SECRET)
    typed = {"latitude": "50.5", "longitude": "156.5", "public_precision": "exact"}

    assert errors(send(reviewer_client, change_page(find), **typed)) == ""


def test_a_place_does_not_publish_positions_for_who_does_not_see_them(
    reviewer_client: Client, administrator_client: Client
) -> None:
    place, exact = make_place("Isle"), make_place("Cape", public_precision="exact")
    find = make_find(published=True, place=place, **SECRET)
    address = f"/admin/catalog/place/{place.pk}/change/"

    for told in ({"public_precision": "exact"}, {"parent": exact.pk}):
        refused = send(reviewer_client, address, **told)
        assert "Only who may see the exact position" in errors(refused), told
    assert errors(send(reviewer_client, address, public_precision="10km")) == ""
    find.refresh_from_db()
    assert find.public_latitude not in (None, find.latitude)
    assert errors(send(administrator_client, address, public_precision="exact")) == ""


def test_who_writes_a_guess_is_not_told_that_it_is_a_withheld_name(
    recorder: User, recorder_client: Client, reviewer_client: Client
) -> None:
    known = make_identification(make_remains(), name_original="Кузнецов Иван")
    season = known.remains.expedition
    guess = make_find(created_by=recorder, expedition=season, description_ru="Иван Кузнецов")

    for client in (recorder_client, reviewer_client):
        page = client.get(change_page(guess)).content.decode()
        assert "holds a name" not in page
    assert "holds a name" in " ".join(telltales.of_find(guess))


@pytest.mark.parametrize("category", Category.values)
def test_what_all_staff_search_is_nothing_they_are_not_shown(recorder: User, category: str) -> None:
    read_as_it_stands = {*words.HEAD, *words.DESCRIPTIONS, *words.NOTES}

    assert not read_as_it_stands & set(withheld(recorder, category))
