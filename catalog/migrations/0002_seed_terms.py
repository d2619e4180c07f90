"""The vocabularies an empty installation needs to log its first find."""

import csv
from pathlib import Path

from django.db import migrations

SEED = Path(__file__).resolve().parent.parent / "seed" / "terms.csv"
PLAIN = ("vocabulary", "code", "category", "label_en", "label_ru", "label_ja")
IDS = ("aat", "fish", "wikidata")


def load(apps, schema_editor):
    Term = apps.get_model("catalog", "Term")
    terms = {}
    with SEED.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            parent = terms[row["vocabulary"], row["parent"]] if row["parent"] else None
            term = Term.objects.create(
                parent=parent,
                alt_labels="\n".join(filter(None, row["alt_labels"].split("|"))),
                id_verified=row["id_verified"] in ("yes", "1", "true"),
                **{name: row[name] for name in (*PLAIN, *IDS)},
            )
            term.path = f"{parent.path if parent else '/'}{term.pk}/"
            term.save(update_fields=["path"])
            terms[row["vocabulary"], row["code"]] = term


def unload(apps, schema_editor):
    Term = apps.get_model("catalog", "Term")
    while leaves := list(Term.objects.filter(children__isnull=True).values_list("pk", flat=True)):
        Term.objects.filter(pk__in=leaves).delete()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
