"""Which finds have a page, for those who list pages: in parts of a size, quick for millions."""

from django.db.models import ExpressionWrapper, F, IntegerField

from catalog.models import Find


def parts(size: int) -> list[int]:
    """The numbers of the parts that hold something; a part is a range of keys."""
    part = ExpressionWrapper(F("pk") / size, output_field=IntegerField())
    numbered = Find.objects.public().order_by().annotate(part=part)
    return sorted(numbered.values_list("part", flat=True).distinct())


def in_part(number: int, size: int) -> list[tuple[str, str]]:
    """Slug and day of the last change of the finds of a part."""
    rows = Find.objects.public().filter(pk__gte=number * size, pk__lt=(number + 1) * size)
    dated = rows.order_by("pk").values_list("slug", "updated_at")
    return [(slug, changed.date().isoformat()) for slug, changed in dated]
