"""Lost: what an undoing would bring back and cannot, because what it named has gone since."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalog.lib import text
from catalog.models import Find
from catalog.transfer.trails import OWNED, Runs, Trail, past, trails
from catalog.transfer.writing import LINK_TARGETS


def lost(runs: Runs, changed: Mapping[int, Trail | None]) -> dict[int, str]:
    """Of these finds those that cannot be as they were before a run, and why."""
    written = [trail.before for trail in changed.values() if trail and trail.before]
    before = past(Find, written)
    found: dict[int, set[str]] = defaultdict(set)
    for key, name in (
        *_gone(Find, ((row["id"], row) for row in before.values())),
        *_gone_parts(runs, changed),
        *_gone_links(written),
    ):
        found[key].add(name)
    message = _("What it named before is gone: {names}.")
    told = {key: message.format(names=", ".join(sorted(names))) for key, names in found.items()}
    return told | dict.fromkeys(_numbers_taken(before), _("Another find has its earlier number."))


def _gone(model: Any, rows: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterator[tuple[int, str]]:
    """`(find, what is gone)` of rows of a model as they were, each with its find."""
    kept = list(rows)
    for field in model._meta.concrete_fields:
        if field.many_to_one or field.one_to_one:
            wanted = {row.get(field.attname) for _find, row in kept} - {None}
            there = _there(field.related_model, wanted)
            for find, row in kept:
                if row.get(field.attname) in wanted - there:
                    yield find, capfirst(str(field.verbose_name))


def _there(model: Any, keys: Iterable[int]) -> set[int]:
    return set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))


def _gone_parts(runs: Runs, changed: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The same of what hung on the finds and would be put back."""
    for model, column in OWNED.items():
        ours = model.history.filter(import_run=runs.run, **{f"{column}__in": list(changed)})
        keys = set(ours.values_list(model._meta.pk.attname, flat=True))
        steps = trails(model, runs, keys) if keys else {}
        before = past(model, [trail.before for trail in steps.values() if trail.before])
        yield from _gone(model, ((row[column], row) for row in before.values()))


def _gone_links(written: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The same of materials and finders."""
    for name, target in LINK_TARGETS.items():
        link = getattr(Find, name).through
        history = apps.get_model("catalog", f"Historical{link.__name__}")
        rows = history.objects.filter(history_id__in=list(written)).values("find_id", target)
        field = Find._meta.get_field(name)
        there = _there(field.related_model, {row[target] for row in rows})
        for row in rows:
            if row[target] not in there:
                yield row["find_id"], capfirst(str(field.verbose_name))


def _numbers_taken(before: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """Finds whose earlier number another one bears by now."""
    keys = {text.number_key(row["catalogue_number"]): row["id"] for row in before.values()}
    found = Find.objects.filter(number_key__in=keys).values_list("number_key", "pk")
    return {keys[number] for number, pk in found if keys[number] != pk}
