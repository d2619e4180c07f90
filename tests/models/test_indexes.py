"""The indexes that hold only the rows that say something are the ones that are asked."""

import pytest
from django.db import connection

from catalog.models import Find, StatusEvent


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "pointer", "index"),
    [
        (Find, "identified_by", "find_identified_by"),
        (Find, "reviewed_by", "find_reviewed_by"),
        (Find, "created_by", "find_created_by"),
        (Find, "updated_by", "find_updated_by"),
        (StatusEvent, "institution", "event_institution"),
        (StatusEvent, "user", "event_user"),
    ],
)
def test_what_points_to_a_row_is_found_by_its_index(model, pointer, index) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole")
    for asked in (
        model.objects.filter(**{pointer: 7}),
        model.objects.filter(**{f"{pointer}__in": [7, 8]}),
    ):
        assert index in asked.order_by().explain()
