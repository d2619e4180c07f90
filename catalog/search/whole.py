"""The whole answer to a query string: every find it asks for, in its order, not page by page."""

from array import array

from django.http import QueryDict

from catalog.models import Find
from catalog.search.filters import FindFilter
from catalog.search.ordering import chosen, ordered


def ids(params: QueryDict) -> "array[int]":
    """Every matching id, eight bytes each: the question is over before the first row is sent.

    A reader who is slow to take the rows would otherwise keep a cursor open all that time.
    """
    asked = FindFilter(params, queryset=Find.objects.public())
    wishes = asked.wishes
    finds = ordered(asked.without(), chosen(wishes), typed=wishes.get("q", ""))
    return array("q", finds.values_list("pk", flat=True).iterator())
