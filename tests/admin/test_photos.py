"""Pictures on the form of a find, and by themselves."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Find, Photo
from catalog.vocab import Licence
from tests.admin.forms import change_page, errors, send
from tests.factories import jpeg_bytes, make_expedition, make_find, make_photo, make_remains, put_on

pytestmark = pytest.mark.django_db
ROW = "find_photos-0-"


def jpeg(name: str = "tank.jpg", **options: object) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg_bytes(**options), "image/jpeg")


def row(number: int = 0, **fields: object) -> dict[str, object]:
    return {f"find_photos-{number}-{name}": value for name, value in fields.items()}


@pytest.fixture
def draft(recorder: User) -> Find:
    return make_find(created_by=recorder)


def test_a_picture_needs_its_credit(draft: Find, recorder_client: Client) -> None:
    response = send(recorder_client, change_page(draft), **row(file=jpeg()))

    assert "Whose photograph is it?" in errors(response)
    assert not Photo.objects.exists()


def test_a_file_that_is_no_picture_is_refused_in_a_sentence(
    draft: Find, recorder_client: Client
) -> None:
    wrong = SimpleUploadedFile("tank.jpg", b"GIF? no, text.", "image/jpeg")

    response = send(
        recorder_client, change_page(draft), **row(file=wrong, credit_line="Photo: A"), title_ru="Б"
    )

    assert errors(response)
    assert response.status_code == 200
    assert not Photo.objects.exists()
    draft.refresh_from_db()
    assert draft.title_ru == ""


def test_publishing_names_each_thing_that_is_missing(draft: Find, recorder_client: Client) -> None:
    response = send(
        recorder_client,
        change_page(draft),
        **row(file=jpeg(), credit_line="Photo: A", published="on"),
    )

    assert "the licence is missing" in errors(response)
    assert "the description in words is missing" in errors(response)


def test_a_whole_picture_is_stored_with_all_that_is_said_of_it(
    draft: Find, recorder: User, recorder_client: Client
) -> None:
    said = {
        "credit_line": "Peter Kamenchenko - Via",
        "creator": "Peter Kamenchenko",
        "via_name": "Via",
        "via_url": "example.org/story",
        "license_uri": Licence.IN_COPYRIGHT,
        "alt_ja": "草の中の鉄帽",
        "caption_ru": "Каска",
        "taken_on": "12.08.2015",
        "role": "in_situ",
        "published": "on",
    }

    response = send(
        recorder_client, change_page(draft), **row(file=jpeg(exif_gps=(50.7, 156.2)), **said)
    )

    assert errors(response) == ""
    link = draft.find_photos.get()
    photo = link.photo
    assert (link.role, link.is_primary, link.order) == ("in_situ", True, 1)
    assert photo.credit_line == "Peter Kamenchenko - Via"
    assert photo.via_url == "https://example.org/story"
    assert (photo.taken_on, photo.alt_ja) == ("2015-08-12", "草の中の鉄帽")
    assert photo.published
    assert photo.uploaded_by == recorder
    assert photo.width == 60
    assert photo.exif_latitude is not None


def test_another_picture_can_stand_for_the_find(draft: Find, recorder_client: Client) -> None:
    first, second = make_photo(draft), make_photo(draft)
    page = change_page(draft)

    two = send(recorder_client, page, **row(1, is_primary="on"))
    one = send(recorder_client, page, **row(0, is_primary=None), **row(1, is_primary="on"))

    assert "Only one photograph stands for the find" in errors(two)
    assert errors(one) == ""
    assert draft.find_photos.get(is_primary=True).photo == second
    assert draft.find_photos.get(is_primary=False).photo == first


def test_a_picture_of_remains_begins_withheld(recorder: User, recorder_client: Client) -> None:
    find = make_remains(created_by=recorder)

    response = send(recorder_client, change_page(find), **row(file=jpeg(), credit_line="Photo: A"))
    opened = send(recorder_client, change_page(find), **row(sensitivity="open"))

    assert errors(response) == ""
    assert find.find_photos.get().photo.sensitivity == "withheld"
    assert "What it shows asks for" in errors(opened)


def test_taking_a_picture_off_a_find_keeps_it(draft: Find, recorder_client: Client) -> None:
    photo = make_photo(draft)

    send(recorder_client, change_page(draft), **row(DELETE="on"))

    assert not draft.find_photos.exists()
    assert Photo.objects.get() == photo


def test_pictures_are_published_from_their_list(reviewer_client: Client) -> None:
    whole = make_photo(make_find())
    lacking = make_photo(make_find(), license_uri="", original_name="lacking.jpg")
    data = {"action": "publish_photos", "_selected_action": [whole.pk, lacking.pk]}

    page = reviewer_client.post("/admin/catalog/photo/", data, follow=True).content.decode()

    assert Photo.objects.get(pk=whole.pk).published
    assert not Photo.objects.get(pk=lacking.pk).published
    assert "Lacking.jpg: Not yet: the licence is missing." in page


def test_recorder_does_not_change_a_picture_of_a_find_that_is_out_of_reach(
    recorder: User, recorder_client: Client
) -> None:
    mine = make_photo(make_find(created_by=recorder), uploaded_by=recorder)
    published = make_photo(make_find(published=True), uploaded_by=recorder)

    for photo, code in ((mine, 200), (published, 403)):
        address = f"/admin/catalog/photo/{photo.pk}/change/"
        assert recorder_client.get(address).status_code == 200
        assert recorder_client.post(address, {}).status_code == code


def test_a_missing_file_does_not_break_the_form(draft: Find, recorder_client: Client) -> None:
    photo = make_photo(draft)
    photo.file.storage.delete(photo.file.name)

    response = send(recorder_client, change_page(draft), title_ru="Каска")

    assert errors(response) == ""


def test_a_picture_shared_with_another_find_is_not_changed_from_a_draft(
    draft: Find, recorder_client: Client, reviewer_client: Client
) -> None:
    photo = make_photo(make_find(published=True), published=True)
    put_on(draft, photo)
    page = change_page(draft)

    send(recorder_client, page, **row(credit_line="Photo: Me", published=None, role="detail"))

    photo.refresh_from_db()
    assert photo.credit_line != "Photo: Me"
    assert photo.published
    assert draft.find_photos.get().role == "detail"
    assert errors(send(reviewer_client, page, **row(credit_line="Photo: Right"))) == ""
    photo.refresh_from_db()
    assert photo.credit_line == "Photo: Right"


def test_who_may_not_publish_puts_no_picture_on_an_expedition(recorder_client: Client) -> None:
    words = {"credit_line": "Photo: A", "license_uri": Licence.CC0, "alt_en": "A tank"}
    words |= {"kind": "photograph", "sensitivity": "open", "published": "on", "file": jpeg()}

    send(recorder_client, "/admin/catalog/photo/add/", **words, expedition=make_expedition().pk)

    assert not Photo.objects.get().published
    assert not Photo.objects.public().exists()


def test_a_picture_that_is_seen_alone_is_not_published_from_a_draft(
    draft: Find, recorder: User, recorder_client: Client
) -> None:
    photo = make_photo(draft, uploaded_by=recorder, expedition=make_expedition())

    send(recorder_client, change_page(draft), **row(published="on"))

    photo.refresh_from_db()
    assert not photo.published


def test_a_picture_of_somebody_else_is_not_changed_from_one_s_own_draft(
    draft: Find, reviewer: User, recorder_client: Client
) -> None:
    photo = make_photo(draft, uploaded_by=reviewer)

    send(recorder_client, change_page(draft), **row(credit_line="Photo: Me", role="detail"))

    photo.refresh_from_db()
    assert photo.credit_line != "Photo: Me"
    assert draft.find_photos.get().role == "detail"
