"""Who one of the dead may have been: a name is printed by one rule, and never by less."""

import itertools

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from catalog.models import PersonIdentification
from catalog.vocab import Confidence, KinStatus, NameRelease
from tests.factories import make_identification, make_remains, released

pytestmark = pytest.mark.django_db

Basis = PersonIdentification.Basis


def test_name_is_public_for_exactly_the_rule(reviewer: User) -> None:
    remains = make_remains()
    table = itertools.product(
        Confidence.values, NameRelease.values, KinStatus.values, (None, reviewer)
    )
    for number, (confidence, release, kin, by) in enumerate(table):
        make_identification(
            remains,
            name_original=str(number),
            confidence=confidence,
            release=release,
            kin_status=kin,
            released_by=by,
        )

    public = PersonIdentification.objects.public()

    assert {(row.confidence, row.release, row.kin_status, row.released_by) for row in public} == {
        ("confirmed", "full", "informed", reviewer),
        ("confirmed", "full", "not_found", reviewer),
    }


def test_objection_of_the_family_hides_the_name(reviewer: User) -> None:
    row = make_identification(**released(reviewer))
    assert PersonIdentification.objects.public().exists()

    row.kin_status = KinStatus.OBJECTS
    row.save()

    assert not PersonIdentification.objects.public().exists()


@pytest.mark.parametrize("confidence", ["tentative", "probable"])
def test_full_name_waits_for_confirmation(confidence: str) -> None:
    row = make_identification(confidence=confidence)
    row.release = NameRelease.FULL

    with pytest.raises(ValidationError, match="only when the identification is confirmed"):
        row.full_clean()


def test_tag_alone_confirms_nobody() -> None:
    row = make_identification(basis=[Basis.IDENTITY_TAG], confidence=Confidence.CONFIRMED)

    with pytest.raises(ValidationError, match="An identity tag alone does not confirm"):
        row.full_clean()


def test_tag_with_another_basis_may_confirm() -> None:
    row = make_identification(
        basis=[Basis.IDENTITY_TAG, Basis.DNA], confidence=Confidence.CONFIRMED
    )

    row.full_clean()


def test_new_identification_is_tentative_and_not_released() -> None:
    row = make_identification()

    assert (row.confidence, row.release, row.released_by) == ("tentative", "none", None)
    assert row.history.count() == 1
