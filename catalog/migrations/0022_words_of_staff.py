"""Words of staff in two columns, and fewer indexes of the links between finds and what they name.

What all staff may read is `shown`, so that staff who may not see what is withheld search by words,
too; `rebuild_search` fills it for finds that were there before. On SQLite a find's head no longer
stands in its body as well: a question asks both columns at once.

The history of a find's links is read by its row of history, and a pair of the links themselves has
an index that begins with the find: the other indexes answered no question.

Older code finds nothing by a title that was written since, so the way back is a restored copy.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    "DROP TRIGGER catalog_words_hidden",
    "DROP TRIGGER catalog_words_gone",
    """
    CREATE VIRTUAL TABLE catalog_words_anew USING fts5(
        shown, body, tokenize='ascii', prefix='2 3'
    )
    """,
    "INSERT INTO catalog_words_anew (catalog_words_anew, rank) VALUES ('automerge', 8)",
    "INSERT INTO catalog_words_anew (catalog_words_anew, rank) VALUES ('hashsize', 16777216)",
    """
    INSERT INTO catalog_words_anew (rowid, shown, body)
    SELECT rowid, '', body FROM catalog_staffwords
    """,
    "DROP TABLE catalog_staffwords",
    "ALTER TABLE catalog_words_anew RENAME TO catalog_staffwords",
    """
    CREATE TRIGGER catalog_words_hidden AFTER UPDATE OF publication_status ON catalog_find
    WHEN OLD.publication_status = 'published' AND NEW.publication_status <> 'published'
    BEGIN
        UPDATE catalog_staffwords
        SET shown = coalesce(shown, '') || ' · ' || (
            SELECT head || ' · ' || body FROM catalog_publicwords WHERE rowid = OLD.id
        )
        WHERE rowid = OLD.id AND EXISTS (SELECT 1 FROM catalog_publicwords WHERE rowid = OLD.id);
        DELETE FROM catalog_publicwords WHERE rowid = OLD.id;
    END
    """,
    """
    CREATE TRIGGER catalog_words_gone AFTER DELETE ON catalog_find
    BEGIN
        DELETE FROM catalog_publicwords WHERE rowid = OLD.id;
        DELETE FROM catalog_staffwords WHERE rowid = OLD.id;
    END
    """,
]
POSTGRESQL = [
    "ALTER TABLE catalog_staffwords ADD COLUMN shown tsvector NOT NULL DEFAULT ''",
    """
    CREATE OR REPLACE FUNCTION catalog_words_leave() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM catalog_staffwords WHERE find_id = OLD.id;
        ELSE
            UPDATE catalog_staffwords staff
            SET shown = staff.shown || CAST('·:1' AS tsvector) || public.body,
                body = staff.body || CAST('·:1' AS tsvector) || public.body
            FROM catalog_publicwords public
            WHERE staff.find_id = OLD.id AND public.find_id = OLD.id;
        END IF;
        DELETE FROM catalog_publicwords WHERE find_id = OLD.id;
        RETURN NULL;
    END $$
    """,
]
LINKS = [
    "catalog_historicalfind_found_by_id_08e128cf",
    "catalog_historicalfind_found_by_find_id_33f433fe",
    "catalog_historicalfind_found_by_person_id_5de7e174",
    "catalog_historicalfind_materials_id_898e88ca",
    "catalog_historicalfind_materials_find_id_c7640fd2",
    "catalog_historicalfind_materials_term_id_b6985fda",
    # Django makes these for every such list; the pair's own index serves.
    "catalog_find_found_by_find_id_e302b844",
    "catalog_find_materials_find_id_40a1bcec",
]


def _forward(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def _plain(name, to):
    """A past link's pointer, without an index."""
    return migrations.AlterField(
        model_name=name,
        name=to.rpartition(".")[2],
        field=models.ForeignKey(
            blank=True,
            db_constraint=False,
            db_index=False,
            db_tablespace="",
            null=True,
            on_delete=django.db.models.deletion.DO_NOTHING,
            related_name="+",
            to=to,
        ),
    )


def _plain_id(name):
    number = models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")
    return migrations.AlterField(model_name=name, name="id", field=number)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0021_lighter_lists")]
    operations = [
        migrations.RunPython(_forward),
        # By hand: the change of a field would write the whole table anew on SQLite.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX {name}") for name in LINKS
            ],
            state_operations=[
                _plain("historicalfind_found_by", "catalog.find"),
                _plain("historicalfind_found_by", "catalog.person"),
                _plain_id("historicalfind_found_by"),
                _plain("historicalfind_materials", "catalog.find"),
                _plain("historicalfind_materials", "catalog.term"),
                _plain_id("historicalfind_materials"),
            ],
        ),
    ]
