"""The credit is printed as it was given, under the word of its kind."""

import pytest
from django.utils import translation

from catalog.records.photos import credit, record
from tests.factories import jpeg_bytes, make_photo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("line", "kind", "expected"),
    [
        ("Peter Kamenchenko - Via", "photograph", "Photo: Peter Kamenchenko - Via"),
        ("Findspot sample drawings", "drawing", "Drawing: Findspot sample drawings"),
        ("Photo: A. Name, 2024", "photograph", "Photo: A. Name, 2024"),
        ("Photographic archive", "photograph", "Photo: Photographic archive"),
        ("Фото: А. Имя", "photograph", "Фото: А. Имя"),
        ("Photographer unknown", "photograph", "Photographer unknown"),
    ],
)
def test_a_credit_is_verbatim(line: str, kind: str, expected: str) -> None:
    assert credit(make_photo(credit_line=line, kind=kind)) == expected


def test_a_name_in_a_credit_is_never_translated() -> None:
    photo = make_photo(credit_line="Peter Kamenchenko - Via")

    with translation.override("ja"):
        assert "Peter Kamenchenko - Via" in credit(photo)


def test_a_small_picture_is_offered_once_and_a_large_one_in_each_size() -> None:
    small = make_photo(image=jpeg_bytes(60, 40))
    large = make_photo(image=jpeg_bytes(1000, 500))

    assert [(size.width, size.height) for size in record(small).sizes] == [(60, 40)]
    assert [size.width for size in record(large).sizes] == [320, 640, 1000]


def test_a_licence_is_an_address_and_a_word() -> None:
    found = record(make_photo())

    assert found.license_uri == "http://creativecommons.org/licenses/by/4.0/"
    assert found.license_label == "CC BY 4.0"
