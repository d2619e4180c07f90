"""Words are merged in larger steps: eight pieces of an index instead of four."""

from django.db import migrations

USUAL = 4


def _set_automerge(pieces):
    def work(apps, schema_editor):
        if schema_editor.connection.vendor != "sqlite":
            return
        for table in ("catalog_publicwords", "catalog_staffwords"):
            sql = f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', {pieces})"
            schema_editor.execute(sql)

    return work


class Migration(migrations.Migration):
    dependencies = [("catalog", "0016_addresses_of_merged_places")]

    operations = [migrations.RunPython(_set_automerge(8), _set_automerge(USUAL))]
