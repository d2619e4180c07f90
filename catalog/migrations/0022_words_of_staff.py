"""Words of staff in two columns, and fewer indexes of the links between finds and what they name.

What all staff may read is `shown`, so that staff who may not see what is withheld search by words,
too; `rebuild_search` fills it for finds that were there before. On SQLite a find's head no longer
stands in its body as well: a question asks both columns at once.

The history of a find's links is read by its row of history, and a pair of the links themselves has
an index that begins with the find: the other indexes answered no question.

Older code knows titles, descriptions and notes by the derived columns alone: who goes back gets them
there again, and a find's head among its other words.
"""

import unicodedata

import django.db.models.deletion
from django.db import migrations, models

OPTIONS = [
    "INSERT INTO catalog_words_anew (catalog_words_anew, rank) VALUES ('automerge', 8)",
    "INSERT INTO catalog_words_anew (catalog_words_anew, rank) VALUES ('hashsize', 16777216)",
]
GONE = """
    CREATE TRIGGER catalog_words_gone AFTER DELETE ON catalog_find
    BEGIN
        DELETE FROM catalog_publicwords WHERE rowid = OLD.id;
        DELETE FROM catalog_staffwords WHERE rowid = OLD.id;
    END
"""
LEAVE = """
    CREATE OR REPLACE FUNCTION catalog_words_leave() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM catalog_staffwords WHERE find_id = OLD.id;
        ELSE
            UPDATE catalog_staffwords staff
            SET {sets}
            FROM catalog_publicwords public
            WHERE staff.find_id = OLD.id AND public.find_id = OLD.id;
        END IF;
        DELETE FROM catalog_publicwords WHERE find_id = OLD.id;
        RETURN NULL;
    END $$
"""
SQLITE = [
    "DROP TRIGGER catalog_words_hidden",
    "DROP TRIGGER catalog_words_gone",
    """
    CREATE VIRTUAL TABLE catalog_words_anew USING fts5(
        shown, body, tokenize='ascii', prefix='2 3'
    )
    """,
    *OPTIONS,
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
    GONE,
]
POSTGRESQL = [
    "ALTER TABLE catalog_staffwords ADD COLUMN shown tsvector NOT NULL DEFAULT ''",
    LEAVE.format(
        sets="shown = staff.shown || CAST('·:1' AS tsvector) || public.body, "
        "body = staff.body || CAST('·:1' AS tsvector) || public.body"
    ),
]
SQLITE_BACK = [
    "DROP TRIGGER catalog_words_hidden",
    "DROP TRIGGER catalog_words_gone",
    "UPDATE catalog_publicwords SET body = head || ' · ' || body",
    "CREATE VIRTUAL TABLE catalog_words_anew USING fts5(body, tokenize='ascii', prefix='2 3')",
    *OPTIONS,
    """
    INSERT INTO catalog_words_anew (rowid, body)
    SELECT rowid, coalesce(shown, '') || ' · ' || body FROM catalog_staffwords
    """,
    "DROP TABLE catalog_staffwords",
    "ALTER TABLE catalog_words_anew RENAME TO catalog_staffwords",
    """
    CREATE TRIGGER catalog_words_hidden AFTER UPDATE OF publication_status ON catalog_find
    WHEN OLD.publication_status = 'published' AND NEW.publication_status <> 'published'
    BEGIN
        UPDATE catalog_staffwords
        SET body = body || ' · ' || (SELECT body FROM catalog_publicwords WHERE rowid = OLD.id)
        WHERE rowid = OLD.id AND EXISTS (SELECT 1 FROM catalog_publicwords WHERE rowid = OLD.id);
        DELETE FROM catalog_publicwords WHERE rowid = OLD.id;
    END
    """,
    GONE,
]
POSTGRESQL_BACK = [
    LEAVE.format(sets="body = staff.body || CAST('·:1' AS tsvector) || public.body"),
    "ALTER TABLE catalog_staffwords DROP COLUMN shown",
]
LINKS = [
    *(("historicalfind_found_by", *pair) for pair in (
        ("id", "08e128cf"), ("find_id", "33f433fe"), ("person_id", "5de7e174"),
    )),
    *(("historicalfind_materials", *pair) for pair in (
        ("id", "898e88ca"), ("find_id", "c7640fd2"), ("term_id", "b6985fda"),
    )),
    # Django makes these for every such list; the pair's own index serves.
    ("find_found_by", "find_id", "e302b844"),
    ("find_materials", "find_id", "40a1bcec"),
]
PUBLIC = ("catalogue_number", "title_en", "title_ru", "title_ja")
PUBLIC += ("description_en", "description_ru", "description_ja")
NOTES = ("field_number", "context", "internal_notes", "unit_attribution")


def forward(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def backward(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})
    finds = apps.get_model("catalog", "Find").objects
    columns = ("pk", "public_text", "staff_text", *PUBLIC, *NOTES)
    for find in finds.order_by("pk").values(*columns).iterator(chunk_size=500):
        finds.filter(pk=find["pk"]).update(
            public_text=_folded(find, (*PUBLIC, "public_text")),
            staff_text=_folded(find, (*NOTES, "staff_text")),
        )


def _folded(find, columns):
    plain = " ".join(find[name] for name in columns if find[name])
    for _turn in range(2):
        plain = unicodedata.normalize("NFKC", plain).casefold()
    return " ".join(plain.replace("ё", "е").split())


def _run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
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
        migrations.RunPython(forward, backward),
        # By hand: the change of a field would write the whole table anew on SQLite.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX catalog_{table}_{column}_{tail}",
                    f"CREATE INDEX catalog_{table}_{column}_{tail} ON catalog_{table} ({column})",
                )
                for table, column, tail in LINKS
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
