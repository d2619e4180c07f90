"""Named questions: the adjectives of each table. They chain, and the rule comes first."""

import json
from collections.abc import Sequence
from typing import Any, Self

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
)

from catalog import visibility
from catalog.lib.tally import People, Tally
from catalog.lib.unindexed import Unindexed
from catalog.vocab import CATEGORY_RULES, Qualifier

PEOPLE = tuple(category for category, rule in CATEGORY_RULES.items() if rule.counts_people)


class Among(Func):
    """Whether an id is among these: one parameter, however many they are."""

    output_field = BooleanField()

    def __init__(self, column: str, ids: Sequence[int]) -> None:
        self.ids = tuple(ids)
        super().__init__(column, Value(json.dumps(self.ids), output_field=TextField()))

    def as_sqlite(self, compiler: Any, db: Any, **context: Any) -> Any:
        written = {
            "template": "%(expressions)s))",
            "arg_joiner": " IN (SELECT value FROM json_each(",
        }
        return self.as_sql(compiler, db, **written, **context)

    def as_postgresql(self, compiler: Any, db: Any, **context: Any) -> Any:
        template = "%(expressions)s, '[]', '{}')::bigint[])"
        return self.as_sql(
            compiler, db, template=template, arg_joiner=" = ANY(translate(", **context
        )


def public_there(rows: QuerySet, prefix: str) -> QuerySet:
    """Those of these rows whose find may be seen; `prefix` leads to it ("to_find__").

    The find is looked up from the row: without statistics SQLite would walk through all that is
    published and look for rows.
    """
    there = rows.alias(there_publication_status=Unindexed(f"{prefix}publication_status"))
    return there.filter(visibility.public("there_"))


class FindQuerySet(QuerySet):
    """Questions to the finds."""

    def public(self) -> Self:
        """What a visitor may see."""
        return self.filter(visibility.public())

    def public_among(self, ids: Sequence[int]) -> Self:
        """What a visitor may see of these finds, in no order; each is looked up by its id.

        Without statistics SQLite would rather walk through all that is published.
        """
        by_id = self.alias(by_id_publication_status=Unindexed("publication_status"))
        return by_id.filter(Among("pk", ids), visibility.public("by_id_")).order_by()

    def withdrawn(self) -> Self:
        """What answers 410."""
        return self.filter(visibility.withdrawn())

    def visible_to(self, user: Any) -> Self:
        """What a person may see: all of it in the house, the public part outside."""
        if user.is_active and user.has_perm("catalog.view_find"):
            return self
        return self.public()

    def editable_by(self, user: Any) -> Self:
        """What a person may change: a recorder their own drafts, a reviewer all."""
        if not user.has_perm("catalog.change_find"):
            return self.none()
        if user.has_perm("catalog.publish_find"):
            return self
        return self.filter(created_by=user, publication_status="draft")

    def numbered(self, key: str) -> Self:
        """By the folded catalogue number."""
        return self.filter(number_key=key)

    def of_term(self, path: str) -> Self:
        """Of an object type, nationality or anything below it in the tree."""
        return self.filter(
            Q(object_type__path__startswith=path) | Q(nationality__path__startswith=path)
        )

    def in_public_place(self, path: str) -> Self:
        """In a place or below it, as far as the public may know."""
        return self.filter(public_place__path__startswith=path)

    def with_public_photo(self, photos: QuerySet) -> Self:
        """Those with a photograph among `photos` (links of FindPhoto)."""
        return self.filter(Exists(photos.filter(find=OuterRef("pk"))))

    def individuals(self) -> int:
        """How many people the remains among them are of."""
        return self.aggregate(total=Sum("remains__individuals"))["total"] or 0

    def tally(self) -> Tally:
        """Objects counted, people counted apart and by side; two queries."""
        objects = self.exclude(category__in=PEOPLE).order_by().count()
        return Tally(objects, tuple(_people(row) for row in self._sides()))

    def tallies(self, by: str) -> dict[Any, Tally]:
        """The tally of each value of a column that any of them has; two queries."""
        things = self.exclude(category__in=PEOPLE).order_by().values_list(by)
        objects = dict(things.annotate(objects=Count("pk")))
        people: dict[Any, tuple[People, ...]] = {}
        for value, *row in self._sides(by):
            people[value] = (*people.get(value, ()), _people(tuple(row)))
        return {
            value: Tally(objects.get(value, 0), people.get(value, ()))
            for value in objects.keys() | people.keys()
        }

    def _sides(self, *by: str) -> QuerySet:
        labels = [f"nationality__label_{code}" for code in ("en", "ru", "ja")]
        return (
            self.filter(category__in=PEOPLE)
            .order_by()
            .values_list(*by, *labels)
            .annotate(
                records=Count("pk"),
                individuals=Sum("remains__individuals"),
                vague=Count("pk", filter=~Q(remains__individuals_qualifier=Qualifier.EXACT)),
            )
        )

    def joined(self) -> Self:
        """With the rows that every record tells of."""
        return self.select_related(
            "object_type",
            "nationality",
            "expedition",
            "public_place",
            "holder",
            "identified_by",
            "remains",
            "munition",
            "vehicle__model",
            "structure",
        )


def _people(row: tuple[Any, ...]) -> People:
    *labels, records, individuals, vague = row
    named = {code: label for code, label in zip(("en", "ru", "ja"), labels, strict=True) if label}
    return People(named, records, individuals or 0, at_least=bool(vague))


class PhotoQuerySet(QuerySet):
    """Questions to the photographs."""

    def public(self) -> Self:
        """Open, published, and hanging on something public."""
        return self.filter(visibility.public_photo()).on_something_public()

    def advisory(self) -> Self:
        """Shown to those who ask, published, and hanging on something public."""
        return self.filter(visibility.advisory_photo()).on_something_public()

    def on_something_public(self) -> Self:
        """On a public find; else, where it is on no find at all, of a public place or a season."""
        finds = self.model._meta.get_field("finds").related_model.objects.public()
        links = self.model._meta.get_field("find_photos").related_model.objects
        here = OuterRef("pk")
        on_find = Exists(finds.filter(photos=here))
        on_nothing_else = ~Exists(links.filter(photo=here))
        on_place = Q(place__isnull=False) & visibility.public_place("place__")
        on_expedition = Q(expedition__isnull=False, place__isnull=True)
        return self.filter(on_find | (on_nothing_else & (on_place | on_expedition)))

    def told_at(self, path: str) -> Self:
        """Those whose public finds, if they hang on any, are all told to lie in this place.

        Beside the name of the place another picture would say of its find where it lies.
        """
        finds = self.model._meta.get_field("finds").related_model.objects.public()
        elsewhere = finds.exclude(public_place__path__startswith=path)
        return self.filter(~Exists(elsewhere.filter(photos=OuterRef("pk"))))

    def editable_by(self, user: Any) -> Self:
        """What a person may change: their own while each of its finds is theirs; a reviewer all."""
        if not user.has_perm("catalog.change_photo"):
            return self.none()
        if user.has_perm("catalog.publish_find"):
            return self
        finds = self.model._meta.get_field("finds").related_model.objects
        links = self.model._meta.get_field("find_photos").related_model.objects
        others = links.filter(photo=OuterRef("pk")).exclude(find__in=finds.editable_by(user))
        return self.filter(~Exists(others), uploaded_by=user)

    def editable_with_find(self, user: Any) -> Self:
        """The same where only a find is at hand: what is seen without one is changed by itself."""
        found = self.editable_by(user)
        if user.has_perm("catalog.publish_find"):
            return found
        return found.filter(place=None, expedition=None)

    def of_place_or_expedition(self) -> Self:
        """Those that are shown without a find, where they are on none."""
        return self.exclude(place=None, expedition=None)

    def shown_alone(self) -> Self:
        """Those on no find that a place or an expedition would show."""
        return self.of_place_or_expedition().filter(published=True, find_photos=None)

    def unpublished(self) -> Self:
        """Those the public does not see."""
        return self.filter(published=False)


class PlaceQuerySet(QuerySet):
    """Questions to the places."""

    def public(self) -> Self:
        """What a visitor may know by name: public, with nothing private above it."""
        return self.filter(visibility.public_place())

    def below(self, path: str) -> Self:
        """A place and all that is part of it."""
        return self.filter(path__startswith=path)


class TermQuerySet(QuerySet):
    """Questions to the vocabularies."""

    def of(self, vocabulary: str) -> Self:
        """The terms of one vocabulary."""
        return self.filter(vocabulary=vocabulary)

    def active(self) -> Self:
        """Those still offered."""
        return self.filter(active=True)


class ExpeditionQuerySet(QuerySet):
    """Questions to the expeditions."""

    def newest(self) -> Self:
        """The latest season first."""
        return self.order_by("-date_from", "code")


class StatusEventQuerySet(QuerySet):
    """Questions to the status log."""

    def public(self) -> Self:
        """Public steps that no later one corrects."""
        return self.filter(visibility.public_event())

    def current(self) -> Self:
        """Steps that no later one corrects."""
        return self.filter(superseded_by__isnull=True)


class IdentificationQuerySet(QuerySet):
    """Questions to the identifications."""

    def public(self) -> Self:
        """Those whose name may be printed."""
        return self.filter(visibility.public_name())
