"""What an empty installation begins with: three groups with their rights, and the vocabularies."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User

from catalog.models import Find, Term
from catalog.vocab import Category, Vocabulary
from tests.factories import make_find, make_user

pytestmark = pytest.mark.django_db

SEED = Path(settings.BASE_DIR) / "catalog" / "seed" / "terms.csv"
SENSITIVE = ("catalog.view_sensitive", "catalog.manage_identification")


def rows() -> list[dict[str, str]]:
    with SEED.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("group", "may", "may_not"),
    [
        (
            "recorder",
            ("add_find", "change_find", "submit_find", "add_photo", "add_person", "add_source"),
            ("publish_find", "delete_find", "change_place", "add_term", "delete_photo"),
        ),
        (
            "reviewer",
            ("publish_find", "submit_find", "change_place", "add_term", "view_importrun"),
            ("delete_find", "delete_place", "view_personidentification"),
        ),
        (
            "administrator",
            ("delete_find", "publish_find", "view_sensitive", "manage_identification"),
            (),
        ),
    ],
)
def test_group_has_its_rights_and_no_others(
    group: str, may: tuple[str, ...], may_not: tuple[str, ...]
) -> None:
    user = make_user(group)

    assert [name for name in may if not user.has_perm(f"catalog.{name}")] == []
    assert [name for name in may_not if user.has_perm(f"catalog.{name}")] == []


@pytest.mark.parametrize("group", ["recorder", "reviewer"])
@pytest.mark.parametrize("permission", SENSITIVE)
def test_what_is_sensitive_is_a_permission_of_its_own(group: str, permission: str) -> None:
    assert not make_user(group).has_perm(permission)


def test_nobody_changes_the_log_of_imports_or_rights_but_the_administrator() -> None:
    for group in ("recorder", "reviewer"):
        names = Group.objects.get(name=group).permissions.values_list("codename", flat=True)
        assert not [name for name in names if "importrun" in name and "view" not in name]
        assert not [name for name in names if name.endswith(("user", "group", "permission"))]


def test_recorder_edits_own_drafts_and_a_reviewer_all(recorder: User, reviewer: User) -> None:
    own = make_find(created_by=recorder)
    others = make_find(created_by=make_user("recorder"))
    submitted = make_find(created_by=recorder, publication_status="in_review")

    assert list(Find.objects.editable_by(recorder)) == [own]
    assert set(Find.objects.editable_by(reviewer)) == {own, others, submitted}
    assert list(Find.objects.editable_by(make_user())) == []


def test_house_sees_all_and_a_stranger_what_is_public(recorder: User) -> None:
    draft, public = make_find(), make_find(published=True)

    assert set(Find.objects.visible_to(recorder)) == {draft, public}
    assert list(Find.objects.visible_to(make_user())) == [public]
    recorder.is_active = False
    assert list(Find.objects.visible_to(recorder)) == [public]


def test_every_term_of_the_seed_is_loaded_with_its_path() -> None:
    assert Term.objects.count() == len(rows())
    for term in Term.objects.select_related("parent"):
        assert term.path == f"{term.parent.path if term.parent else '/'}{term.pk}/"


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_every_term_of_the_seed_has_its_label(language: str) -> None:
    assert [row["code"] for row in rows() if not row[f"label_{language}"].strip()] == []


def test_every_category_has_object_types_and_no_other_list_has_categories() -> None:
    types = Term.objects.of(Vocabulary.OBJECT_TYPE)

    assert set(types.values_list("category", flat=True)) == set(Category.values)
    others = Term.objects.exclude(vocabulary=Vocabulary.OBJECT_TYPE)
    assert set(others.values_list("category", flat=True)) == {""}


def test_narrower_type_belongs_to_the_category_of_the_broader() -> None:
    below = Term.objects.of(Vocabulary.OBJECT_TYPE).filter(parent__isnull=False)

    assert [term.code for term in below if term.category != term.parent.category] == []


def test_ids_of_other_vocabularies_are_given_only_where_verified() -> None:
    unverified = Term.objects.filter(id_verified=False).exclude(aat="", fish="", wikidata="")

    assert list(unverified.values_list("code", flat=True)) == []


def test_side_may_be_unknown() -> None:
    assert Term.objects.of(Vocabulary.NATIONALITY).active().filter(code="unknown").exists()


@pytest.mark.parametrize("term", ["Каска", "каска", "鉄帽"])
def test_seeded_words_find_a_helmet(term: str, db: Any) -> None:
    assert term.casefold() in make_find().public_text
