"""What a long list writes besides its finds: fewer entries of indexes, fewer pieces of words.

Pointers that most finds and events leave empty have indexes of those that say something. The old
ones are dropped by hand: the change of a field would write the whole table anew on SQLite, and
take its triggers away. SQLite gathers twice as many words before it writes them.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WHOLE = [
    ("catalog_find_identified_by_id_18f31dc7", "catalog_find", "identified_by_id"),
    ("catalog_find_reviewed_by_id_edb134a0", "catalog_find", "reviewed_by_id"),
    ("catalog_find_created_by_id_e5032bc6", "catalog_find", "created_by_id"),
    ("catalog_find_updated_by_id_1b115f8a", "catalog_find", "updated_by_id"),
    ("catalog_statusevent_institution_id_cad811b7", "catalog_statusevent", "institution_id"),
    ("catalog_statusevent_user_id_28183dfa", "catalog_statusevent", "user_id"),
]


def _gather(megabytes):
    def work(apps, schema_editor):
        if schema_editor.connection.vendor != "sqlite":
            return
        for table in ("catalog_publicwords", "catalog_staffwords"):
            sql = f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {megabytes << 20})"
            schema_editor.execute(sql)

    return work


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0020_words_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX {name}", f"CREATE INDEX {name} ON {table} ({column})"
                )
                for name, table, column in WHOLE
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="find",
                    name="created_by",
                    field=models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finds_created",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                migrations.AlterField(
                    model_name="find",
                    name="identified_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finds_identified",
                        to="catalog.person",
                        verbose_name="identified by",
                    ),
                ),
                migrations.AlterField(
                    model_name="find",
                    name="reviewed_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finds_reviewed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
                migrations.AlterField(
                    model_name="find",
                    name="updated_by",
                    field=models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finds_updated",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                migrations.AlterField(
                    model_name="statusevent",
                    name="institution",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalog.institution",
                        verbose_name="institution",
                    ),
                ),
                migrations.AlterField(
                    model_name="statusevent",
                    name="user",
                    field=models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="find",
            index=models.Index(
                condition=models.Q(("identified_by__isnull", False)),
                fields=["identified_by"],
                name="find_identified_by",
            ),
        ),
        migrations.AddIndex(
            model_name="find",
            index=models.Index(
                condition=models.Q(("reviewed_by__isnull", False)),
                fields=["reviewed_by"],
                name="find_reviewed_by",
            ),
        ),
        migrations.AddIndex(
            model_name="find",
            index=models.Index(
                condition=models.Q(("created_by__isnull", False)),
                fields=["created_by"],
                name="find_created_by",
            ),
        ),
        migrations.AddIndex(
            model_name="find",
            index=models.Index(
                condition=models.Q(("updated_by__isnull", False)),
                fields=["updated_by"],
                name="find_updated_by",
            ),
        ),
        migrations.AddIndex(
            model_name="statusevent",
            index=models.Index(
                condition=models.Q(("institution__isnull", False)),
                fields=["institution"],
                name="event_institution",
            ),
        ),
        migrations.AddIndex(
            model_name="statusevent",
            index=models.Index(
                condition=models.Q(("user__isnull", False)), fields=["user"], name="event_user"
            ),
        ),
        migrations.RunPython(_gather(16), _gather(8)),
    ]
